import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

private func number(_ value: Int, decimals: Int) -> String {
  var buffer = ByteBuffer(capacity: 0)
  buffer.appendNumber(value, decimals: decimals)
  return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
}

struct ByteBufferTests {
  @Test(arguments: [
    (0, 2, "0"), (5, 2, ".05"), (50, 2, ".5"), (-50, 2, "-.5"), (100, 2, "1"), (-1234, 2, "-12.34"),
    (59528, 2, "595.28"), (3_276_700, 2, "32767"), (1000, 0, "1000"), (70711, 5, ".70711"), (1, 5, ".00001"),
    (1_000_000, 5, "10"),
  ])
  func numbersAreShort(value: Int, decimals: Int, text: String) {
    #expect(number(value, decimals: decimals) == text)
  }

  @Test func numbersKeepTheirValue() throws {
    var random = SeededGenerator(7)
    for _ in 0..<2000 {
      let decimals = Int.random(in: 0...5, using: &random)
      let value = Int.random(in: -3_276_700_000...3_276_700_000, using: &random)
      let text = number(value, decimals: decimals)
      let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
      // Swift wants a digit before the point, PDF does not.
      let readable = text.replacing("-.", with: "-0.")
      #expect(try #require(Double(readable.hasPrefix(".") ? "0" + readable : readable)) == Double(value) / power)
    }
  }

  @Test func stringsReadBackAsTheirCodes() throws {
    // Every code, so every byte that needs an escape, as either half of a code.
    let glyphs = (0...UInt16.max).map { PlacedGlyph(id: $0) }
    var buffer = ByteBuffer(capacity: 0)
    buffer.append("(")
    buffer.appendStringContent(glyphs[...])
    buffer.append(")")
    let bytes = buffer.withBytes { Array($0) }
    var parser = PDFParser(bytes)
    #expect(try parser.value() == .string(glyphs.flatMap { [UInt8($0.id >> 8), UInt8($0.id & 255)] }))
    #expect(parser.peek == nil)
  }
}
