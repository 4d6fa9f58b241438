import Attestation
import Database
import DatabaseSQLite
import DatabaseTesting
import Foundation
import ScratchFolders
import Synchronization
import Testing

@testable import Registry

/// Registries of former releases are brought up to date with all that they hold.
@Suite(.scratchFolders) struct FormerRegistriesTests {
  private static let landings = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Checks/landings")

  /// What a landing's registry holds of its files, by number.
  private struct Before {
    var files: [String: [SQLValue]] = [:]
    /// The chain of issued files, where there was one.
    var chain: [[SQLValue]]?
  }

  /// A landing's registry as it was left, on one of the databases.
  private func lay(_ landing: String, on location: StoreLocation) throws -> Before {
    let copy = try scratchFolder() + "/registry.sqlite"
    let original = Self.landings.appending(path: "\(landing)/home/registry.sqlite")
    try FileManager.default.copyItem(at: original, to: URL(filePath: copy))
    let former = try SQLiteDatabase(path: copy)
    let tables = try former.read { session in
      try session.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map {
        try $0.text("name")
      }
    }
    let rows = try former.read { session in
      try tables.map { table in (table: table, rows: try session.query("SELECT * FROM \(table)")) }
    }
    var before = Before()
    for (table, rows) in rows {
      switch table {
      case "report":
        for row in rows {
          before.files[try row.text("number")] = ["file_sha256", "file_path", "file_part"].map(row.value)
        }
      case "issued_file": before.chain = rows.map(\.values).sorted { "\($0[0])" < "\($1[0])" }
      default: break
      }
    }
    let steps = try former.read { try $0.query("SELECT * FROM schema_step") }.count
    let database = try location.database()
    try Migration(
      Schema(stepTable: sampleSchema.stepTable, steps: Array(sampleSchema.steps.prefix(steps))), of: database
    ).run()
    try database.write { session in
      for (table, rows) in rows {
        try session.execute("DELETE FROM \(table)")
        if let first = rows.first { try session.insert(rows.map(\.values), into: table, first.columns) }
      }
    }
    return before
  }

