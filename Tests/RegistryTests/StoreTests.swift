import Database
import DatabasePostgres
import DatabaseSQLite
import DatabaseTesting
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// What is particular to one of the databases.
@Suite(.scratchFolders) struct SQLiteTests {
  @Test func theFileIsItsOwnersAlone() throws {
    let path = try scratchFolder() + "/registry.sqlite"
    let registry = try Registry(database: try SQLiteDatabase(path: path), secret: sampleSecret)
    try registry.issue(0)
    for suffix in ["", "-wal", "-shm"] {
      let mode = try FileManager.default.attributesOfItem(atPath: path + suffix)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(suffix)")
    }
  }

  @Test func whatIsNoDatabaseIsDamaged() throws {
    let path = try scratchFolder() + "/registry.sqlite"
    try Data(repeating: 7, count: 10_000).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: DatabaseError.self) {
      try Registry(database: try SQLiteDatabase(path: path), secret: sampleSecret)
    }
    guard case .damaged(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let error = #expect(throws: DatabaseError.self) { try SQLiteDatabase(path: "/nowhere/registry.sqlite") }
    #expect(error?.description.contains("/nowhere/registry.sqlite: cannot be reached: No such file") == true)
  }

  @Test func manyReadWhileOneIssues() throws {
    let path = try scratchFolder() + "/registry.sqlite"
    let registry = try Registry(database: try SQLiteDatabase(path: path), secret: sampleSecret)
    let other = try Registry(database: try SQLiteDatabase(path: path), secret: sampleSecret)
    try registry.issue(0)
    let request = sampleRequest(sampleNumber(1))
    _ = try registry.issue(
      request, log: sampleLog, sign: { try sampleToken(request, $0) },
      finish: { admission in
        // The writer is in the middle of its transaction: readers see what was before.
        let seen = try [0, 1].map { index in try other.report(number: sampleNumber(index)) != nil }
        #expect(seen == [true, false])
        return (admission, [])
      })
    #expect(try other.report(number: sampleNumber(1)) != nil)
  }
}

