import Hexadecimal
import Testing

@Suite struct HexadecimalTests {
  @Test func everyByteIsTwoDigitsAndComesBack() {
    let bytes = (0...255).map { UInt8($0) }
    let text = hexadecimal(bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.count == 512)
    #expect([UInt8](hexadecimal: text) == bytes)
    #expect([UInt8](hexadecimal: text.uppercased()) == bytes)
    #expect([UInt8](hexadecimal: "") == [])
  }

  /// Whatever other programs take for digits: signs, spaces, digits of other scripts, full-width letters.
  @Test(arguments: ["0", "+1", "-1", " 1", "1 ", "0x", "g0", "١١", "ａａ", "00\n"])
  func nothingElseIsTaken(text: String) {
    #expect([UInt8](hexadecimal: text) == nil)
  }
}
