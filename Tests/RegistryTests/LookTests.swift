import Database
import DatabaseTesting
import ScratchFolders
import Testing

@testable import Registry

/// Looks at what was gathered stand in the journal's chain.
@Suite(.scratchFolders) struct LookTests {
  @Test(arguments: Store.allCases)
  func aLookIsInTheJournalWithoutTheSubject(store: Store) throws {
    let registry = try store.location().registry()
    let code = "91440300192181490G"
    let receipt = try registry.record(RegistryLook(.file, by: Operator("li.si"), at: code, sampleNow))
    try registry.record(RegistryLook(.heldRow, by: Operator("李四"), at: nil, sampleNow + 1))
    try registry.record(RegistryLook(.subjects, by: Operator("李四"), at: nil, sampleNow + 2))
    #expect(receipt.sequence == 1)
    let rows = try registry.database.read {
      try $0.query("SELECT channel, agency, leaf, result FROM journal ORDER BY sequence")
    }
    #expect(try rows.map { try $0.text("channel") } == ["gather-file", "gather-held", "gather-subjects"])
    #expect(try rows.allSatisfy { try $0.text("result") == "LOOKED" })
    #expect(try rows[0].text("agency") == "li.si")
    // A name that is no code has one of its own, always the same.
    let other = try rows[1].text("agency")
    #expect(try other.hasPrefix("u-") && other == rows[2].text("agency"))
    #expect(try rows[0].blob("leaf") == registry.secret.hash(subject: code) && rows[1].blob("leaf").isEmpty)
    #expect(try registry.audit().findings == [])
  }
}
