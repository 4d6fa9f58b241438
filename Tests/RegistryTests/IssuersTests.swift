import Attestation
import Database
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

/// Several bodies that issue may share one registry.
@Suite(.scratchFolders) struct IssuersTests {
  @Test(arguments: Store.allCases)
  func eachSupersedesItsOwnReportsAloneAndAllAreFound(store: Store) throws {
    let location = try store.location()
    let (one, other) = (try location.registry(issuer: "one"), try location.registry(issuer: "other"))
    try one.issue(0)
    try other.issue(sampleRequest(sampleNumber(1), supersedes: true))
    #expect(try one.status(sampleNumber(0)) == .valid)
    try one.issue(sampleRequest(sampleNumber(2), supersedes: true))
    #expect(try (0..<3).map { try other.status(sampleNumber($0)) } == [.superseded, .valid, .valid])
    #expect(try one.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func eachHasItsOwnStatusLists(store: Store) throws {
    let location = try store.location()
    let (one, other) = (try location.registry(issuer: "one"), try location.registry(issuer: "other"))
    try one.issue(0)
    for number in 1..<3 { try other.issue(sampleRequest(sampleNumber(number), subject: "\(number)")) }
    try other.setStatus(of: sampleNumber(1), to: .revoked, reason: "wrong", at: sampleNow)
    #expect(try (0..<3).map { try one.report(number: sampleNumber($0))?.statusReference.list } == [0, 1, 1])
    let lists = (try one.statusLists(), try other.statusLists())
    #expect(lists.0.map(\.list) == [0] && lists.1.map(\.list) == [1])
    let revoked = try #require(try one.report(number: sampleNumber(1))).statusReference.index
    #expect(lists.1.first?[revoked] == .revoked)
    #expect(try other.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func noneChangesTheReportsOfAnother(store: Store) throws {
    let location = try store.location()
    let (one, other) = (try location.registry(issuer: "one"), try location.registry(issuer: "other"))
    let file = FileRecord(sha256: Array(repeating: 1, count: 32), path: "/nowhere/1.pdf")
    try one.issue(sampleRequest(sampleNumber(0)), pdf: file)
    #expect(throws: RegistryError.noSuchReport(number: sampleNumber(0))) {
      try other.setStatus(of: sampleNumber(0), to: .revoked, reason: "wrong", at: sampleNow)
    }
    let objection = try one.object(to: sampleNumber(0), of: sampleSubject, text: "not mine", at: sampleNow)
    #expect(try other.objections(all: true, limit: 9).isEmpty && one.objections(all: true, limit: 9) == [objection])
    #expect(throws: RegistryError.noOpenObjection(id: objection.id)) {
      try other.decideObjection(objection.id, accept: false, note: "no", at: sampleNow)
    }
    #expect(try one.objections(all: false, limit: 9) == [objection])
    let request = sampleRequest(sampleNumber(1), subject: "pending")
    _ = try one.admit([request], files: [[file]], log: sampleLog, at: 1) { try $0.map { try sampleToken(request, $0) } }
    #expect(try other.pendingReports().isEmpty && one.pendingReports().count == 1)
    // Files lie on the machines of whose they are.
    #expect(try other.audit(files: .onDisk).files == 0 && one.audit(files: .onDisk).files == 1)
  }

  /// A worker signs with the keys of its own issuer.
  @Test(arguments: Store.allCases)
  func noneTakesTheBatchesOfAnother(store: Store) throws {
    let location = try store.location()
    let (one, other) = (
      BatchQueue(try location.registry(issuer: "one")), BatchQueue(try location.registry(issuer: "other"))
    )
    try one.begin("b", description: "{}", tasks: [("task", nil)], at: sampleNow)
    #expect(try one.openBatches() == ["b"])
    #expect(try other.openBatches() == [])
  }

  @Test func anIssuerIsACode() throws {
    let location = try Store.sqlite.location()
    for name in ["深圳", "a b", "a\n", String(repeating: "a", count: 65)] {
      #expect(throws: RegistryError.self) { try location.registry(issuer: name) }
    }
    for name in ["", "440000", "gd.credit_1-A", String(repeating: "a", count: 64)] {
      _ = try location.registry(issuer: name)
    }
  }
}
