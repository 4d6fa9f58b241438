import Database
import DatabasePostgres
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

/// Many rows go in at once, in both databases alike.
@Suite(.scratchFolders) struct LoadTests {
  private static let columns = ["id", "kind", "name", "data"]

  /// A database with an empty table `a`.
  private func database(_ store: Store) throws -> any SQLDatabase {
    let database = try store.location().database()
    let dialect = database.dialect
    // PostgreSQL's numbers have several widths.
    let short = dialect == .postgres ? "SMALLINT" : dialect.integer
    _ = try database.write { session in
      try session.execute(
        """
        CREATE TABLE a (id \(dialect.integer) NOT NULL PRIMARY KEY, kind \(short), name TEXT, data \(dialect.blob))\
        \(dialect.tableOptions)
        """)
    }
    return database
  }

  private func rows(_ database: any SQLDatabase) throws -> [[SQLValue]] {
    try database.read { session in
      try session.query(
        "SELECT id, CAST(kind AS \(database.dialect.integer)) AS kind, name, data FROM a ORDER BY id"
      ).map(\.values)
    }
  }

  private func count(_ database: any SQLDatabase) throws -> Int64 {
    try database.read { try $0.query("SELECT COUNT(*) AS count FROM a")[0].integer("count") }
  }

  @Test(arguments: Store.allCases)
  func whatGoesInIsWhatIsThere(store: Store) throws {
    let database = try database(store)
    let given: [[SQLValue]] = [
      [.integer(.min), .null, .null, .null],
      [.integer(-1), .integer(-32_768), .text(""), .blob([])],
      [.integer(0), .integer(0), .text("NULL"), .blob([0])],
      [.integer(1), .integer(-1), .text("示例（广东）贸易有限公司𠮷\t\\N\n\"'"), .blob([0xff, 0xff, 0, 1])],
      [.integer(.max), .integer(32_767), .text("z"), .blob(Array(0...255))],
    ]
    #expect(try database.write { try $0.load(given, into: "a", Self.columns) } == given.count)
    #expect(try rows(database) == given)
  }

  @Test(arguments: Store.allCases)
  func noRowsAreNoError(store: Store) throws {
    let database = try database(store)
    #expect(try database.write { try $0.load([], into: "a", Self.columns) } == 0)
  }

  @Test(arguments: Store.allCases)
  func columnsWithoutValuesStayEmptyAndTheOrderIsTheCallers(store: Store) throws {
    let database = try database(store)
    try database.write { _ = try $0.load([[.text("b"), .integer(7)]], into: "a", ["name", "id"]) }
    #expect(try rows(database) == [[.integer(7), .null, .text("b"), .null]])
  }

  @Test(arguments: Store.allCases)
  func twoHundredThousandRowsGoIn(store: Store) throws {
    let database = try database(store)
    let loaded = try database.write { session in
      try session.load(into: "a", Self.columns) { add in
        for id in 0..<200_000 { try add([.integer(Int64(id)), .integer(3), .text("企业\(id)"), .blob([1, 2])]) }
      }
    }
    #expect(try loaded == 200_000 && count(database) == 200_000)
    let last = try database.read { try $0.query("SELECT name FROM a WHERE id = $1", [.integer(199_999)]) }
    #expect(try last[0].text("name") == "企业199999")
  }

