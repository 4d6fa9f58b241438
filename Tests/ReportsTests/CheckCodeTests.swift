import Testing

@testable import Reports

@Suite struct CheckCodeTests {
  @Test func itIs40BitsIn8CharactersThatNobodyTakesForOthers() {
    #expect(Report.Identity.checkCode(random: 0) == "00000000")
    #expect(Report.Identity.checkCode(random: (1 << 40) - 1) == "ZZZZZZZZ")
    #expect(Report.Identity.checkCode(random: 1 << 40) == "00000000", "no more than 40 bits")
    #expect(Report.Identity.checkCode(random: 31 + 32 * 18) == "ZJ000000")
  }

  @Test func itIsPrintedInTwoGroupsAndKeptInOne() throws {
    var identity = Samples.identity()
    #expect(identity.printedCheckCode == nil)
    identity.checkCode = "7K3M9QXA"
    #expect(identity.printedCheckCode == "7K3M-9QXA")
    #expect(Report.Identity.isCheckCode("7K3M9QXA"))
    for other in ["7K3M-9QXA", "7K3M9QX", "7K3M9QXAB", "7k3m9qxa", "7K3M9QXO", "7K3M9QXI", "", "七K3M9QXA"] {
      #expect(!Report.Identity.isCheckCode(other), "\(other)")
    }
  }
}
