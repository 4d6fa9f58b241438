import Registry
import ScratchFolders
import Testing

@testable import Installation

@Suite(.scratchFolders) struct HomeActionsTests {
  /// Keys for trying out are made on first use; before that a home may be that of somebody who works with real ones.
  @Test func onlyForTryingOutOnePersonIsEnough() throws {
    let home = try Home(path: try scratchFolder() + "/home", environment: [:])
    #expect(try home.personsForActions() == .two)
    _ = try home.openKeys(now: 1_795_341_600)
    #expect(try home.personsForActions() == .one)
  }
}
