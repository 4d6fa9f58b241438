public import Attestation
import CivilTime
import Database
public import ReportKinds

extension Registry {
  /// A report to be registered.
  public struct Request: Sendable {
    public var number: String
    public var kind: ReportClaims.Kind
    /// 统一社会信用代码 or ID number in its canonical form. Kept only as an HMAC, to find the subject's earlier reports.
    public var subject: String
    public var checkCode: CheckCode
    /// What it answers; nil: something that no later report takes the place of.
    public var question: ReportQuestion?
    /// Which earlier reports it takes the place of.
    public var supersession: Supersession
    /// What it answers about each of its subjects, so that it is noticed when that is no longer so; empty: nobody watches.
    public var watched: [WatchedAnswer] = []
    /// Judges the subject for its other reports; nil: its data were not judged.
    public var judgeAgain: JudgeAgain?
    /// Seconds since 1970; both as in the token.
    public var issuedAt: Int64
    public var expiresAt: Int64
    /// The row of a batch that this report fulfils, in the same transaction.
    public var task: BatchTask?

    public init(
      number: String, kind: ReportClaims.Kind, subject: String, checkCode: CheckCode, question: ReportQuestion? = nil,
      supersession: Supersession, issuedAt: Int64, expiresAt: Int64, task: BatchTask? = nil
    ) {
      (self.number, self.kind, self.subject, self.checkCode) = (number, kind, subject, checkCode)
      (self.question, self.supersession) = (question, supersession)
      (self.issuedAt, self.expiresAt, self.task) = (issuedAt, expiresAt, task)
    }

    /// The day of its issue in Beijing, days since 1970-01-01.
    var issuedOn: Int { BeijingTime(secondsSince1970: issuedAt).date.daysSince1970 }
  }

  /// What goes into a report's files once it is in the log.
  public struct Admission: Sendable {
    public let token: Token
    public let proof: LogProof
    /// The index of its leaf in the log.
    public let index: UInt64
  }

  /// The result for a report's files, and for the row of a batch that asked for it.
  public struct Finished<R: Sendable>: Sendable {
    public var result: R
    /// At most one of a format.
    public var files: [FileRecord]
    /// Makes JSON for the batch's table of results from the numbers of the earlier reports that this one replaces.
    public var outcome: (@Sendable (_ superseded: [String]) -> String)?
    /// The file itself, if the database carries the files of the batch.
    public var carried: [UInt8]?
    public init(
      _ result: R, files: [FileRecord], outcome: (@Sendable (_ superseded: [String]) -> String)? = nil,
      carried: [UInt8]? = nil
    ) {
      (self.result, self.files, self.outcome, self.carried) = (result, files, outcome, carried)
    }
  }

  /// A registered report.
  public struct Issued<R: Sendable>: Sendable {
    public let result: R
    /// Numbers of the earlier reports that it replaces.
    public let superseded: [String]
    /// Other reports on the subject whose data are found to be otherwise, or as they were again.
    public let changed: [DataChange]
  }

  /// Registers a report in one transaction, as `issue(_:log:sign:finish:)` does for several.
  public func issue<R: Sendable>(
    _ request: Request, log: LogSigner, sign: (ReportClaims.StatusReference) throws -> Token,
    finish: (Admission) throws -> (result: R, files: [FileRecord])
  ) throws -> R {
    let issued = try issue([request], log: log) {
      try $0.map(sign)
    } finish: { admissions in
      try admissions.map { admission in
        let finished = try finish(admission)
        return Finished(finished.result, files: finished.files)
      }
    }
    return issued[0].result
  }

  /// Registers reports in one transaction: all of them or, if anything throws, none. One checkpoint of the log covers
  /// all of them.
  ///
  /// Other issuers wait meanwhile: slow work that needs no token belongs before the call, and nothing that waits for
  /// another machine belongs inside it (use `admit`). Neither closure may use the registry. Both are called again if
  /// the database rolled the transaction back because of a conflict: status indices, tokens and proofs then differ.
  /// - Parameters:
  ///   - sign: makes the tokens for indices in the status lists, one for each request. Their claims must match the
  ///     requests.
  ///   - finish: renders, signs and writes the files under hidden names; the caller renames them after `issue` has
  ///     returned. If the process ends before that, `recover` does it.
  /// - Throws: `RegistryError.numberTaken` for a number that is registered or requested twice; `.taskLost` if the
  ///   caller no longer holds the row of a batch.
  public func issue<R: Sendable>(
    _ requests: [Request], log: LogSigner, sign: ([ReportClaims.StatusReference]) throws -> [Token],
    finish: ([Admission]) throws -> [Finished<R>]
  ) throws -> [Issued<R>] {
    try adding(.reports) { session in
      let files = requests.map { _ in [FileRecord]() }
      let admissions = try admit(requests, files: files, log: log, since: 0, session, sign: sign)
      let finished = try finish(admissions)
      return try confirm(requests, admissions, finished, session)
    }
  }

