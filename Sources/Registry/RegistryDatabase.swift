import Database

/// The registry's database. Its errors are thrown as `RegistryError`, like all that the registry throws.
struct RegistryDatabase: SQLDatabase {
  private(set) var base: PatientDatabase

  init(_ base: any SQLDatabase) { self.base = PatientDatabase(base: base) }

  var dialect: SQLDialect { base.dialect }
  var location: String { base.location }

  func write<R>(_ durability: Durability, _ body: (any SQLSession) throws -> R) throws -> R {
    do { return try base.write(durability, body) } catch let error as DatabaseError { throw RegistryError(error) }
  }

  func read<R>(_ body: (any SQLSession) throws -> R) throws -> R {
    do { return try base.read(body) } catch let error as DatabaseError { throw RegistryError(error) }
  }

  /// The same for a caller that can wait: a locked database is retried for so many seconds.
  func waiting(upTo seconds: Double) -> RegistryDatabase {
    var patient = self
    patient.base.patience.lockedSeconds = seconds
    return patient
  }
}
