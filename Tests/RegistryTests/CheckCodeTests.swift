import Testing

@testable import Registry

@Suite struct CheckCodeTests {
  @Test func aCodeIsEightCharactersThatAreNotMistakenForOneAnother() {
    #expect(CheckCode(random: 0).description == "0000-0000")
    #expect(CheckCode(random: 0xff_ffff_ffff).description == "ZZZZ-ZZZZ")
    #expect(CheckCode(random: 0b00001_00010_00011_00100_00101_00110_00111_01000).compact == "12345678")
    #expect(
      !(0..<1000).contains { CheckCode(random: $0 &* 0x9e37_79b9_7f4a_7c15).compact.contains { "ILOU".contains($0) } })
  }

  @Test func onlyTheLowerFortyBitsCount() {
    #expect(CheckCode(random: 0xabcd_ef12_3456_789a) == CheckCode(random: 0x12_3456_789a))
  }

  @Test func everyCodeIsReadAsItIsPrinted() {
    for seed in 0..<1000 as Range<UInt64> {
      let code = CheckCode(random: seed &* 0x9e37_79b9_7f4a_7c15)
      #expect(CheckCode(code.description) == code)
      #expect(CheckCode(code.compact) == code)
    }
  }

  @Test(arguments: [
    "ABCD-10GH", "abcd10gh", " abcd 1ogh ", "ABCDLOGH", "abcd-iogh", "ＡＢＣＤ－１０ＧＨ", "abcd　10gh", "ABCD—10GH",
    "A-B-C-D-1-0-G-H", "ABCD\u{2011}10GH",
  ])
  func theHandForgives(typed: String) {
    #expect(CheckCode(typed)?.description == "ABCD-10GH")
  }

  @Test(arguments: ["", "ABCD-10G", "ABCD-10GHJ", "ABCD-10GU", "ABCD-10G!", "ABCD_10GH", "示例示例示例示例", "ABCD-10GÉ"])
  func butTakesNothingElse(typed: String) {
    #expect(CheckCode(typed) == nil)
  }
}
