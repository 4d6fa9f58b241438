import Database
import DatabasePostgres

/// A table in PostgreSQL, kept up to date by the data's owner:
///
///     CREATE TABLE credit_file (code TEXT PRIMARY KEY, body JSONB NOT NULL)
///
/// `body` may be TEXT as well. The service only reads it: give its user no more than SELECT.
public struct TableSource: CreditFileSource {
  private let database: any SQLDatabase

  /// - Parameter url: `postgres://…`, as libpq reads it.
  /// - Throws: `DatabaseError` if no server answers; `CreditFileSourceError` if there is no such table.
  public init(url: String) throws { try self.init(database: PostgresDatabase(url: url, connections: 4)) }

  init(database: any SQLDatabase) throws {
    self.database = database
    do { _ = try find("") } catch {
      throw CreditFileSourceError.unreadable(
        location: database.location, problem: "\(error); make credit_file (code TEXT PRIMARY KEY, body JSONB NOT NULL)")
    }
  }

  public func creditFile(of code: SubjectCode) throws -> [UInt8]? { try find(code.text) }

  private func find(_ code: String) throws -> [UInt8]? {
    let text = "CAST(body AS TEXT)"
    let rows = try database.read { session in
      // The size is checked before the value is loaded into memory.
      try session.query(
        "SELECT CASE WHEN LENGTH(\(text)) <= \(largestCreditFile) THEN \(text) END AS body FROM credit_file WHERE code = $1",
        [.text(code)])
    }
    switch rows.first?.value("body") {
    case nil: return nil
    case .text(let body)?: return Array(body.utf8)
    case .null?: throw CreditFileSourceError.tooLarge(location: database.location)
    default: throw CreditFileSourceError.unreadable(location: database.location, problem: "`body` is not text")
    }
  }
}
