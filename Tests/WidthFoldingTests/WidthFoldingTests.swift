import Foundation
import Testing
import WidthFolding

@Suite struct WidthFoldingTests {
  /// Foundation's compatibility mapping (NFKC) knows the forms of the block by the Unicode Character Database.
  @Test func everyFullWidthFormIsThatOfUnicode() throws {
    for value in UInt32(0xFF00)...0xFF60 {
      let scalar = try #require(Unicode.Scalar(value))
      let mapped = String(scalar).precomposedStringWithCompatibilityMapping
      #expect(
        mapped.unicodeScalars.first?.isASCII == true ? String(halfWidth(scalar)) == mapped : halfWidth(scalar) == scalar
      )
    }
    #expect(halfWidth("\u{3000}") == " ")
  }

  @Test func nothingElseChanges() {
    for value in (UInt32(0)..<0x3000) where Unicode.Scalar(value) != nil {
      #expect(Unicode.Scalar(value).map { halfWidth($0) == $0 } == true)
    }
    for scalar: Unicode.Scalar in ["信", "〔", "￥", "\u{FF61}", "𠮷", "\u{10FFFF}"] {
      #expect(halfWidth(scalar) == scalar)
    }
  }
}
