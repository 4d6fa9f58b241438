import Testing

@testable import Importing

@Suite struct OneSlipTests {
  @Test func oneSlipIsWhatOneSlipMakes() {
    let letters = { (text: String) in Array(text.unicodeScalars) }
    for (one, other) in [("甲乙丙", "甲丙"), ("甲乙丙", "甲丁丙"), ("甲乙丙", "乙甲丙"), ("甲乙", "甲乙丙"), ("甲", "乙"), ("", "甲")] {
      #expect(OneSlip.isBetween(letters(one), letters(other)) && OneSlip.isBetween(letters(other), letters(one)))
      #expect(!OneSlip.variants(letters(one)).isDisjoint(with: OneSlip.variants(letters(other))))
    }
    for (one, other) in [("甲乙丙", "甲乙丙"), ("甲乙丙", "丙乙甲"), ("甲乙丙丁", "甲丁"), ("甲乙丙丁", "乙甲丁丙")] {
      #expect(!OneSlip.isBetween(letters(one), letters(other)))
    }
  }
}
