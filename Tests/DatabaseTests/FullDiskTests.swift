import Database
import DatabaseTesting
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct FullDiskTests {
  /// It is told from a database that cannot be reached, and what did not fit is not there.
  @Test(arguments: Store.allCases)
  func aFullDiskIsToldAsOne(store: Store) throws {
    let database = try store.location().database()
    _ = try database.write { session in try session.execute("CREATE TABLE line (text TEXT NOT NULL)") }
    try database.fillDisk(under: "line")
    let long = SQLValue.text(String(repeating: "x", count: 20_000))
    let add = { try database.write { session in try session.execute("INSERT INTO line (text) VALUES ($1)", [long]) } }
    let full = DatabaseError.diskFull(location: database.location)
    #expect(throws: full) { try add() }
    #expect(try database.read { try $0.query("SELECT text FROM line") }.isEmpty)
    try database.freeDisk(under: "line")
    #expect(try add() == 1)
  }
}
