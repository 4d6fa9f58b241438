public import Attestation

extension Registry {
  /// A report to be registered.
  public struct Request: Sendable {
    public var number: String
    public var kind: ReportClaims.Kind
    /// 统一社会信用代码 or ID number in its canonical form. Kept only as an HMAC, to know later reports of the same
    /// subject by.
    public var subject: String
    public var checkCode: CheckCode
    /// Whether earlier reports of the same subject and kind are superseded by this one.
    public var supersedes: Bool
    /// Seconds since 1970; both as in the token.
    public var issuedAt: Int64
    public var expiresAt: Int64

    public init(
      number: String, kind: ReportClaims.Kind, subject: String, checkCode: CheckCode, supersedes: Bool, issuedAt: Int64,
      expiresAt: Int64
    ) {
      (self.number, self.kind, self.subject, self.checkCode) = (number, kind, subject, checkCode)
      (self.supersedes, self.issuedAt, self.expiresAt) = (supersedes, issuedAt, expiresAt)
    }
  }

  /// What goes into a report's PDF once it stands in the log.
  public struct Admission: Sendable {
    public let token: Token
    public let proof: LogProof
    /// Of its leaf in the log.
    public let index: UInt64
    /// Numbers of the earlier reports that this one replaces.
    public let superseded: [String]
  }

  /// Registers a report, in one transaction: all of it happens or nothing. What `sign` or `finish` throws undoes it.
  ///
  /// Others who issue wait meanwhile: what takes time and needs no token belongs before the call. Neither closure may
  /// use the registry.
  /// - Parameters:
  ///   - sign: makes the token for a place in the status lists. Its claims must be those of the request.
  ///   - finish: renders, signs and writes the PDF under a hidden name; who calls renames it when `issue` has returned.
  ///     Where the process ends before that, `recover` does it.
  /// - Throws: `RegistryError.numberTaken` for a number that is registered.
  public func issue<R>(
    _ request: Request, log: LogSigner, sign: (ReportClaims.StatusReference) throws -> Token,
    finish: (Admission) throws -> (result: R, pdf: FileRecord)
  ) throws -> R {
    try database.write { session in
      let logStore = LogStore(session: session, place: database.place)
      var tail = try Tail.lock(.log, session, database.dialect)
      guard try session.query("SELECT 1 FROM report WHERE number = $1", [.text(request.number)]).isEmpty else {
        throw RegistryError.numberTaken(request.number)
      }
      let reference = try places.reserve(session, database.place)
      let token = try sign(reference)
      let payload = try leaf(of: token, matching: request, reference)
      let leaf = MerkleTree.leafHash(payload)
      let index = tail.size
      let proof = try logStore.append(leaf, to: &tail, signedBy: log)
      try tail.save(.log, session)

      let superseded = request.supersedes ? try supersede(by: request, session) : []
      try insert(request, token, leaf, reference, index, session)
      let (result, pdf) = try finish(Admission(token: token, proof: proof, index: index, superseded: superseded))
      try session.execute(
        "UPDATE report SET file_sha256 = $1, file_path = $2, file_part = $3 WHERE log_index = $4",
        [
          pdf.sha256.map { .blob($0) } ?? .null, .optional(pdf.path), .optional(pdf.part), .unsigned(index),
        ])
      return result
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
    _ request: Request, _ token: Token, _ leaf: LogHash, _ reference: ReportClaims.StatusReference, _ index: UInt64,
    _ session: any SQLSession
  ) throws(RegistryError) {
    try session.execute(
      """
      INSERT INTO report (log_index, number, kind, subject, check_code, token, leaf, status_list, status_index,
        issued_at, expires_at, status, status_changed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $10)
      """,
      [
        .unsigned(index), .text(request.number), .integer(Int64(request.kind.rawValue)),
        .blob(secret.hash(subject: request.subject)), .blob(secret.hash(request.checkCode, of: request.number)),
        .blob(token.bytes), .blob(leaf.bytes), .integer(Int64(reference.list)), .integer(Int64(reference.index)),
        .integer(request.issuedAt), .integer(request.expiresAt),
      ])
  }

  /// A report in dispute is superseded, too: the newer one says what holds now.
  /// - Returns: their numbers.
  private func supersede(by request: Request, _ session: any SQLSession) throws -> [String] {
    let rows = try session.query(
      """
      SELECT log_index, status, number FROM report WHERE subject = $1 AND kind = $2 AND status IN (0, 3)
      ORDER BY log_index\(database.dialect.forUpdate)
      """,
      [.blob(secret.hash(subject: request.subject)), .integer(Int64(request.kind.rawValue))])
    guard !rows.isEmpty else { return [] }
    var history = try StatusHistory(session, database.dialect)
    for row in rows {
      let from: ReportStatus = try row.integer(1) == 0 ? .valid : .suspended
      try history.change(
        row.unsigned(0), from: from, to: .superseded, reason: "superseded by \(request.number)", at: request.issuedAt)
    }
    try history.save()
    return try rows.map { row in try row.text(2) }
  }
}
