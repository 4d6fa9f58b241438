import DatabaseTesting
import ErrorCauses
import ScratchFolders
import Testing

@testable import Registry

@Suite(.scratchFolders) struct FullDiskTests {
  /// Nothing is half issued, and the error says what to do.
  @Test(arguments: Store.allCases)
  func onAFullDiskNothingIsIssued(store: Store) throws {
    let registry = try store.registry()
    try registry.issue(0)
    try registry.database.fillDisk(under: "report")
    var (issued, failure): (Int, RegistryError?) = (1, nil)
    while issued < 300, failure == nil {
      do {
        try registry.issue(issued)
        issued += 1
      } catch let error as RegistryError { failure = error }
    }
    #expect(failure?.isDiskFull == true)
    #expect(failure?.description == "\(registry.location): no space is left on its disk; free some")
    #expect(failure?.cause == .environment)
    #expect(try registry.report(number: sampleNumber(issued)) == nil)
    try registry.database.freeDisk(under: "report")
    try registry.issue(issued)
    let audit = try registry.audit()
    #expect(audit.findings == [] && audit.reports == issued + 1)
  }
}
