import Testing
import Typeface

@testable import PDF
@testable import PDFReading

private func cmap(_ glyphs: [GlyphID], _ text: (GlyphID) -> ToUnicode.Text) -> String {
  ToUnicode(glyphs, text: text).cmap().withBytes { String(decoding: $0, as: UTF8.self) }
}

/// What a viewer makes of the CMap: the UTF-16 text of every code, in hexadecimal.
private func read(_ cmap: String) throws -> (texts: [Int: String], largestSection: Int) {
  var (texts, largest) = ([Int: String](), 0)
  for line in cmap.split(separator: "\n") {
    if let section = line.wholeMatch(of: #/(\d+) beginbf.*/#) { largest = max(largest, try #require(Int(section.1))) }
    if let one = line.wholeMatch(of: #/<(....)><([0-9A-F]+)>/#), one.1 != "0000" {
      texts[try #require(Int(one.1, radix: 16))] = String(one.2)
    }
    guard let range = line.wholeMatch(of: #/<(....)><(....)><([0-9A-F]+)>/#) else { continue }
    let (first, last) = (try #require(Int(range.1, radix: 16)), try #require(Int(range.2, radix: 16)))
    #expect(first >> 8 == last >> 8)
    let start = try #require(Int(range.3.suffix(2), radix: 16))
    // Only the last byte counts up.
    #expect(start + last - first <= 255)
    for code in first...last {
      let byte = String(start + code - first, radix: 16, uppercase: true)
      texts[code] = range.3.dropLast(2) + String(repeating: "0", count: 2 - byte.count) + byte
    }
  }
  return (texts, largest)
}

private func hexadecimal(_ text: ToUnicode.Text) -> String {
  var string = String(text.scalar)
  if let selector = text.selector { string.unicodeScalars.append(selector) }
  return string.utf16.map { unit in
    let digits = String(unit, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }.joined()
}

struct ToUnicodeTests {
  @Test func neighboursShareARange() {
    // A font of the letters A to I, an M, and nothing else.
    let text = cmap([5, 6, 8, 10]) { glyph in
      switch glyph {
      case 1...9: (Unicode.Scalar(0x40 + UInt8(glyph)), nil)
      case 10: ("M", nil)
      default: ("\u{FFFD}", nil)
      }
    }
    #expect(text.contains("1 beginbfchar\n<000A><004D>\nendbfchar"))
    #expect(text.contains("1 beginbfrange\n<0001><0009><0041>\nendbfrange"))
  }

  @Test func rangesEndWhereAByteEnds() {
    let text = cmap([0x1F0, 0x210]) { (Unicode.Scalar(0x4E10 + UInt32($0)) ?? "?", nil) }
    #expect(text.contains("2 beginbfrange\n<01F0><01FF><5000>\n<0200><02EF><5010>\nendbfrange"))
  }

  @Test func rareCharactersAndVariantsAreWhole() throws {
    let texts: [GlyphID: ToUnicode.Text] = [
      1: ("𠮷", nil), 2: ("葛", "\u{E0100}"), 3: ("\u{FFFF}", nil), 4: ("\u{10000}", nil), 5: ("\u{21334}", nil),
    ]
    let found = try read(cmap([1, 2, 3, 4, 5]) { texts[$0] ?? ("\u{FFFD}", nil) }).texts
    #expect(found[1] == "D842DFB7")
    #expect(found[2] == "845BDB40DD00")
    #expect(found.count == 5)
    for (code, text) in texts { #expect(found[Int(code)] == hexadecimal(text)) }
  }

  @Test func everyCodeHasItsTextWhateverTheGaps() throws {
    var random = SeededGenerator(3)
    for density in [2, 5, 50] {
      let glyphs = (1...GlyphID(3000)).filter { _ in Int.random(in: 0..<density, using: &random) == 0 }
      // As in prepared fonts: code points rise with the ids, with and without gaps, over the edge of the basic plane,
      // and variation sequences come last.
      var scalar: UInt32 = 0xFB00
      var texts: [ToUnicode.Text] = []
      for _ in 0...2900 {
        scalar += UInt32(Int.random(in: 0..<30, using: &random) == 0 ? Int.random(in: 2...9, using: &random) : 1)
        texts.append((Unicode.Scalar(scalar) ?? "?", nil))
      }
      for glyph in 2901...3000 { texts.append((texts[glyph - 2000].scalar, "\u{FE00}")) }
      let found = try read(cmap(glyphs) { Int($0) < texts.count ? texts[Int($0)] : ("\u{FFFD}", nil) })
      #expect(found.largestSection <= 100)
      for (code, text) in found.texts { #expect(text == hexadecimal(texts[code])) }
      #expect(glyphs.allSatisfy { found.texts[Int($0)] != nil })
    }
  }
}

struct GlyphWidthsTests {
  @Test func onlyOtherWidthsThanOneEmAreTold() {
    let widths: [GlyphID: Int] = [1: 500, 2: 600, 3: 1000, 4: 250, 7: 300, 8: 301]
    #expect(
      GlyphWidths.exceptions(of: [1, 2, 3, 4, 7, 8]) { widths[$0]! }
        == [1, [500, 600], 4, [250], 7, [300, 301]])
    #expect(GlyphWidths.exceptions(of: [3]) { _ in 1000 } == [])
  }
}
