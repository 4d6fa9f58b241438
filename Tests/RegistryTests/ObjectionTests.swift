import Attestation
import Database
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct ObjectionTests {
  private let number = sampleNumber(0)

  @Test(arguments: Store.allCases)
  func anAcceptedObjectionSuspendsItsReport(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let made = try registry.object(to: number, of: sampleSubject, text: "处罚信息有误。\n已整改。", at: sampleNow + 1)
    #expect(made.number == number && made.state == .open && made.text == "处罚信息有误。\n已整改。")
    #expect(try registry.status(number) == .valid)
    #expect(throws: RegistryError.objectionPending(number: number)) {
      try registry.object(to: number, of: sampleSubject, text: "再次提出", at: sampleNow + 2)
    }
    let decided = try registry.decideObjection(made.id, accept: true, note: "异议已受理", at: sampleNow + 3)
    #expect(decided.state == .accepted && decided.decidedAt == sampleNow + 3 && decided.note == "异议已受理")
    #expect(try registry.report(number: number)?.status == .suspended)
    #expect(try registry.statusChanges(of: number).map(\.reason) == ["异议已受理"])
    #expect(throws: RegistryError.noOpenObjection(id: made.id)) {
      try registry.decideObjection(made.id, accept: false, note: "x", at: sampleNow + 4)
    }
    #expect(try registry.objections(all: false, limit: 10).isEmpty)
    #expect(try registry.objections(all: true, limit: 10) == [decided])
    #expect(try registry.objections(of: sampleSubject) == [decided])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aRejectedObjectionChangesNothingAndAnotherMayFollow(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let first = try registry.object(to: number, of: sampleSubject, text: "a", at: sampleNow)
    try registry.decideObjection(first.id, accept: false, note: "数据无误", at: sampleNow)
    #expect(try registry.status(number) == .valid)
    let second = try registry.object(to: number, of: sampleSubject, text: "b", at: sampleNow)
    #expect(second.id > first.id)
  }

  @Test(arguments: Store.allCases)
  func nobodyObjectsToAReportOfSomebodyElse(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    for (number, subject) in [(number, "91440001MA5N0W1L23"), (sampleNumber(7), sampleSubject)] {
      #expect(throws: RegistryError.noSuchReport(number: number)) {
        try registry.object(to: number, of: subject, text: "a", at: sampleNow)
      }
    }
    try registry.object(to: number, of: sampleSubject, text: "a", at: sampleNow)
    #expect(try registry.objections(of: "91440001MA5N0W1L23").isEmpty)
  }

  @Test(arguments: Store.allCases)
  func whatIsNotInForceOrNoTextIsRefused(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    for text in ["", " \n", "a\u{0}", "a\u{202e}", String(repeating: "长", count: 2001)] {
      #expect(throws: RegistryError.self) {
        try registry.object(to: number, of: sampleSubject, text: text, at: sampleNow)
      }
    }
    let made = try registry.object(
      to: number, of: sampleSubject, text: String(repeating: "长", count: 2000), at: sampleNow)
    try registry.setStatus(of: number, to: .revoked, reason: "x", at: sampleNow)
    // What cannot be suspended leaves the objection undecided; it can still be rejected.
    #expect(throws: RegistryError.statusRefused(number: number, is: .revoked, asked: .suspended)) {
      try registry.decideObjection(made.id, accept: true, note: "x", at: sampleNow)
    }
    #expect(try registry.objections(all: false, limit: 1).map(\.id) == [made.id])
    try registry.decideObjection(made.id, accept: false, note: "报告已撤销", at: sampleNow)
    #expect(throws: RegistryError.statusRefused(number: number, is: .revoked, asked: .suspended)) {
      try registry.object(to: number, of: sampleSubject, text: "a", at: sampleNow)
    }
  }

  /// Decided, and then closed by what becomes of the report.
  @Test(arguments: Store.allCases)
  func whatBecomesOfTheReportClosesAnAcceptedObjection(store: Store) throws {
    let registry = try store.registry()
    for (index, status, state) in [(0, .valid, .restored), (1, .revoked, .corrected)]
      as [(Int, ReportStatus, Objection.State)]
    {
      let number = sampleNumber(index)
      try registry.issue(index)
      let rejected = try registry.object(to: number, of: sampleSubject, text: "a", at: sampleNow)
      try registry.decideObjection(rejected.id, accept: false, note: "无误", at: sampleNow)
      let made = try registry.object(to: number, of: sampleSubject, text: "b", at: sampleNow)
      try registry.decideObjection(made.id, accept: true, note: "受理", at: sampleNow + 1)
      try registry.setStatus(of: number, to: status, reason: "已核实", at: sampleNow + 2)
      let closed = try registry.objection(made.id)
      #expect(closed.state == state && closed.closedAt == sampleNow + 2 && closed.closing == "已核实")
      #expect(closed.decidedAt == sampleNow + 1 && closed.note == "受理")
      // One that was rejected stays so.
      #expect(try registry.objection(rejected.id).state == .rejected)
      #expect(try registry.objection(rejected.id).closedAt == nil)
    }
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aRecordAndFilesComeWithIt(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let files = try [ObjectionFile(Array("%PDF-1.7 甲".utf8)), ObjectionFile([0xff, 0xd8, 0xff, 1, 2])]
    let made = try registry.object(
      to: number, of: sampleSubject, text: "a", record: "行政处罚：1号", files: files, at: sampleNow)
    #expect(made.record == "行政处罚：1号" && made.files == 2 && made.reference.hasPrefix("YY"))
    #expect(try registry.files(ofObjection: made.id) == files)
    #expect(files.map(\.kind) == [.pdf, .jpeg])
    // Nobody reads them in the database, and nobody exchanges one for another.
    let sealed = try registry.database.read { session in
      try session.query("SELECT sealed FROM objection_file ORDER BY place").map { try $0.blob("sealed") }
    }
    #expect(sealed.count == 2 && sealed.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("PDF") })
    _ = try registry.database.write { session in
      try session.execute("UPDATE objection_file SET sealed = $1 WHERE place = 1", [.blob(sealed[0])])
    }
    #expect(throws: RegistryError.self) { try registry.files(ofObjection: made.id) }
    #expect(throws: RegistryError.noOpenObjection(id: 99)) { try registry.files(ofObjection: 99) }
  }

  @Test(arguments: Store.allCases)
  func otherFilesTooManyAndLinesThatHideSomethingAreRefused(store: Store) throws {
    #expect(throws: RegistryError.self) { try ObjectionFile(Array("GIF89a".utf8)) }
    #expect(throws: RegistryError.self) { try ObjectionFile([]) }
    #expect(throws: RegistryError.self) {
      try ObjectionFile(Array("%PDF-".utf8) + [UInt8](repeating: 0, count: ObjectionFile.largest))
    }
    let registry = try store.registry()
    try registry.issue(0)
    let file = try ObjectionFile(Array("%PDF-1.7".utf8))
    #expect(throws: RegistryError.self) {
      try registry.object(
        to: number, of: sampleSubject, text: "a", files: [file, file, file, file], at: sampleNow)
    }
    for record in ["", "a\nb", "a\u{202e}b", String(repeating: "长", count: 201)] {
      #expect(throws: RegistryError.self) {
        try registry.object(to: number, of: sampleSubject, text: "a", record: record, at: sampleNow)
      }
    }
    #expect(try registry.objections(all: true, limit: 9).isEmpty)
  }
}
