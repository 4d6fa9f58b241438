import Registry
import ScratchFolders
import Testing

@testable import Installation

@Suite(.scratchFolders) struct HomeActionsTests {
  /// Keys for trying out are made on first use; before that a home may be that of somebody who works with real ones.
  @Test func onlyForTryingOutOnePersonIsEnough() throws {
    let home = try Home(path: try scratchFolder() + "/home", environment: [:])
    let registry = try home.openRegistry()
    #expect(try home.personsForActions(in: registry) == .two)
    _ = try home.openKeys(now: 1_795_341_600)
    #expect(try home.personsForActions(in: registry) == .one)
    // Once a real report is registered, a home for trying out is no way around.
    try registry.requireTwoPersons(at: 1_795_341_600)
    #expect(try home.personsForActions(in: registry) == .two)
  }
}
