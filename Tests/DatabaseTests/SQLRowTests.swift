import Database
import DatabaseSQLite
import Foundation
import ScratchFolders
import Testing

/// Values come out of an answer by the names of their columns, and as what they were put in.
@Suite(.scratchFolders) struct SQLRowTests {
  private let row = SQLRow(
    columns: ["number", "size", "hash", "note"], values: [.text("X"), .integer(-1), .blob([1]), .null])

  @Test func aValueIsFoundByTheNameOfItsColumn() throws {
    #expect(try row.text("number") == "X" && row.integer("size") == -1 && row.blob("hash") == [1])
    #expect(try row.optionalText("number") == "X" && row.optionalInteger("size") == -1)
    #expect(
      try row.optionalText("note") == nil && row.optionalInteger("note") == nil && row.optionalBlob("note") == nil)
    #expect(row.value("note") == .null)
  }

  @Test func aValueOfAnotherTypeIsToldWithItsColumn() {
    let expected = [
      DatabaseError.damaged(location: "column `size` of a row", problem: "is not text"),
      .damaged(location: "column `size` of a row", problem: "is not a number from 0"),
      .damaged(location: "column `number` of a row", problem: "is not bytes"),
      .damaged(location: "column `note` of a row", problem: "is not a number"),
    ]
    #expect(throws: expected[0]) { try row.text("size") }
    #expect(throws: expected[1]) { try row.unsigned("size") }
    #expect(throws: expected[2]) { try row.blob("number") }
    #expect(throws: expected[3]) { try row.integer("note") }
  }

  @Test func aColumnThatWasNotAskedForEndsTheProgramAndSaysWhich() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SQLRow(columns: ["number"], values: [.text("X")]).value("nummer")
    }
    let told = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(told.contains("no column `nummer`, but number"))
  }

  @Test func anAnswerNamesWhatIsComputedAndWhatIsJoined() throws {
    let database = try sqlite()
    try database.write { session in
      try session.execute("CREATE TABLE a (id INTEGER, name TEXT) STRICT")
      try session.execute("INSERT INTO a VALUES (1, 'one'), (2, 'two')")
      let rows = try session.query(
        "SELECT x.name AS name, y.name AS other, COUNT(*) AS count FROM a x JOIN a y ON y.id = x.id + 1 GROUP BY x.id")
      #expect(rows.map(\.columns) == [["name", "other", "count"]])
      #expect(try rows[0].text("other") == "two" && rows[0].integer("count") == 1)
    }
  }

  @Test(arguments: [0, 1, 24, 25, 26, 60])
  func manyRowsAreAddedSeveralAStatement(count: Int) throws {
    let database = try sqlite()
    try database.write { session in
      try session.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT) STRICT")
      for name in ["first", "second"] {
        try session.insert(
          (0..<count).map { [.integer(Int64($0)), .text(name)] }, into: "a", ["id", "name"],
          onConflict: "ON CONFLICT (id) DO UPDATE SET name = excluded.name")
      }
      let rows = try session.query("SELECT id, name FROM a ORDER BY id")
      #expect(rows.map(\.values) == (0..<count).map { [.integer(Int64($0)), .text("second")] })
    }
  }

  @Test func aRowThatTheTableDoesNotTakeIsTold() throws {
    let database = try sqlite()
    let error = #expect(throws: DatabaseError.self) {
      try database.write { session in
        try session.execute("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT")
        try session.execute("INSERT INTO a VALUES (1), (1)")
      }
    }
    guard case .constraint(database.location, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// A new database in a folder of its own.
func sqlite() throws -> SQLiteDatabase {
  try SQLiteDatabase(path: scratchFolder() + "/database.sqlite")
}
