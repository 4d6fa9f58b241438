import Attestation
import DatabaseTesting
import ErrorCauses
import Foundation
import ScratchFolders
import Testing

@testable import Registry

/// By a clock that went back, or far ahead, no report is issued until people have looked at it.
@Suite(.scratchFolders) struct ClockTests {
  private let folder: String

  init() throws { folder = try scratchFolder() + "/marks" }

  private func registry(_ location: StoreLocation, at clock: Int64) throws -> Registry {
    try location.registry(marks: [folder], clock: { clock })
  }

  @Test(arguments: Store.allCases)
  func aClockThatWentBackIssuesNothing(store: Store) throws {
    let location = try store.location()
    try registry(location, at: sampleNow).issue(0)
    try registry(location, at: sampleNow - ClockDoubt.tolerance).issue(1)
    let last = sampleNow - ClockDoubt.tolerance
    let behind = try registry(location, at: last - ClockDoubt.tolerance - 1)
    let doubt = ClockDoubt(clock: last - ClockDoubt.tolerance - 1, last: last)
    #expect(try behind.clockDoubt() == doubt)
    #expect(throws: RegistryError.clock(doubt)) { try behind.issue(2) }
    #expect(throws: RegistryError.clock(doubt)) { try behind.checkIsFitToIssue() }
    #expect(
      doubt.description.hasPrefix("the clock says 2026-")
        && doubt.description.contains("which is before the last report, of 2026-"))
    #expect(RegistryError.clock(doubt).remedy == .acceptClock)
    // What lessens trust waits for no clock, and does not set the time of the last report.
    try behind.setStatus(of: sampleNumber(0), to: .revoked, reason: "有误", at: sampleNow)
    #expect(try registry(location, at: last).clockDoubt() == nil)
    #expect(try behind.logSize() == 2 && behind.audit().isClean)
  }

  @Test(arguments: Store.allCases)
  func aClockFarAheadIssuesNothingUntilPeopleHaveLookedAtIt(store: Store) throws {
    let location = try store.location()
    try registry(location, at: sampleNow).issue(0)
    let end = sampleNow + ClockDoubt.longestRest
    #expect(try registry(location, at: end).clockDoubt() == nil)
    do {
      let ahead = try registry(location, at: end + 1)
      let doubt = ClockDoubt(clock: end + 1, last: sampleNow)
      #expect(throws: RegistryError.clock(doubt)) { try ahead.issue(1) }
      let action = try ahead.ask(
        for: .acceptClock, ahead.acceptance(of: doubt, reason: "停用两个月"), by: sampleAsker, needing: .two, at: end + 1)
      #expect(throws: RegistryError.clock(doubt)) { try ahead.issue(1) }
      _ = try ahead.confirm(action.id, at: end + 2)
    }
    // It is good for this clock, and for the next report.
    #expect(try registry(location, at: sampleNow - 1000).clockDoubt() != nil)
    #expect(try registry(location, at: end + 2 + ClockDoubt.longestRest).clockDoubt() != nil)
    try registry(location, at: end + 60).issue(1)
    #expect(try registry(location, at: end + 61).clockDoubt() == nil)
    #expect(try registry(location, at: sampleNow).clockDoubt() == ClockDoubt(clock: sampleNow, last: end + 60))
  }

  /// A clock that was wrong when a report was issued is set right.
  @Test(arguments: Store.allCases)
  func peopleMayAcceptAClockThatGoesBack(store: Store) throws {
    let location = try store.location()
    try registry(location, at: sampleNow + 40 * 86_400).issue(0)
    do {
      let right = try registry(location, at: sampleNow)
      let doubt = try #require(try right.clockDoubt())
      let action = try right.ask(
        for: .acceptClock, right.acceptance(of: doubt, reason: "时钟曾快40天"), by: sampleAsker, needing: .one,
        at: sampleNow)
      #expect(action.state == .done)
      try right.issue(1)
    }
    #expect(try registry(location, at: sampleNow + 1).clockDoubt() == nil)
  }

  /// A home that has not issued anything yet goes by the last report's own time, which may be given by hand.
  @Test(arguments: Store.allCases)
  func aHomeWithoutAMarkGoesByTheReport(store: Store) throws {
    let location = try store.location()
    try location.registry().issue(0)
    #expect(try registry(location, at: sampleNow - 80_000).clockDoubt() == nil)
    #expect(try registry(location, at: sampleNow - 90_000).clockDoubt()?.last == sampleNow)
    #expect(try registry(location, at: sampleNow + 1000 * 86_400).clockDoubt() == nil)
  }
}