  /// Assigns the reports' indices in the status lists, appends them to the log and signs its checkpoint. Locks the
  /// log's head.
  /// - Parameter since: when they became pending, seconds since 1970.
  func admit(
    _ requests: [Request], files: [[FileRecord]], log: LogSigner, since: Int64, _ session: any SQLSession,
    sign: ([ReportClaims.StatusReference]) throws -> [Token]
  ) throws -> [Admission] {
    var head = try ChainHead.lock(.log, session, database.dialect)
    try refuseTaken(requests.map(\.number), session)
    let references = try statusIndices.reserve(
      requests.count, for: issuer, secret, session, database.location)
    let tokens = try sign(references)
    precondition(tokens.count == requests.count && files.count == requests.count, "a token for each request")
    let leaves = try requests.indices.map { index in
      MerkleTree.leafHash(try leaf(of: tokens[index], matching: requests[index], references[index]))
    }
    let first = head.size
    let proofs = try LogStore(session: session, location: database.location).append(leaves, to: &head, signedBy: log)
    try head.save(.log, session)
    try ReportFileTable.save(
      zip(requests, files).flatMap { request, files in
        files.filter { $0.path != nil }.map { (request.number, $0) }
      }, secret, session)
    let watched = requests.indices.flatMap { offset in
      requests[offset].watched.map { answer in
        (first + UInt64(offset), secret.hash(subject: answer.subject), answer)
      }
    }
    if !watched.isEmpty { try WatchedAnswers.insert(watched, secret, session) }
    return try requests.indices.map { offset in
      let admission = Admission(token: tokens[offset], proof: proofs[offset], index: first + UInt64(offset))
      try insert(
        requests[offset], admission, leaves[offset], references[offset], logSize: head.size, since: since, session)
      return admission
    }
  }

  private func refuseTaken(_ numbers: [String], _ session: any SQLSession) throws {
    var seen: Set<String> = []
    for number in numbers {
      guard seen.insert(number).inserted,
        try session.query("SELECT 1 AS found FROM report WHERE number = $1", [.text(number)]).isEmpty
      else { throw RegistryError.numberTaken(number) }
    }
  }

  private func leaf(
    of token: Token, matching request: Request, _ reference: ReportClaims.StatusReference
  ) throws -> [UInt8] {
    let received = try ReceivedToken(token)
    let claims = received.claims
    func compare(_ name: String, _ isSame: Bool) throws(RegistryError) {
      guard isSame else { throw .tokenDiffers(claim: name) }
    }
    try compare("number", claims.number == request.number)
    try compare("kind", claims.kind == request.kind)
    try compare("time of issue", claims.issuedAt == request.issuedAt)
    try compare("time of expiry", claims.expiresAt == request.expiresAt)
    try compare("place in the status list", claims.status == reference)
    return received.leaf
  }

  private func insert(
    _ request: Request, _ admission: Admission, _ leaf: LogHash, _ reference: ReportClaims.StatusReference,
    logSize: UInt64, since: Int64, _ session: any SQLSession
  ) throws(DatabaseError) {
    // As `SealedTable.report` names them.
    let sealed: [SQLValue] = [
      .unsigned(admission.index), .text(request.number), .integer(Int64(request.kind.number)),
      .blob(secret.hash(subject: request.subject)), .blob(secret.hash(request.checkCode, of: request.number)),
      .integer(Int64(reference.list)), .integer(Int64(reference.index)), .integer(request.issuedAt),
      .integer(request.expiresAt), .unsigned(logSize), .text(issuer),
      .optional(request.question.map { secret.hash($0, of: request.subject, kind: request.kind) }),
      .optional(request.question.map { Int64($0.days.lowerBound) }),
      .optional(request.question.map { Int64($0.days.upperBound) }), .integer(request.watched.isEmpty ? 0 : 1),
    ]
    try session.execute(
      """
      INSERT INTO report (\(SealedTable.report.columns.joined(separator: ", ")), status_changed_at,
        token, leaf, pending_since, row_seal, status)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $8, $16, $17, $18, $19, 0)
      """,
      sealed + [
        .blob(admission.token.bytes), .blob(leaf.bytes), .integer(since),
        .blob(SealedTable.report.seal(of: sealed, secret)),
      ])
  }
}
