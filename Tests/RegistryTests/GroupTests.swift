import Attestation
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct GroupTests {
  @Test(arguments: Store.allCases)
  func reportsOfOneTransactionShareACheckpointThatProvesEach(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let admissions = try registry.issueGroup((1...70).map { sampleRequest(sampleNumber($0), subject: "\($0)") })
      .map(\.result)
    #expect(admissions.map(\.index) == Array(1...70))
    for (index, admission) in zip(1..., admissions) {
      let payload = try ReceivedToken(admission.token).leaf
      #expect(try admission.proof.verified(leaf: payload, by: [sampleLogKey.publicKey]).size == 71)
      let report = try #require(try registry.report(number: sampleNumber(index)))
      #expect(report.logSize == 71)
      #expect(try registry.proof(atIssueOf: report)?.text == admission.proof.text)
    }
    try registry.issue(71)
    let audit = try registry.audit()
    #expect(audit.findings == [])
    #expect(audit.reports == 72 && audit.checkpoints == 3)
  }

  @Test(arguments: Store.allCases)
  func oneThatCannotBeRegisteredUndoesAll(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(3)
    let before = try registry.everything()
    #expect(throws: RegistryError.numberTaken(sampleNumber(3))) {
      try registry.issueGroup((1...5).map { sampleRequest(sampleNumber($0)) })
    }
    #expect(throws: RegistryError.numberTaken(sampleNumber(6))) {
      try registry.issueGroup([6, 7, 6].map { sampleRequest(sampleNumber($0)) })
    }
    #expect(try registry.everything() == before)
  }

  @Test(arguments: Store.allCases)
  func withinAGroupTheLaterOfASubjectSupersedesTheEarlier(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    let issued = try registry.issueGroup((1...3).map { sampleRequest(sampleNumber($0), supersedes: true) })
    #expect(issued.map(\.superseded) == (0..<3).map { [sampleNumber($0)] })
    #expect(
      try (0...3).map { try registry.status(sampleNumber($0)) } == [.superseded, .superseded, .superseded, .valid])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func theCheckpointOfAGroupIsMissed(store: Store) throws {
    let registry = try store.registry()
    _ = try registry.issueGroup((0..<4).map { sampleRequest(sampleNumber($0)) })
    try registry.issue(4)
    try registry.tamper("DELETE FROM log_checkpoint WHERE size = 4")
    #expect(try registry.audit().findings.map(\.subject) == ["checkpoint 4"])
  }

  /// Two drawn alike in one group must not both be given.
  @Test func statusIndicesOfAGroupDiffer() throws {
    let registry = try Store.sqlite.location().registry(
      statusIndices: StatusIndexAllocator(size: 16, draw: { .random(in: 0..<$0) }))
    let issued = try registry.issueGroup((0..<24).map { sampleRequest(sampleNumber($0)) })
    let indices = try issued.map { try ReceivedToken($0.result.token).claims.status.value }
    #expect(Set(indices).count == 24)
  }
}

extension Registry {
  func issueGroup(_ requests: [Request]) throws -> [Issued<Admission>] {
    try issue(requests, log: sampleLog) { references in
      try zip(requests, references).map { try sampleToken($0, $1) }
    } finish: { admissions in
      admissions.map { Finished($0, files: [], outcome: { _ in "{}" }) }
    }
  }
}
