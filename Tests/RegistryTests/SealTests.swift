import Attestation
import Database
import DatabaseTesting
import ErrorCauses
import Foundation
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

/// Whoever can write the database, but has not the registry's secret, changes no value unseen: the columns are those that
/// the database itself names, so that a new one without cover fails here.
@Suite(.scratchFolders) struct SealTests {
  /// What may be changed unseen, and why that harms nobody.
  private static let open: [String: String] = [
    "failed_lookup.bucket": "counts of an hour's wrong attempts",
    "failed_lookup.since": "counts of an hour's wrong attempts",
    "failed_lookup.failures": "counts of an hour's wrong attempts",
    "write_trial.id": "when it was last tried whether the registry can be written",
    "write_trial.written_at": "when it was last tried whether the registry can be written",
    "batch_row.state": "work in progress: whatever it says, a report is registered once",
    "batch_row.attempts": "work in progress",
    "batch_row.due": "work in progress",
    "batch_row.worker": "work in progress",
    "batch_row.problem": "why a row gave no report: no statement about anybody",
    "batch_row.carried": "a report's file: its digest is in the chain of issued files, and it is signed",
  ]

  /// A row of every table at least.
  private func filled(_ location: StoreLocation) throws -> Registry {
    let registry = try location.registry()
    try registry.requireTwoPersons(at: sampleNow - 10)
    for index in 0..<3 {
      var request = sampleRequest(sampleNumber(index), kind: .noViolation, subject: "subject \(index)")
      let masks = AnswerMasks(hits: [1], noData: [0])
      request.watched = [
        WatchedAnswer(subject: request.subject, days: 20_000...20_775, masks: masks, asOf: sampleNow)
      ]
      let name = String(repeating: "\(index)", count: 3)
      try registry.issue(
        request, pdf: FileRecord(sha256: Array(repeating: UInt8(index), count: 32), path: "/\(name)", part: "/.\(name)")
      )
    }
    try registry.recheck(
      "subject 2", on: 20_780, at: sampleNow + 1,
      judge: JudgeAgain(asOf: sampleNow + 1) { _, _ in AnswerMasks(hits: [2], noData: [0]) })
    let objection = try registry.object(
      to: sampleNumber(0), of: "subject 0", text: "有误", record: "第1条",
      files: [ObjectionFile(Array("%PDF-1.7".utf8))], at: sampleNow + 2)
    try registry.decideObjection(objection.id, accept: true, note: "已受理", at: sampleNow + 3)
    try registry.setStatus(of: sampleNumber(1), to: .revoked, reason: "数据有误", at: sampleNow + 4)
    let action = try registry.ask(
      for: .restoreReport, ["number": sampleNumber(0), "reason": "异议不成立"], by: sampleAsker, needing: .two,
      at: sampleNow + 5)
    try registry.confirm(action.id, at: sampleNow + 6)
    _ = try registry.takeTurn(
      Registry.SelfPrint(
        number: sampleNumber(7), kind: .noViolation, subject: "subject 0", question: sampleQuestion, day: 20_775),
      most: Registry.Turns(ofQuestion: 1, ofKind: 9), at: sampleNow)
    _ = try registry.record((0..<2).map { sampleEntry($0) })
    try registry.tryWriting(at: sampleNow)
    _ = try registry.record([sampleEntry(86_400)])
    #expect(
      try registry.archiveJournal(before: sampleNow + 1, into: scratchFolder(), at: sampleNow) { _, _ in }?.rows
        == 1...1)
    _ = try registry.report(number: sampleNumber(0), checkCode: CheckCode(random: 1), at: sampleNow)
    let queue = BatchQueue(registry)
    try queue.begin("b", description: "d", tasks: [(task: "task", problem: nil)], at: sampleNow)
    var request = sampleRequest(sampleNumber(8), subject: "subject 8")
    request.task = try queue.take("b", worker: "w", limit: 1, now: sampleNow, lease: 60)[0].task
    _ = try registry.issueGroup([request])
    return registry
  }

  @Test(arguments: Store.allCases)
  func everyColumnThatIsChangedByHandIsFound(store: Store) throws {
    let location = try store.location()
    let registry = try filled(location)
    #expect(try registry.audit().findings == [])
    var seen: Set<String> = []
    for (table, columns) in try tables(registry) {
      let row = try #require(try registry.rows(of: table).first, "no row in \(table): nothing of it is tried")
      for column in columns {
        seen.insert("\(table).\(column)")
        let changed = try changedValues(row.value(column))
        // The database itself refuses some, such as a number that another row has.
        guard let value = changed.first(where: { (try? registry.put($0, in: column, of: table, row)) != nil }) else {
          continue
        }
        let isFound = try isFound(location, registry)
        #expect(isFound != (Self.open["\(table).\(column)"] != nil), "\(table).\(column)")
        var there = row.values
        there[try #require(row.columns.firstIndex(of: column))] = value
        try registry.put(row.value(column), in: column, of: table, SQLRow(columns: row.columns, values: there))
      }
    }
    #expect(Set(Self.open.keys).subtracting(seen) == [], "these columns are no longer there")
    #expect(try registry.audit().findings == [], "all is as it was")
  }

  /// By the audit, or because the database is not opened any more.
  private func isFound(_ location: StoreLocation, _ registry: Registry) throws -> Bool {
    do {
      if try !registry.audit().isClean { return true }
      _ = try location.registry()
      return false
    } catch is RegistryError { return true }
  }

  private func changedValues(_ value: SQLValue) throws -> [SQLValue] {
    switch value {
    case .integer(let number): [.integer(number + 1), .integer(number + 1000)]
    case .text(let text): [.text(text + "x"), .text("")]
    case .blob(let bytes): [.blob(bytes.isEmpty ? [1] : [bytes[0] ^ 1] + bytes.dropFirst())]
    // PostgreSQL would store a number in a column of texts.
    case .null: [.text("x"), .blob([1]), .integer(1)]
    }
  }

  private func tables(_ registry: Registry) throws -> [(table: String, columns: [String])] {
    try registry.database.read { session in
      let names =
        switch registry.database.dialect {
        case .sqlite: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        case .postgres:
          "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1"
        }
      return try session.query(names).map { row in
        let table = try row.text("name")
        let columns =
          switch registry.database.dialect {
          case .sqlite: "SELECT name FROM pragma_table_info('\(table)')"
          case .postgres:
            """
            SELECT column_name::text AS name FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = '\(table)' ORDER BY ordinal_position
            """
          }
        return (table, try session.query(columns).map { try $0.text("name") })
      }
    }
  }

  /// With the subject of A exchanged for that of B, B would download A's report.
  @Test(arguments: Store.allCases)
  func aReportGivenToAnotherSubjectByHandIsGivenToNobody(store: Store) throws {
    let registry = try filled(try store.location())
    let other = SQLValue.blob(registry.secret.hash(subject: "thief"))
    try registry.tamper("UPDATE report SET subject = $1 WHERE log_index = 0", [other])
    #expect(throws: RegistryError.self) { try registry.report(number: sampleNumber(0), of: "thief") }
    #expect(throws: RegistryError.self) { try registry.reports(Registry.Filter(subject: "thief"), limit: 9) }
    #expect(try registry.reports(limit: 9).count == 4)
    #expect(throws: RegistryError.self) {
      try registry.object(to: sampleNumber(0), of: "thief", text: "x", at: sampleNow + 9)
    }
    let code = SQLValue.blob(registry.secret.hash(CheckCode(random: 7), of: sampleNumber(2)))
    try registry.tamper("UPDATE report SET check_code = $1 WHERE log_index = 2", [code])
    #expect(throws: RegistryError.self) {
      try registry.report(number: sampleNumber(2), checkCode: CheckCode(random: 7), at: sampleNow)
    }
  }

  /// A seal is never put on what somebody else wrote.
  @Test(arguments: Store.allCases)
  func whatWasChangedByHandIsNotSealedByALaterChange(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let objection = try registry.object(to: sampleNumber(0), of: sampleSubject, text: "有误", at: sampleNow)
    try registry.tamper("UPDATE objection SET objection = 'x'")
    #expect(throws: RegistryError.self) {
      try registry.decideObjection(objection.id, accept: true, note: "已受理", at: sampleNow + 1)
    }
    #expect(throws: RegistryError.self) { try registry.objections(of: sampleSubject) }
    #expect(try registry.audit().findings.map(\.kind) == [.row])
    let queue = BatchQueue(registry)
    try queue.begin("b", description: "d", tasks: [(task: "task", problem: nil)], at: sampleNow)
    try registry.tamper("UPDATE batch_row SET task = 'other'")
    #expect(throws: RegistryError.self) { try queue.take("b", worker: "w", limit: 1, now: sampleNow, lease: 60) }
    try registry.tamper("UPDATE batch_row SET outcome = 'other'")
    #expect(throws: RegistryError.self) { try queue.rows("b", after: 0) }
  }

  /// Without its step, nobody can have rows sealed again.
  @Test(arguments: Store.allCases)
  func rowsFromBeforeAreSealedOnce(store: Store) throws {
    let location = try store.location()
    let registry = try filled(location)
    try registry.tamper("UPDATE report SET subject = check_code, row_seal = NULL WHERE log_index = 0")
    #expect(try location.registry().audit().findings.map(\.subject) == ["table report, log_index 0"])
    try registry.tamper("DELETE FROM schema_step WHERE name = 'seals of rows'")
    #expect(throws: (any Error).self) { try location.registry() }
  }
}

extension Registry {
  fileprivate func rows(of table: String) throws -> [SQLRow] {
    try database.read { try $0.query("SELECT * FROM \(table)") }
  }

  /// Writes one value of the row that has all of these.
  fileprivate func put(_ value: SQLValue, in column: String, of table: String, _ row: SQLRow) throws {
    var known: [SQLValue] = []
    let place = zip(row.columns, row.values).map { name, value in
      guard value != .null else { return "\(name) IS NULL" }
      known.append(value)
      return "\(name) = $\(known.count + 1)"
    }
    try tamper("UPDATE \(table) SET \(column) = $1 WHERE \(place.joined(separator: " AND "))", [value] + known)
  }
}
