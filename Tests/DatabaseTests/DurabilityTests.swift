import Database
import DatabaseSQLite
import ScratchFolders
import Testing

@Suite(.scratchFolders) struct DurabilityTests {
  /// What SQLite calls NORMAL (1) loses the last commits in a power cut; FULL is 2.
  @Test func aCommitIsFlushedUnlessItMayBeLost() throws {
    let path = try scratchFolder() + "/a.sqlite"
    // The second one finds a file that is in use.
    for database in [try SQLiteDatabase(path: path), try SQLiteDatabase(path: path)] {
      for (durability, level) in [(Durability.full, 2), (.relaxed, 1), (.full, 2)] {
        let rows = try database.write(durability) { try $0.query("PRAGMA synchronous", []) }
        #expect(try rows[0].integer("synchronous") == level)
      }
    }
  }
}
