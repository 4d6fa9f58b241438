import Installation
import Records
import SelfPrinting
import SessionStores
import Testing

@testable import SelfPrintSite

/// The head of a self-print page shows a holder as the paper and the verification page do.
@Suite struct HolderTests {
  @Test(arguments: [
    ("440001199003120024", true, "**************0024"), ("91440001MA5C0R1U2T", false, "91440001MA5C0R1U2T"),
    // A sole trader whose code is the number of the owner; a short number of another document.
    ("440001199003120024", false, "**************0024"), ("E1234567", true, "****4567"),
  ])
  func aNumberShowsInOneForm(code: String, isPerson: Bool, shown: String) throws {
    let holder = Holder(code: try #require(SubjectCode(code)), isPerson: isPerson, name: nil)
    #expect(holder.shownCode == shown)
    if isPerson { #expect(holder.shownCode == ShownPerson.number(code)) }
  }
}