  @Test(arguments: Store.allCases)
  func aHugeValueGoesIn(store: Store) throws {
    let database = try database(store)
    let text = String(repeating: "信", count: 8_000_000)
    let data = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0) }
    try database.write { session in
      _ = try session.load(
        [[.integer(1), .null, .text(text), .blob(data)], [.integer(2), .null, .null, .null]], into: "a", Self.columns)
    }
    #expect(
      try rows(database) == [[.integer(1), .null, .text(text), .blob(data)], [.integer(2), .null, .null, .null]])
  }

  /// Early, where the database finds out long after, and late.
  @Test(arguments: Store.allCases, [3, 49_999])
  func aRowThatTheTableDoesNotTakeUndoesAll(store: Store, bad: Int) throws {
    let database = try database(store)
    let error = #expect(throws: DatabaseError.self) {
      try database.write { session in
        try session.execute("INSERT INTO a (id) VALUES (-5)")
        _ = try session.load(into: "a", Self.columns) { add in
          for id in 0..<50_000 {
            try add([.integer(Int64(id == bad ? 1 : id)), .null, .text(String(repeating: "x", count: 100)), .null])
          }
        }
      }
    }
    guard case .constraint(database.location, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try count(database) == 0)
    try database.write { _ = try $0.load([[.integer(1)]], into: "a", ["id"]) }
    #expect(try count(database) == 1)
  }

  @Test(arguments: Store.allCases)
  func aValueOfAnotherTypeIsAnError(store: Store) throws {
    let database = try database(store)
    for row in [[SQLValue.text("one"), .null], [.integer(1), .blob([0xff])]] {
      #expect(throws: DatabaseError.self, "\(row)") {
        try database.write { _ = try $0.load([row], into: "a", ["id", "name"]) }
      }
    }
    #expect(throws: DatabaseError.self) { try database.write { try $0.load([[.integer(1)]], into: "b", ["id"]) } }
    #expect(throws: DatabaseError.self) { try database.write { _ = try $0.load([[.integer(1)]], into: "a", ["x"]) } }
    #expect(try count(database) == 0)
  }

  @Test func aNumberThatItsColumnCannotHoldIsTold() throws {
    let database = try database(.postgres)
    let problem = "32768 does not fit into a column of 16 bits"
    #expect(throws: DatabaseError.statement(location: database.location, problem: problem)) {
      try database.write { _ = try $0.load([[.integer(1), .integer(32_768)]], into: "a", ["id", "kind"]) }
    }
  }

  private struct Broken: Error, Equatable {}

  @Test(arguments: Store.allCases)
  func anErrorOfWhoGivesTheRowsUndoesAllAndComesThrough(store: Store) throws {
    let database = try database(store)
    for rows in [0, 1, 20_000] {
      #expect(throws: Broken()) {
        try database.write { session in
          _ = try session.load(into: "a", ["id"]) { add in
            for id in 0..<rows { try add([.integer(Int64(id))]) }
            throw Broken()
          }
        }
      }
    }
    #expect(try count(database) == 0)
  }

  @Test(arguments: Store.allCases)
  func aTemporaryTableIsForOneTransaction(store: Store) throws {
    let database = try database(store)
    let dialect = database.dialect
    let columns = "id \(dialect.integer) NOT NULL PRIMARY KEY, name TEXT NOT NULL"
    for round in 0..<3 {
      try database.write { session in
        try session.withTemporaryTable("delivered", columns, in: dialect) {
          let rows = (0..<100).map { [SQLValue.integer($0), .text("\(round)")] }
          try session.load(rows, into: "delivered", ["id", "name"])
          try session.execute("ANALYZE delivered")
          try session.execute(
            """
            INSERT INTO a (id, name) SELECT id, name FROM delivered WHERE TRUE
            ON CONFLICT (id) DO UPDATE SET name = excluded.name
            """)
        }
      }
    }
    #expect(try rows(database).map { $0[2] } == Array(repeating: .text("2"), count: 100))
    #expect(throws: Broken()) {
      try database.write { session in
        try session.withTemporaryTable("delivered", columns, in: dialect) { throw Broken() }
      }
    }
    #expect(throws: DatabaseError.self) {
      try database.write { session in try session.load([[.integer(1), .text("")]], into: "delivered", ["id", "name"]) }
    }
  }

  @Test func aTransactionThatTakesInMuchMayBeSilent() throws {
    let database = try database(.postgres)
    _ = try database.write { session in
      try session.execute("SET LOCAL idle_in_transaction_session_timeout = '300ms'")
      // As long as rows are awaited the server counts no silence.
      try session.load(into: "a", ["id"]) { add in
        try add([.integer(1)])
        Thread.sleep(forTimeInterval: 0.8)
        try add([.integer(2)])
      }
    }
    #expect(try count(database) == 2)
    let setting = "SELECT current_setting('idle_in_transaction_session_timeout') AS setting"
    #expect(try database.writeMuch { try $0.query(setting)[0].text("setting") } == "30min")
    #expect(try database.write { try $0.query(setting)[0].text("setting") } == "1min")
  }

  /// Its own server, for everyone's connections break.
  @Test(
    .enabled(if: PostgresServer.mayBeRestarted, "the server that XINBAO_TEST_POSTGRES names is not ours to restart"))
  func aServerThatEndsMeanwhileLeavesNothing() throws {
    let server = try PostgresServer()
    let database = try PostgresDatabase(url: try server.newURL(), connections: 1)
    _ = try database.write { try $0.execute("CREATE TABLE a (id BIGINT NOT NULL)") }
    let error = #expect(throws: DatabaseError.self) {
      try database.write { session in
        try session.load(into: "a", ["id"]) { add in
          for id in 0..<200_000 {
            if id == 20_000 { try server.restart() }
            try add([.integer(Int64(id))])
          }
        }
      }
    }
    guard case .unreachable(database.location, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(try count(database) == 0)
  }

  @Test func aTransactionThatTakesInMuchIsOneInSQLiteToo() throws {
    let database = try database(.sqlite)
    #expect(throws: Broken()) {
      try database.writeMuch { session in
        try session.execute("INSERT INTO a (id) VALUES (1)")
        throw Broken()
      }
    }
    try database.writeMuch { session in _ = try session.execute("INSERT INTO a (id) VALUES (2)") }
    #expect(try rows(database).map { $0[0] } == [.integer(2)])
  }
}
