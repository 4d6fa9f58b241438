import Attestation
import Database
import DatabaseTesting
import DurableFiles
import ErrorCauses
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// A database that was put back to an earlier state adds nothing and signs nothing, until people have said what happened.
@Suite(.scratchFolders) struct RollbackTests {
  private let folder: String

  init() throws { folder = try scratchFolder() + "/marks" }

  /// With three reports, of which one was revoked and the last two came after the copy. Whatever was put off is written.
  private func madeAndPutBack(_ location: StoreLocation) throws {
    try location.registry(marks: [folder]).issue(0)
    for index in 1...2 { try location.registry(marks: [folder]).issue(index) }
    try location.registry(marks: [folder]).setStatus(of: sampleNumber(0), to: .revoked, reason: "有误", at: sampleNow)
    try location.registry().putBack(toReports: 1, changes: 0)
  }

  @Test(arguments: Store.allCases)
  func anOlderRegistryAddsNothingAndSignsNothing(store: Store) throws {
    let location = try store.location()
    try madeAndPutBack(location)
    let registry = try location.registry(marks: [folder])
    let rollback = try #require(try registry.rollback())
    #expect(rollback.held == .init(reports: 1, changes: 0) && rollback.known == .init(reports: 3, changes: 1))
    #expect(rollback.knownAt == sampleNow && rollback.cause == .earlierState)
    let refusal = RegistryError.rolledBack(location: registry.location, rollback)
    #expect(
      refusal.description.hasPrefix(
        "\(registry.location): holds 1 reports and 0 changes of status, but this home knew 3 reports and 1 changes of status, "
          + "the last report of 2026-"))
    #expect(refusal.remedy == .acceptRollback)
    #expect(throws: refusal) { try registry.checkIsFitToIssue() }
    #expect(throws: refusal) { try registry.issue(3) }
    #expect(throws: refusal) {
      try registry.setStatus(of: sampleNumber(0), to: .revoked, reason: "有误", at: sampleNow)
    }
    #expect(throws: refusal) { try registry.statusLists() }
    #expect(throws: refusal) { try registry.changeLists() }
    // Questions are answered from what there is, and nothing was added.
    #expect(try registry.status(sampleNumber(0)) == .valid && registry.status(sampleNumber(1)) == nil)
    #expect(try registry.logSize() == 1)
    let findings = try registry.audit().findings
    #expect(findings == [])
    // Where nobody keeps marks, nobody notices.
    #expect(try location.registry().rollback() == nil)
  }

  @Test(arguments: Store.allCases)
  func twoPersonsAcceptWhatIsLost(store: Store) throws {
    let location = try store.location()
    try madeAndPutBack(location)
    let before: UInt8
    do {
      let registry = try location.registry(marks: [folder])
      before = try #require(try registry.report(number: sampleNumber(0))).statusReference.list
      let rollback = try #require(try registry.rollback())
      let action = try registry.ask(
        for: .acceptRollback, registry.acceptance(of: rollback, reason: "磁盘损坏"), by: sampleAsker, needing: .two,
        at: sampleNow)
      #expect(
        action.words
          == "go on with a registry of 1 reports and 0 changes of status, where 3 and 1 were known (登记库回退): 磁盘损坏")
      #expect(throws: RegistryError.self) { try registry.issue(3) }
      _ = try registry.confirm(action.id)
      #expect(try registry.rollback() == nil)
      try registry.issue(3)
      // The lost reports had places in the list that there was: nobody gets them.
      #expect(try registry.report(number: sampleNumber(3))?.statusReference.list == before + 1)
    }
    let registry = try location.registry(marks: [folder])
    #expect(try registry.rollback() == nil && registry.audit().findings.isEmpty)
    try registry.issue(4)
    // What was accepted was that loss, and no other.
    try location.registry().putBack(toReports: 1, changes: 0)
    #expect(throws: RegistryError.self) { try registry.issue(5) }
  }

  @Test(arguments: Store.allCases)
  func aLostRevocationAloneIsNoticed(store: Store) throws {
    let location = try store.location()
    try location.registry(marks: [folder]).issue(0)
    try location.registry(marks: [folder]).setStatus(of: sampleNumber(0), to: .revoked, reason: "有误", at: sampleNow)
    try location.registry().putBack(toReports: 1, changes: 0)
    let rollback = try #require(try location.registry(marks: [folder]).rollback())
    #expect(rollback.held == .init(reports: 1, changes: 0) && rollback.known == .init(reports: 1, changes: 1))
    // Another change in its place makes it another history, not the same one.
    try location.registry().setStatus(of: sampleNumber(0), to: .suspended, reason: "异议", at: sampleNow)
    #expect(try location.registry(marks: [folder]).rollback()?.cause == .anotherHistory)
  }

  /// As much as was known, but not the same.
  @Test(arguments: Store.allCases)
  func aRegistryThatWentAnotherWayIsNoticed(store: Store) throws {
    let location = try store.location()
    try madeAndPutBack(location)
    for index in 3...5 { try location.registry().issue(index) }
    try location.registry().setStatus(of: sampleNumber(3), to: .revoked, reason: "有误", at: sampleNow)
    let rollback = try #require(try location.registry(marks: [folder]).rollback())
    #expect(rollback.cause == .anotherHistory && rollback.held == .init(reports: 4, changes: 1))
  }

  @Test(arguments: Store.allCases)
  func anEmptyRegistryInThePlaceOfAnotherIsNoticed(store: Store) throws {
    let location = try store.location()
    try location.registry(marks: [folder], place: "here").issue(0)
    let other = try store.location().registry(marks: [folder], place: "here")
    #expect(try other.rollback()?.held == .init(reports: 0, changes: 0))
    #expect(throws: RegistryError.self) { try other.issue(1) }
    // The same home may have several, in several places.
    let elsewhere = try store.location().registry(marks: [folder], place: "there")
    try elsewhere.issue(1)
    // And a registry that moved is known by its log.
    try location.registry().putBack(toReports: 0, changes: 0)
    try location.registry().issue(2)
    #expect(try location.registry(marks: [folder], place: "elsewhere").rollback() == nil, "it is another log")
    let moved = try location.registry(marks: [folder], place: "elsewhere")
    try moved.issue(3)
    try location.registry().putBack(toReports: 1, changes: 0)
    #expect(try location.registry(marks: [folder], place: "elsewhere 2").rollback()?.known.reports == 2)
  }

  /// A log's key signs one log: an empty registry in another place would begin a second one.
  @Test(arguments: Store.allCases)
  func anotherRegistryUnderTheSameLogKeyIsNoticed(store: Store) throws {
    let key = KeyID("0a1b2c3d")
    let location = try store.location()
    try location.registry(marks: [folder], place: "here", logKey: key).issue(0)
    let other = try store.location()
    do {
      let registry = try other.registry(marks: [folder], place: "there", logKey: key)
      let rollback = try #require(try registry.rollback())
      #expect(rollback.cause == .otherLog(than: "here"))
      #expect(rollback.description.contains("that was here, and a key signs one log"))
      #expect(throws: RegistryError.rolledBack(location: registry.location, rollback)) { try registry.issue(1) }
    }
    // Under another key, or one for trying out, it begins a log of its own.
    #expect(try other.registry(marks: [folder], place: "there", logKey: KeyID("ffffffff")).rollback() == nil)
    #expect(try other.registry(marks: [folder], place: "there").rollback() == nil)
    // The log itself may move, and whoever changes a status without the key does not set it free.
    try location.registry(marks: [folder], place: "moved").setStatus(
      of: sampleNumber(0), to: .revoked, reason: "有误", at: sampleNow)
    #expect(try location.registry(marks: [folder], place: "here", logKey: key).rollback() == nil)
    #expect(
      try other.registry(marks: [folder], place: "there", logKey: key).rollback()?.cause == .otherLog(than: "moved"))
  }

  /// The mark may be written late: what was put off is written when the registry is closed.
  @Test(arguments: Store.allCases)
  func whatIsPutOffIsWrittenInTheEnd(store: Store) throws {
    let location = try store.location()
    do {
      let registry = try location.registry(marks: [folder])
      for index in 0..<20 { try registry.issue(index) }
    }
    try location.registry().putBack(toReports: 19, changes: 0)
    #expect(try location.registry(marks: [folder]).rollback()?.known.reports == 20)
  }

  /// Also while the registry stays open: a service may have nothing to do for hours.
  @Test(arguments: Store.allCases)
  func whatIsPutOffDoesNotWaitForTheNextReport(store: Store) async throws {
    let location = try store.location()
    let registry = try location.registry(marks: [folder])
    for index in 0..<20 { try registry.issue(index) }
    let other = try location.registry(marks: [folder])
    let book = try #require(other.marks)
    for _ in 0..<600 {
      if try other.known(book).first?.log.size == 20 { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try other.known(book).first?.log.size == 20)
    #expect(try registry.logSize() == 20)
  }

  /// Whoever reads a mark finds a registry that reaches it, whatever others add meanwhile and whatever fails.
  @Test(arguments: Store.allCases)
  func theMarkIsNeverAheadOfItsRegistry(store: Store) async throws {
    let location = try store.location()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<3 {
        group.addTask {
          let registry = try location.registry(marks: [folder])
          for index in 0..<20 {
            try registry.issue(worker * 100 + index)
            // A number that is taken: its transaction is undone.
            #expect(throws: RegistryError.self) { try registry.issue(worker * 100 + index) }
          }
        }
      }
      group.addTask {
        let reader = try location.registry(marks: [folder])
        for _ in 0..<200 { #expect(try reader.rollback() == nil) }
      }
      try await group.waitForAll()
    }
    let registry = try location.registry(marks: [folder])
    #expect(try registry.known(#require(registry.marks)).first?.log.size == 60)
  }

  /// As if the process had ended between the commit and the mark.
  @Test(arguments: Store.allCases)
  func aMarkThatWasNotWrittenLagsBehindAndStopsNobody(store: Store) throws {
    let location = try store.location()
    try location.registry(marks: [folder]).issue(0)
    let registry = try location.registry(marks: [folder])
    let (away, request) = (folder + " away", sampleRequest(sampleNumber(1)))
    let losingTheFolder = { (admission: Registry.Admission) in
      try FileManager.default.moveItem(atPath: folder, toPath: away)
      try Data().write(to: URL(fileURLWithPath: folder))
      return (admission, [FileRecord(sha256: nil)])
    }
    _ = try registry.issue(
      request, log: sampleLog, sign: { try sampleToken(request, $0) }, finish: losingTheFolder)
    #expect(try registry.logSize() == 2)
    #expect(throws: FileError.self, "while no mark can be written") { try registry.issue(2) }
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: away, toPath: folder)
    let other = try location.registry(marks: [folder])
    let book = try #require(other.marks)
    #expect(try other.known(book).first?.log.size == 1 && other.rollback() == nil)
    // Who committed it owes it still, and before the next.
    try registry.checkIsFitToIssue()
    #expect(try other.known(book).first?.log.size == 2)
  }

  /// It may be one that knows more.
  @Test func aMarkThatCannotBeReadIsNotTakenForNone() throws {
    let location = try Store.sqlite.location()
    try location.registry(marks: [folder]).issue(0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".mark") })
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    // What nobody can read as a file, not even root.
    try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
    let registry = try location.registry(marks: [folder])
    #expect(throws: FileError.self) { try registry.checkIsFitToIssue() }
    #expect(throws: FileError.self) { try registry.refuseRollback() }
    #expect(throws: FileError.self) { try registry.issue(1) }
    #expect(try registry.logSize() == 1)
  }

  /// What cannot be remembered is not issued.
  @Test func withoutAMarkNothingIsAdded() throws {
    let location = try Store.sqlite.location()
    try Data().write(to: URL(fileURLWithPath: folder))
    let registry = try location.registry(marks: [folder])
    #expect(throws: (any Error).self) { try registry.issue(0) }
    #expect(throws: FileError.self) { try registry.checkIsFitToIssue() }
    #expect(try registry.logSize() == 0)
  }

  @Test(arguments: [false, true]) func theGroupMayWriteTheMarksIfItMayWriteTheRegistry(isShared: Bool) throws {
    let location = try Store.sqlite.location()
    let marks = RegistryMarks(
      folders: [folder], place: "here", sharing: isShared ? .group : .owner, clock: { sampleNow })
    try Registry(database: location.database(), secret: sampleSecret, marks: marks).issue(0)
    #expect(fileMode(at: folder).map { $0 & 0o777 } == (isShared ? 0o770 : 0o700))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.count == 2)
    for name in names { #expect(fileMode(at: "\(folder)/\(name)") == (isShared ? 0o664 : 0o644)) }
  }

  /// Of two processes, who commits first may write last.
  @Test func theMarkNeverGoesBack() throws {
    let secret = try RegistrySecret(sampleSecret)
    let settings = RegistryMarks(folders: [folder], place: "here", clock: { sampleNow })
    func mark(_ reports: UInt64, _ changes: UInt64) -> RegistryMark {
      RegistryMark(
        first: [1, 2, 3], place: "here", logKey: nil, log: ChainHead(size: reports, hash: [UInt8(reports)]),
        loggedAt: sampleNow + Int64(reports), statuses: ChainHead(size: changes, hash: [UInt8(changes)]), lists: 1)
    }
    let first = MarkBook(settings, secret)
    try first.prepare()
    try first.raise(to: mark(3, 1), replacing: [])
    try MarkBook(settings, secret).raise(to: mark(2, 2), replacing: [])
    #expect(try first.marks(of: [1, 2, 3]) == [mark(3, 1).joined(with: mark(2, 2))])
    let joined = try #require(try first.marks(of: nil).first)
    #expect(joined.log.size == 3 && joined.statuses.size == 2 && joined.loggedAt == sampleNow + 3)
    try first.raise(to: mark(1, 0), replacing: [joined])
    #expect(try first.marks(of: nil) == [mark(1, 0)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2, "one file, and the lock")
  }

  @Test func aMarkThatSomebodyElseWroteIsNone() throws {
    let location = try Store.sqlite.location()
    try location.registry(marks: [folder]).issue(0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".mark") })
    let path = "\(folder)/\(name)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for changed in [
      text.replacing("\nlog 1 ", with: "\nlog 0 "), text.replacing("lists 1", with: "lists 0"), "",
      String(text.dropLast()),
    ] {
      #expect(changed != text)
      try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: RegistryError.foreignMark(path: path)) { try location.registry(marks: [folder]).issue(1) }
    }
    // A home that has no mark any more begins anew: whoever can take it away has the home's secret and keys, too.
    try FileManager.default.removeItem(atPath: path)
    try location.registry(marks: [folder]).issue(1)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func aHomeThatIsPutBackAsAWholeIsNoticedByTheMarkElsewhere() throws {
    let location = try Store.sqlite.location()
    let elsewhere = try scratchFolder() + "/elsewhere"
    #expect(throws: FileError.self) { try location.registry(marks: [folder, elsewhere]).issue(0) }
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    try location.registry(marks: [folder, elsewhere]).issue(0)
    try location.registry(marks: [folder, elsewhere]).issue(1)
    try location.registry().putBack(toReports: 1, changes: 0)
    try FileManager.default.removeItem(atPath: folder)
    #expect(try location.registry(marks: [folder]).rollback() == nil)
    #expect(try location.registry(marks: [folder, elsewhere]).rollback()?.known.reports == 2)
  }

  @Test(arguments: Store.allCases)
  func whoCanOnlyWriteTheDatabaseAcceptsNothing(store: Store) throws {
    let location = try store.location()
    try madeAndPutBack(location)
    let registry = try location.registry(marks: [folder])
    let rollback = try #require(try registry.rollback())
    let other = try Registry(
      database: try store.location().database(), secret: [UInt8](repeating: 7, count: 32)
    ).acceptance(of: rollback, reason: "无")
    #expect(throws: RegistryError.rolledBack(location: registry.location, rollback)) {
      try registry.ask(for: .acceptRollback, other, by: sampleAsker, needing: .one, at: sampleNow)
    }
    #expect(try registry.rollback() == rollback)
  }
}

