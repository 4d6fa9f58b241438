public import Attestation
import Database
public import ReportKinds

extension Registry {
  /// What a report does to earlier ones.
  public struct Supersession: Sendable, Equatable {
    /// Whether it takes the place of those that answer the same question.
    public var sameQuestion: Bool
    /// Numbers of others on the same subject, of the same kind, whose place it takes whatever they answer: such as those from
    /// before the registry knew questions.
    public var predecessors: [String]

    public init(sameQuestion: Bool, predecessors: [String] = []) {
      (self.sameQuestion, self.predecessors) = (sameQuestion, predecessors)
    }

    public static let none = Supersession(sameQuestion: false)
  }

  /// Supersedes this issuer's earlier reports. A report in dispute is superseded, too: the newer one says what holds
  /// now. So is one that is still pending: if it is issued after all, it is the older report.
  /// - Returns: their numbers.
  func supersede(
    by request: Request, at index: UInt64, _ history: inout StatusHistory, _ session: any SQLSession
  ) throws -> [String] {
    let (same, named) = (
      try sameQuestion(as: request, before: index, session), try predecessors(of: request, before: index, session)
    )
    let rows = (same + named).sorted { $0.index < $1.index }
    var superseded: [String] = []
    for row in rows where superseded.last != row.number {
      try history.change(
        row.index, from: row.status, to: .superseded, reason: "superseded by \(request.number)",
        at: request.issuedAt)
      superseded.append(row.number)
    }
    return superseded
  }

  private struct Earlier {
    let index: UInt64
    let number: String
    let status: ReportStatus

    init(_ row: SQLRow) throws {
      (index, number) = (try row.unsigned("log_index"), try row.text("number"))
      status = try row.integer("status") == 0 ? .valid : .suspended
    }
  }

  private func sameQuestion(
    as request: Request, before index: UInt64, _ session: any SQLSession
  ) throws -> [Earlier] {
    guard request.supersession.sameQuestion, let question = request.question, question.succession != .never else {
      return []
    }
    return try session.query(
      """
      SELECT log_index, status, number, first_day, last_day, token FROM report WHERE question = $1 AND status IN (0, 3)
        AND log_index < $2 AND issuer = $3
      """,
      [
        .blob(secret.hash(question, of: request.subject, kind: request.kind)), .unsigned(index), .text(issuer),
      ]
    ).compactMap { row in
      let (first, last) = (Int(try row.integer("first_day")), Int(try row.integer("last_day")))
      let claims = try ReceivedToken(Token(bytes: try row.blob("token"))).claims
      guard first <= last, question.succeeds(first...last, answeredThrough: claims.days.upperBound) else { return nil }
      return try Earlier(row)
    }
  }

  private func predecessors(
    of request: Request, before index: UInt64, _ session: any SQLSession
  ) throws -> [Earlier] {
    try Set(request.supersession.predecessors).sorted().compactMap { number in
      try session.query(
        """
        SELECT log_index, status, number FROM report WHERE number = $1 AND subject = $2 AND kind = $3
          AND status IN (0, 3) AND log_index < $4 AND issuer = $5
        """,
        [
          .text(number), .blob(secret.hash(subject: request.subject)), .integer(Int64(request.kind.number)),
          .unsigned(index), .text(issuer),
        ]
      ).first.map(Earlier.init)
    }
  }

  /// Checks that a report can be named as a predecessor, before a newer one is made.
  /// - Parameter subject: as in `Request`.
  /// - Throws: `RegistryError.noSuchReport`, `.statusRefused`, `.otherKind`.
  public func checkPredecessor(_ number: String, of subject: String, kind: ReportClaims.Kind) throws {
    guard let report = try report(number: number, of: subject) else { throw RegistryError.noSuchReport(number: number) }
    guard report.kind == kind else { throw RegistryError.otherKind(number: number, is: report.kind.name) }
    guard report.status.mayBecome(.superseded) else {
      throw RegistryError.statusRefused(number: number, is: report.status, asked: .superseded)
    }
  }
}
