import Attestation
public import Database

/// Which reports were issued. The rules are here, once; the database is SQLite or PostgreSQL.
///
/// It holds the tokens, whose claims are public, the log of them, each report's status and its history, and the journal
/// of verifications. It does not hold a report's data; it holds check codes and subjects only as HMACs.
public struct Registry: Sendable {
  private(set) var database: RegistryDatabase
  let secret: RegistrySecret
  /// The body whose reports are issued here.
  let issuer: String
  let statusIndices: StatusIndexAllocator
  /// What the home knows of the registry; nil: nobody keeps that.
  let marks: MarkBook?
  /// How many wrong check codes may be tried for a number in an hour, over all that try: so many that nobody is locked out by
  /// the typing errors of others, so few that 40 random bits take some 6,000 years (`verification.md` §2).
  var wrongCodesAnHour = 10_000

  /// The issuer of a registry that is not shared.
  public static let onlyIssuer = ""

  /// Brings the database's tables up to date, and creates them if there are none.
  /// - Parameters:
  ///   - secret: 32 random bytes, kept apart from the database, and the same for all who use it.
  ///   - issuer: whose reports are issued; if several bodies share a registry, the code of each, at most 64 of `A-Z`,
  ///     `a-z`, `0-9`, `.`, `_`, `-`. Each has its own status lists, batches and files, and changes only its own
  ///     reports; all find all reports.
  ///   - marks: where a home keeps what it knows of the registry; nil: nobody notices an older state of it.
  /// - Throws: `RegistryError`; `.otherSecret` if the database was made under another.
  public init(
    database: any SQLDatabase, secret: [UInt8], issuer: String = onlyIssuer, marks: RegistryMarks? = nil
  ) throws {
    try self.init(
      database: database, secret: secret, issuer: issuer, marks: marks, statusIndices: StatusIndexAllocator())
  }

  init(
    database: any SQLDatabase, secret: [UInt8], issuer: String = onlyIssuer, marks: RegistryMarks? = nil,
    statusIndices: StatusIndexAllocator
  ) throws {
    try Self.check(issuer: issuer)
    self.issuer = issuer
    self.database = RegistryDatabase(database)
    (self.secret, self.statusIndices) = (try RegistrySecret(secret), statusIndices)
    let sealing = self.secret
    self.marks = marks.map { MarkBook($0, sealing) }
    try Migration(.registry(self.secret), of: self.database).run()
    try checkSecret()
  }

  private static func check(issuer: String) throws(RegistryError) {
    let isCode = issuer.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    guard isCode, issuer.utf8.count <= 64 else {
      throw .invalid(what: "issuer of the registry", problem: "must be a code of at most 64 ASCII characters")
    }
  }

  /// Under another secret no check code would match and no earlier report would be found to supersede, without any
  /// error.
  private func checkSecret() throws {
    let question = "SELECT value FROM registry_value WHERE name = 'secret fingerprint'"
    let fingerprint: [SQLValue] = [.text("secret fingerprint"), .blob(secret.fingerprint)]
    var rows = try database.read { try $0.query(question) }
    if rows.isEmpty {
      rows = try database.write { session in
        try session.execute(
          """
          INSERT INTO registry_value (name, value, row_seal) VALUES ($1, $2, $3)
          ON CONFLICT (name) DO NOTHING
          """, fingerprint + [.blob(SealedTable.value.seal(of: fingerprint, secret))])
        return try session.query(question)
      }
    }
    guard let row = rows.first, areEqual(try row.blob("value"), secret.fingerprint) else {
      throw RegistryError.otherSecret(location: database.location)
    }
  }

  /// The same registry for a caller that can wait: a locked database is retried for this long.
  /// - Parameter seconds: for each transaction.
  public func waiting(upTo seconds: Double) -> Registry {
    var patient = self
    patient.database = database.waiting(upTo: seconds)
    return patient
  }

  /// Where the database is, for messages.
  public var location: String { database.location }
}