extension StoreLocation {
  /// As a home opens it.
  func registry(
    marks folders: [String], place: String? = nil, logKey: KeyID? = nil,
    clock: @escaping @Sendable () -> Int64 = { sampleNow }
  ) throws -> Registry {
    try Registry(
      database: try database(), secret: sampleSecret,
      marks: RegistryMarks(folders: folders, place: place ?? address, logKey: logKey, clock: clock))
  }
}

extension Registry {
  /// Leaves of the log and of the history of statuses what an earlier copy would have.
  func putBack(toReports reports: UInt64, changes: UInt64) throws {
    try database.write { session in
      let root =
        reports == 0
        ? LogStore.emptyRoot : try LogStore(session: session, location: location).root(at: reports).bytes
      let size = SQLValue.unsigned(reports)
      for table in ["report", "watched_answer", "issued_file"] {
        try session.execute("DELETE FROM \(table) WHERE log_index >= $1", [size])
      }
      try session.execute("DELETE FROM report_file WHERE number NOT IN (SELECT number FROM report)", [])
      try session.execute(
        "UPDATE status_list SET used = (SELECT COUNT(*) FROM report WHERE report.status_list = list)", [])
      for level in 0..<8 {
        let place = SQLValue.unsigned(reports >> level)
        try session.execute("DELETE FROM log_node WHERE level = $1 AND place >= $2", [.integer(Int64(level)), place])
      }
      try session.execute("DELETE FROM log_checkpoint WHERE size > $1", [size])
      try session.execute("UPDATE report SET status = 0, status_reason = NULL, status_changed_at = issued_at", [])
      try session.execute("DELETE FROM status_change WHERE sequence > $1", [.unsigned(changes)])
      try ChainHead(size: reports, hash: root).save(.log, session)
      let last = try session.query("SELECT hash FROM status_change ORDER BY sequence DESC LIMIT 1", [])
      let file = try session.query("SELECT sequence, hash FROM issued_file ORDER BY sequence DESC LIMIT 1", []).first
      try ChainHead(size: file?.unsigned("sequence") ?? 0, hash: file?.blob("hash") ?? HashChain.start)
        .save(.file, session)
      try ChainHead(size: changes, hash: last.first?.blob("hash") ?? HashChain.start).save(.status, session)
    }
  }
}
