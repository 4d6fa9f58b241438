import Testing

@testable import Attestation

@Suite struct DigitsTests {
  @Test func groupsHaveTheirWidths() {
    let widths = (0...15).map { DecimalDigits.encode([UInt8](repeating: 0xff, count: $0)).utf8.count }
    #expect(widths == [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 30, 32, 34, 37])
    #expect(DecimalDigits.encode([7]) == "007")
    #expect(DecimalDigits.encode([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) == "72057594037927935")
  }

  @Test func everyByteStringComesBack() {
    var random = SeededGenerator(seed: 1)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(DecimalDigits.decode(DecimalDigits.encode(bytes).utf8) == bytes)
    }
  }

  /// The map is a bijection: what decodes is what would be encoded.
  @Test func everyDigitStringThatIsReadWouldBeWritten() {
    var random = SeededGenerator(seed: 2)
    var accepted = 0
    for _ in 0..<20_000 {
      let digits = String(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in Character("\(Int.random(in: 0...9, using: &random))") })
      guard let bytes = DecimalDigits.decode(digits.utf8) else { continue }
      accepted += 1
      #expect(DecimalDigits.encode(bytes) == digits)
    }
    #expect(accepted > 1000)
  }

  @Test(arguments: [
    "256", "999", "65536", "16777216", "4294967296", "1099511627776", "281474976710656", "72057594037927936",
    "99999999999999999", "1", "12", "1234", "123456", "1234567", "123456789", "00000000000000000" + "1",
    "12a", "１２３", "-12", "+12", " 12", "1 2",
  ])
  func overflowAndLengthsThatNoBytesHaveAreRefused(digits: String) {
    #expect(DecimalDigits.decode(digits.utf8) == nil)
  }
}
