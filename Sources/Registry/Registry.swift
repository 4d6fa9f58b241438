import Attestation
public import Database

/// Who was issued what. The rules are here, once; the database is SQLite's or PostgreSQL's.
///
/// It holds the tokens, whose claims are public, the log of them, each report's status and how it came to it, and the
/// journal of verifications. It does not hold a report's data; check codes and subjects only as HMACs.
public struct Registry: Sendable {
  private(set) var database: RegistryDatabase
  let secret: RegistrySecret
  /// Whose reports are issued here.
  let issuer: String
  let statusIndices: StatusIndexAllocator

  /// The issuer of a registry that has no other.
  public static let onlyIssuer = ""

  /// Brings the database's tables up to date, which are made where there are none.
  /// - Parameters:
  ///   - secret: 32 random bytes, kept apart from the database, and the same for all who use it.
  ///   - issuer: whose reports are issued; where several bodies share a registry, the code of each, at most 64 of `A-Z`,
  ///     `a-z`, `0-9`, `.`, `_`, `-`. Each has its own status lists, batches and files, and changes its own reports
  ///     alone; all reports are found by all.
  /// - Throws: `RegistryError`; `.otherSecret` where the database was made under another.
  public init(database: any SQLDatabase, secret: [UInt8], issuer: String = onlyIssuer) throws {
    try self.init(database: database, secret: secret, issuer: issuer, statusIndices: StatusIndexAllocator())
  }

  init(
    database: any SQLDatabase, secret: [UInt8], issuer: String = onlyIssuer, statusIndices: StatusIndexAllocator
  ) throws {
    try Self.check(issuer: issuer)
    self.issuer = issuer
    self.database = RegistryDatabase(database)
    (self.secret, self.statusIndices) = (try RegistrySecret(secret), statusIndices)
    try Migration(.registry, of: self.database).run()
    try checkSecret()
  }

  private static func check(issuer: String) throws(RegistryError) {
    let isCode = issuer.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    guard isCode, issuer.utf8.count <= 64 else {
      throw .invalid(what: "issuer of the registry", problem: "must be a code of at most 64 ASCII characters")
    }
  }

  /// Under another secret no check code would be right and no earlier report would be found to be superseded, and
  /// nobody would be told.
  private func checkSecret() throws {
    let question = "SELECT value FROM registry_value WHERE name = 'secret fingerprint'"
    var rows = try database.read { try $0.query(question) }
    if rows.isEmpty {
      rows = try database.write { session in
        try session.execute(
          """
          INSERT INTO registry_value (name, value) VALUES ('secret fingerprint', $1)
          ON CONFLICT (name) DO NOTHING
          """, [.blob(secret.fingerprint)])
        return try session.query(question)
      }
    }
    guard let row = rows.first, areEqual(try row.blob("value"), secret.fingerprint) else {
      throw RegistryError.otherSecret(location: database.location)
    }
  }

  /// The same registry for somebody who has time: a database that others hold is asked again for so long.
  /// - Parameter seconds: for each transaction.
  public func waiting(upTo seconds: Double) -> Registry {
    var patient = self
    patient.database = database.waiting(upTo: seconds)
    return patient
  }

  /// Where it is, for messages.
  public var location: String { database.location }
}