  private func secret(of landing: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.landings.appending(path: "\(landing)/home/keys/registry.secret")))
  }

  private func logKeys(of landing: String) throws -> [LogPublicKey] {
    struct KeySet: Decodable {
      struct Key: Decodable { let logName: String?, publicKey: Data }
      let keys: [Key]
    }
    let file = Self.landings.appending(path: "\(landing)/home/keys/keyset.json")
    // The raw key of Ed25519 are the last 32 bytes (RFC 8410, 4).
    return try JSONDecoder().decode(KeySet.self, from: Data(contentsOf: file)).keys.compactMap { key in
      key.logName.flatMap { LogPublicKey(name: $0, key: Array(key.publicKey.suffix(32))) }
    }
  }

  @Test(arguments: Store.allCases, ["2026-11-25", "2026-11-29"])
  func aRegistryOfALandingGoesOn(store: Store, landing: String) throws {
    let location = try store.location()
    let before = try lay(landing, on: location)
    let secret = try secret(of: landing)
    // The second time nothing is left to be done.
    for _ in 0..<2 {
      let registry = try location.registry(secret: secret)
      let audit = try registry.audit(keys: try logKeys(of: landing))
      #expect(audit.findings == [] && audit.reports == before.files.count && audit.pending == 0)
    }
    let registry = try location.registry(secret: secret)
    for (number, file) in before.files {
      let report = try #require(try registry.report(number: number))
      #expect(
        [
          .optional(report.files.first?.sha256), .optional(report.files.first?.path),
          .optional(report.files.first?.part),
        ] == file,
        "report \(number)")
      #expect(try registry.fileDigest(of: number, format: "pdf") == report.files.first?.sha256)
    }
    let chain = try registry.database.read { session in
      try session.query("SELECT sequence, log_index, sha256, previous, hash FROM issued_file ORDER BY sequence")
    }
    #expect(chain.count == before.files.count)
    if let links = before.chain { #expect(chain.map(\.values).sorted { "\($0[0])" < "\($1[0])" } == links) }
    // One truth only.
    #expect(throws: RegistryError.self) {
      try registry.database.read { try $0.query("SELECT file_sha256 FROM report") }
    }
    // What comes after follows on what was.
    let last = UInt64(before.files.count)
    let request = sampleRequest(sampleNumber(0))
    let log = LogSigner(key: sampleLogKey)
    let admission = try registry.issue(
      request, log: log, sign: { try sampleToken(request, $0) },
      finish: { ($0, [FileRecord(sha256: Array(repeating: 7, count: 32))]) })
    #expect(admission.index == last)
    #expect(try registry.audit(keys: try logKeys(of: landing) + [sampleLogKey.publicKey]).findings == [])
  }

  /// Rows of every kind that `report` could hold.
  @Test(arguments: Store.allCases)
  func theFilesOfReportsGetRowsOfTheirOwn(store: Store) throws {
    let location = try store.location()
    let database = try location.database()
    try Migration(
      Schema(stepTable: sampleSchema.stepTable, steps: Array(sampleSchema.steps.prefix(8))), of: database
    ).run()
    let sha256 = SQLValue.blob(Array(repeating: 7, count: 32))
    let files: [(sha256: SQLValue, path: SQLValue, part: SQLValue)] = [
      (sha256, .text("/a.pdf"), .text("/.a.part")), (sha256, .null, .null), (.null, .null, .null),
      (.null, .text("/b.pdf"), .text("/.b.part")),
    ]
    try database.write { session in
      for (index, file) in files.enumerated() {
        let id = SQLValue.integer(Int64(index))
        try session.insert(
          [
            [
              id, .text("number \(index)"), .integer(0), .blob([1]), .blob([2]), .blob([3]), .blob([UInt8(index)]),
              .integer(0), id, .integer(0), .integer(1), .integer(0), .integer(0), .integer(8), file.sha256, file.path,
              file.part, index == 3 ? .integer(5) : .null,
            ]
          ], into: "report",
          [
            "log_index", "number", "kind", "subject", "check_code", "token", "leaf", "status_list", "status_index",
            "issued_at", "expires_at", "status", "status_changed_at", "log_size", "file_sha256", "file_path",
            "file_part", "pending_since",
          ])
      }
      try session.execute("INSERT INTO status_list (list, used) VALUES (0, 4)")
      try session.execute("INSERT INTO batch (id, begun_at, description) VALUES ('b', 1, '{}')")
      try session.execute(
        "INSERT INTO batch_row (batch, place, task, state, attempts, due, worker) VALUES ('b', 1, '', 0, 0, 0, '')")
    }
    let registry = try location.registry()
    let rows = try registry.database.read { session in
      try session.query("SELECT number, format, sha256, path, part FROM report_file ORDER BY number")
    }
    #expect(
      rows.map(\.values)
        == [0, 1, 3].map { index in
          [.text("number \(index)"), .text("pdf"), files[index].sha256, files[index].path, files[index].part]
        })
    #expect(
      try registry.pendingReports().map { [$0.number, $0.files.first?.path, $0.files.first?.part] }
        == [["number 3", "/b.pdf", "/.b.part"]])
    // All of before are the only issuer's.
    #expect(try registry.statusLists().map(\.list) == [0])
    #expect(try BatchQueue(registry).openBatches() == ["b"])
    #expect(try location.registry(issuer: "other").statusLists().isEmpty)
    // What was pending can be given up.
    try registry.withdraw(["number 3"], at: sampleNow)
    #expect(try registry.count("report_file") == 2)
  }

  /// A program of the release before that is at work while the tables are changed.
  @Test(arguments: Store.allCases)
  func whatIsJustBeingIssuedIsMovedAsWell(store: Store) throws {
    let location = try store.location()
    let former = try location.database()
    try Migration(
      Schema(stepTable: sampleSchema.stepTable, steps: Array(sampleSchema.steps.prefix(8))), of: former
    ).run()
    let opened = DispatchSemaphore(value: 0)
    let problem = Mutex<String?>(nil)
    try former.write { session in
      for chain in [ChainHead.Chain.log, .status, .file] {
        _ = try ChainHead.lock(chain, session, former.dialect)
      }
      Thread.detachNewThread {
        do { _ = try location.registry() } catch { problem.withLock { $0 = "\(error)" } }
        opened.signal()
      }
      // Long enough for the other to have moved what it saw.
      Thread.sleep(forTimeInterval: 1)
      try session.execute(
        """
        INSERT INTO report (log_index, number, kind, subject, check_code, token, leaf, status_list, status_index,
          issued_at, expires_at, status, status_changed_at, log_size, file_sha256)
        VALUES (0, 'late', 0, $1, $1, $1, $1, 0, 0, 0, 1, 0, 0, 1, $1)
        """, [.blob([7])])
    }
    opened.wait()
    #expect(problem.withLock { $0 } == nil)
    let rows = try location.database().read { try $0.query("SELECT number, sha256 FROM report_file") }
    #expect(rows.map(\.values) == [[.text("late"), .blob([7])]])
  }
}
