import Attestation

/// Who was issued what. The rules are here, once; the database is SQLite's or PostgreSQL's.
///
/// It holds the tokens, whose claims are public, the log of them, each report's status and how it came to it, and the
/// journal of verifications. It does not hold a report's data; check codes and subjects only as HMACs.
public struct Registry: Sendable {
  private(set) var database: PatientDatabase
  let secret: RegistrySecret
  let places: StatusPlaces

  /// Brings the database's tables up to date, which are made where there are none.
  /// - Parameter secret: 32 random bytes, kept apart from the database, and the same for all who use it.
  /// - Throws: `RegistryError`; `.otherSecret` where the database was made under another.
  public init(database: any SQLDatabase, secret: [UInt8]) throws {
    try self.init(database: database, secret: secret, places: StatusPlaces())
  }

  init(database: any SQLDatabase, secret: [UInt8], places: StatusPlaces) throws {
    (self.database, self.secret, self.places) = (PatientDatabase(base: database), try RegistrySecret(secret), places)
    try Migration(database: self.database).run()
    try checkSecret()
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
    guard let row = rows.first, areEqual(try row.blob(0), secret.fingerprint) else {
      throw RegistryError.otherSecret(place: database.place)
    }
  }

  /// The same registry for somebody who has time: a database that others hold is asked again for so long.
  /// - Parameter seconds: for each transaction.
  public func waiting(upTo seconds: Double) -> Registry {
    var patient = self
    patient.database.patience.lockedSeconds = seconds
    return patient
  }

  /// Where it is, for messages.
  public var place: String { database.place }
}
