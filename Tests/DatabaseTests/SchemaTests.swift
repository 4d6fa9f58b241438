import Database
import DatabaseSQLite
import ScratchFolders
import Testing

/// Modules that share a database bring their tables up to date each for itself.
@Suite(.scratchFolders) struct SchemaTests {
  private static func step(_ name: String, _ sql: String...) -> SchemaStep {
    SchemaStep(name: name) { _ in sql.map { ($0, []) } }
  }
  private let first = Schema(stepTable: "schema_step", steps: [step("a", "CREATE TABLE a (id INTEGER)")])
  private let other = Schema(stepTable: "gathering_step", steps: [step("b", "CREATE TABLE b (id INTEGER)")])

  private func names(_ schema: Schema, _ database: SQLiteDatabase) throws -> [String] {
    try database.read { session in
      try session.query("SELECT name FROM \(schema.stepTable) ORDER BY place").map { try $0.text("name") }
    }
  }

  @Test func twoSchemasOfOneDatabaseDoNotMeet() throws {
    let database = try sqlite()
    for schema in [first, other, first] { try Migration(schema, of: database).run() }
    let longer = Schema(
      stepTable: other.stepTable, steps: other.steps + [Self.step("c", "CREATE TABLE c (id INTEGER)")])
    try Migration(longer, of: database).run()
    #expect(try names(first, database) == ["a"] && names(longer, database) == ["b", "c"])
    #expect(throws: DatabaseError.newerSchema(location: database.location, step: "c")) {
      try Migration(other, of: database).run()
    }
    try Migration(first, of: database).run()
  }

  @Test func ofStepsThatFailNothingStays() throws {
    let database = try sqlite()
    let broken = Schema(
      stepTable: first.stepTable, steps: first.steps + [Self.step("broken", "CREATE TABLE d (id INTEGER)", "NO SQL")])
    #expect(throws: DatabaseError.self) { try Migration(broken, of: database).run() }
    let tables = try database.read { try $0.query("SELECT name FROM sqlite_master WHERE type = 'table'") }
    #expect(tables.isEmpty)
    try Migration(first, of: database).run()
    #expect(try names(first, database) == ["a"])
  }
}