@Suite struct PostgresTests {
  @Test func noServerIsSaidWithoutThePassword() throws {
    let error = #expect(throws: DatabaseError.self) {
      try PostgresDatabase(url: "postgres://clerk:hidden-word@127.0.0.1:1/xinbao")
    }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("postgres://clerk@127.0.0.1:1/xinbao: cannot be reached"))
    #expect(!text.contains("hidden-word") && !text.contains("\n"))
  }

  @Test func aURLThatIsNoneIsSaid() throws {
    let error = try #require(
      #expect(throws: DatabaseError.self) { try PostgresDatabase(url: "postgres://clerk:hid%zzen@/x") })
    #expect(RegistryError(error).description.hasPrefix("address of the registry: is no postgres:// URL"))
    #expect(!error.description.contains("hid"))
  }

  @Test func valuesComeBackAsTheyWent() throws {
    let database = try PostgresDatabase(url: try PostgresServer.shared.get().newURL())
    let values: [SQLValue] = [
      .integer(.min), .integer(-1), .integer(.max), .text(""), .text("异议处理中 'x' \\ $1"), .blob([]),
      .blob(Array(0...255)), .null,
    ]
    try database.write { session in
      try session.execute("CREATE TABLE t (a BIGINT, b BIGINT, c BIGINT, d TEXT, e TEXT, f BYTEA, g BYTEA, h TEXT)", [])
      let places = (1...8).map { "$\($0)" }.joined(separator: ", ")
      #expect(try session.execute("INSERT INTO t VALUES (\(places))", values) == 1)
      #expect(
        try session.query("SELECT * FROM t") == [
          SQLRow(columns: ["a", "b", "c", "d", "e", "f", "g", "h"], values: values)
        ])
    }
  }

  @Test func aFailedStatementIsToldWithItsCode() throws {
    let database = try PostgresDatabase(url: try PostgresServer.shared.get().newURL())
    let error = #expect(throws: DatabaseError.self) {
      try database.read { session in try session.query("SELECT * FROM nothing", []) }
    }
    #expect(error?.description.contains("42P01") == true)
    // The connection is good for the next.
    #expect(try database.read { session in try session.query("SELECT 1 AS one") }.map(\.values) == [[.integer(1)]])
  }

  @Test func aRowThatTheTableDoesNotTakeIsToldAsThat() throws {
    let database = try PostgresDatabase(url: try PostgresServer.shared.get().newURL())
    let error = #expect(throws: DatabaseError.self) {
      try database.write { session in
        try session.execute("CREATE TABLE t (a BIGINT PRIMARY KEY)")
        try session.execute("INSERT INTO t VALUES (1), (1)")
      }
    }
    guard case .constraint(database.location, let problem) = error, problem.hasSuffix("[23505]") else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func anAnswerNamesWhatIsComputedAndWhatIsJoined() throws {
    let database = try PostgresDatabase(url: try PostgresServer.shared.get().newURL())
    try database.write { session in
      try session.execute("CREATE TABLE a (id BIGINT, name TEXT)")
      try session.insert([[.integer(1), .text("one")], [.integer(2), .null]], into: "a", ["id", "name"])
      let rows = try session.query(
        "SELECT x.name AS name, y.id AS other, COUNT(*) AS count FROM a x JOIN a y ON y.id = x.id + 1 GROUP BY 1, 2")
      #expect(rows.map(\.columns) == [["name", "other", "count"]])
      #expect(try rows[0].text("name") == "one" && rows[0].integer("other") == 2 && rows[0].integer("count") == 1)
    }
  }

  @Test func whoSwallowsAnErrorCommitsNothing() throws {
    let database = try PostgresDatabase(url: try PostgresServer.shared.get().newURL())
    #expect(throws: DatabaseError.self) {
      try database.write { session in
        try session.execute("CREATE TABLE t (a BIGINT)", [])
        _ = try? session.query("SELECT * FROM nothing", [])
      }
    }
    #expect(throws: DatabaseError.self) { try database.read { session in try session.query("SELECT * FROM t", []) } }
  }

  @Test func aSnapshotStaysAsItWas() throws {
    let url = try PostgresServer.shared.get().newURL()
    let registry = try Registry(database: try PostgresDatabase(url: url), secret: sampleSecret)
    try registry.issue(0)
    try registry.database.read { session in
      let before = try session.query("SELECT COUNT(*) AS count FROM report")
      try registry.issue(1)
      #expect(try session.query("SELECT COUNT(*) AS count FROM report") == before)
    }
  }

  @Test func moreThreadsThanConnectionsWaitForOneAnother() throws {
    let url = try PostgresServer.shared.get().newURL()
    let registry = try Registry(database: try PostgresDatabase(url: url, connections: 2), secret: sampleSecret)
    try registry.issue(0)
    DispatchQueue.concurrentPerform(iterations: 50) { _ in
      #expect((try? registry.report(number: sampleNumber(0))) != nil)
    }
  }

  /// Its own server, for everyone's connections break.
  @Test(
    .enabled(if: PostgresServer.mayBeRestarted, "the server that XINBAO_TEST_POSTGRES names is not ours to restart"))
  func aServerThatWasStartedAnewIsFoundAgain() throws {
    let server = try PostgresServer()
    let registry = try Registry(database: try PostgresDatabase(url: try server.newURL()), secret: sampleSecret)
    try registry.issue(0)
    try server.restart()
    // The connection that lay idle is dead, and nothing was begun on it: a new one does it.
    try registry.issue(1)

    // In the middle of a transaction nobody tries again by himself.
    let request = sampleRequest(sampleNumber(2))
    var signed = 0
    let error = #expect(throws: RegistryError.self) {
      try registry.issue(
        request, log: sampleLog,
        sign: { reference in
          signed += 1
          return try sampleToken(request, reference)
        },
        finish: { admission in
          try server.restart()
          return (admission, [])
        })
    }
    guard case .database(.unreachable) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(signed == 1)
    #expect(try registry.report(number: request.number) == nil)
    #expect(try registry.audit().isClean)
  }
}
