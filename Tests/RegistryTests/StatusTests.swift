import Attestation
import DatabaseTesting
import ReportKinds
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct StatusTests {
  private let number = sampleNumber(0)

  @Test(arguments: Store.allCases)
  func aReportIsSuspendedRestoredAndRevoked(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    try registry.setStatus(of: number, to: .suspended, reason: "异议处理中", at: sampleNow + 1)
    #expect(try registry.status(number) == .suspended)
    try registry.setStatus(of: number, to: .valid, reason: "异议不成立", at: sampleNow + 2)
    #expect(try registry.status(number) == .valid)
    try registry.setStatus(of: number, to: .revoked, reason: "数据有误", at: sampleNow + 3)

    let report = try #require(try registry.report(number: number))
    #expect(report.status == .revoked && report.reason == "数据有误" && report.statusChangedAt == sampleNow + 3)
    #expect(
      try registry.statusChanges(of: number) == [
        StatusChange(at: sampleNow + 1, from: .valid, to: .suspended, reason: "异议处理中"),
        StatusChange(at: sampleNow + 2, from: .suspended, to: .valid, reason: "异议不成立"),
        StatusChange(at: sampleNow + 3, from: .valid, to: .revoked, reason: "数据有误"),
      ])
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func whatTheRulesForbidChangesNothing(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    func refuses(_ status: ReportStatus, _ asked: ReportStatus) throws {
      #expect(throws: RegistryError.statusRefused(number: number, is: status, asked: asked)) {
        try registry.setStatus(of: number, to: asked, reason: "x", at: sampleNow)
      }
      #expect(try registry.status(number) == status)
    }
    try refuses(.valid, .valid)
    try refuses(.valid, .superseded)
    try registry.setStatus(of: number, to: .suspended, reason: "x", at: sampleNow)
    try refuses(.suspended, .suspended)
    try refuses(.suspended, .superseded)
    try registry.issue(sampleRequest(sampleNumber(1), supersedes: true))
    for asked in [ReportStatus.valid, .suspended, .superseded] { try refuses(.superseded, asked) }
    try registry.setStatus(of: number, to: .revoked, reason: "x", at: sampleNow)
    for asked in ReportStatus.allCases { try refuses(.revoked, asked) }
    #expect(try registry.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aReasonAndAReportThereMustBe(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    for reason in ["", "  ", "a\nb", "a\u{202e}b", String(repeating: "长", count: 201)] {
      let error = #expect(throws: RegistryError.self) {
        try registry.setStatus(of: number, to: .revoked, reason: reason, at: sampleNow)
      }
      #expect(error?.description.contains("reason") == true)
    }
    #expect(throws: RegistryError.noSuchReport(number: "20260000000000000AAAAA")) {
      try registry.setStatus(of: "20260000000000000AAAAA", to: .revoked, reason: "x", at: sampleNow)
    }
    #expect(try registry.status(number) == .valid)
    #expect(try registry.statusChanges(of: number).isEmpty)
  }

  @Test(arguments: Store.allCases)
  func listsAreFilteredAndPaged(store: Store) throws {
    let registry = try store.registry()
    for index in 0..<10 {
      try registry.issue(sampleRequest(sampleNumber(index), subject: index < 3 ? sampleSubject : "another"))
    }
    try registry.setStatus(of: sampleNumber(2), to: .revoked, reason: "x", at: sampleNow)
    #expect(try registry.reports(limit: 3).map(\.logIndex) == [9, 8, 7])
    #expect(try registry.reports(before: 7, limit: 2).map(\.logIndex) == [6, 5])
    #expect(try registry.reports(.init(subject: sampleSubject), limit: 10).map(\.logIndex) == [2, 1, 0])
    #expect(try registry.reports(.init(status: .revoked, kind: .enterprise), limit: 10).map(\.logIndex) == [2])
    #expect(try registry.reports(.init(kind: .personal), limit: 10).isEmpty)
  }
}
