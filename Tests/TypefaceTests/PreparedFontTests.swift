import Foundation
import ScratchFolders
import Testing

@testable import Typeface

@Suite(.scratchFolders) struct PreparedFontTests {
  private func preparedFonts() throws -> FontSet { try FontFolder(scratchFolder()).load().fonts }

  @Test func everyGlyphIsOneText() throws {
    let fonts = try preparedFonts()
    for font in fonts.fonts {
      for glyph in 1..<GlyphID(font.glyphCount) {
        let (scalar, selector) = font.scalars(of: glyph)
        let back = selector.map { font.glyph(for: scalar, selector: $0) } ?? font.glyph(for: scalar)
        #expect(back == glyph)
      }
      #expect(font.scalars(of: 0).scalar == "\u{FFFD}")
      #expect(font.scalars(of: GlyphID(font.glyphCount)).scalar == "\u{FFFD}")
      #expect(font.advance(of: GlyphID(font.glyphCount)) == 0)
      // The radical and the character look the same, and stay two texts.
      let (radical, character) = (font.glyph(for: "\u{2F00}"), font.glyph(for: "一"))
      #expect(radical != nil && character != nil && radical != character)
    }
  }

  @Test func aCharacterComesFromTheFirstFontThatHasIt() throws {
    let fonts = try preparedFonts()
    let chain = try #require(fonts.chain(role: "song"))
    func name(_ scalar: Unicode.Scalar) -> String? { chain.glyph(for: scalar).map { fonts[$0.font].name } }
    #expect(name("信") == "Serif")
    #expect(name("一") == "Serif")
    #expect(name("辻") == "Hana")
    #expect(name("𠮷") == "Serif")
    #expect(name("𠮸") == nil)
    #expect(name("\u{10FFFF}") == nil)
    #expect(name("\u{0}") == nil)
  }

  @Test func privateUseCharactersAreNobodys() throws {
    let fonts = try preparedFonts()
    let source = try SourceFont(path: fixture("glyf.ttf"), postScriptName: nil)
    #expect(source.glyph(for: 0xF137) != nil)
    #expect(fonts.chain(role: "rare")?.glyph(for: "\u{F137}") == nil)
  }

  @Test func aVariationSequenceIsAGlyphOfItsOwn() throws {
    let fonts = try preparedFonts()
    let chain = try #require(fonts.chain(role: "song"))
    // The comma in the corner and the one in the middle.
    let corner = try #require(chain.glyph(for: "，"))
    let middle = try #require(chain.glyph(for: "，", selector: "\u{FE01}"))
    #expect(corner.font == middle.font && corner.glyph != middle.glyph)
    #expect(fonts[middle.font].scalars(of: middle.glyph) == ("，", "\u{FE01}"))
    // The default sequence is the plain character, and so is one that nobody knows.
    #expect(chain.glyph(for: "，", selector: "\u{FE00}")?.glyph == corner.glyph)
    #expect(chain.glyph(for: "，", selector: "\u{E01EF}")?.glyph == corner.glyph)
    // A later font that knows the sequence goes before an earlier one that only knows the character.
    let variant = try #require(chain.glyph(for: "葛", selector: "\u{E0102}"))
    #expect(fonts[variant.font].name == "Hana")
    #expect(fonts[variant.font].scalars(of: variant.glyph).selector == "\u{E0102}")
  }

  @Test func metricsAreThoseOfTheFace() throws {
    let fonts = try preparedFonts()
    let serif = try #require(fonts.chain(role: "song")?.first)
    #expect(serif.postScriptName == "NotoSerifCJKsc-Regular")
    #expect((serif.ascent, serif.descent, serif.capHeight, serif.xHeight) == (880, -120, 729, 514))
    #expect(serif.isSerif && serif.italicAngle == 0)
    #expect(serif.advance(of: try #require(serif.glyph(for: "信"))) == 1000)
    #expect(serif.advance(of: try #require(serif.glyph(for: "0"))) == 557)
    // 1024 units per em become 1000; there is no capital H to measure.
    let hana = try #require(fonts.chain(role: "rare")?.first)
    #expect((hana.ascent, hana.descent, hana.capHeight) == (859, -141, 700))
    #expect(hana.advance(of: try #require(hana.glyph(for: "辻"))) == 1000)
  }

  /// The subset, read by zlib and HarfBuzz, draws what the source font draws.
  @Test func subsetsHoldTheSourcesOutlinesUnderTheSameIds() throws {
    var generator = SeededGenerator(seed: 5)
    let fonts = try preparedFonts()
    for (font, file) in zip(fonts.fonts, ["cff.otf", "glyf.ttf"]) {
      let source = try SourceFont(path: fixture(file), postScriptName: nil)
      let variations = source.variations()
      let all = (1..<GlyphID(font.glyphCount)).map { $0 }
      for count in [0, 1, 2, 7, all.count] {
        let glyphs = all.shuffled(using: &generator).prefix(count).sorted()
        let subset = font.subset(glyphs)
        let cff = try #require(inflated(subset.deflated, length: subset.length))
        let read = try CompactFontReader(cff)
        #expect(read.name == subset.postScriptName)
        #expect(read.cids == [0] + glyphs.map { Int($0) })
        let drawn = try outlines(ofCFF: cff, glyphCount: glyphs.count + 1)
        var outline = Outline()
        for (place, glyph) in glyphs.enumerated() {
          let (scalar, selector) = font.scalars(of: glyph)
          let variation = variations.first { $0.codePoint == scalar.value && $0.selector == selector?.value }
          source.draw(try #require(variation?.glyph ?? source.glyph(for: scalar.value)), into: &outline)
          #expect(drawn[place + 1] == outline)
          let first = try #require(try operators(of: read.charstrings[place + 1]).first)
          // An odd operand before a move, or one before the end, is the width.
          let hasWidth = first.operands.count > (first.opcode == 14 ? 0 : first.opcode == 21 ? 2 : 1)
          #expect((hasWidth ? first.operands[0] + 500 : 1000) == font.advance(of: glyph))
        }
      }
    }
  }

  @Test func theSameGlyphsMakeTheSameSubset() throws {
    let fonts = try preparedFonts()
    let font = fonts.fonts[0]
    #expect(font.subset([1, 5, 9]).deflated == font.subset([1, 5, 9]).deflated)
    #expect(font.subset([1, 5, 9]).postScriptName != font.subset([1, 5, 10]).postScriptName)
    #expect(font.subset([1]).postScriptName.wholeMatch(of: /[A-Z]{6}\+NotoSerifCJKsc-Regular/) != nil)
    // .notdef is always there, and glyphs that do not exist never.
    #expect(font.subset([0, 1, GlyphID.max]).deflated == font.subset([1]).deflated)
  }
}

/// The shipped configuration, on a machine that `scripts/setup` has prepared.
@Suite struct ShippedFontsTests {
  private static let configuration =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("fonts/fonts.yaml").path

  /// Characters of names of people and places that many systems cannot print (domain.md §5).
  @Test(arguments: ["𠮷", "𬀩", "𫗎", "\u{21334}", "𪛖", "Ł", "①", "￥"])
  func rareCharactersAreInAFontOfEveryRole(character: Unicode.Scalar) throws {
    let yaml = try String(contentsOfFile: Self.configuration, encoding: .utf8)
    let configuration = try FontConfiguration(yaml: yaml, path: Self.configuration)
    #expect(Set(configuration.roles.map(\.name)) == ["song", "hei", "biaosong", "kai", "fangsong"])
    for role in configuration.roles {
      let face = try role.faces.map { configuration.faces[$0] }.first { face in
        guard let file = face.files.lazy.compactMap(FontFile.init).first else { return false }
        return try SourceFont(path: file.path, postScriptName: face.postScriptName).glyph(for: character.value) != nil
      }
      #expect(face != nil, "\(role.name) has no \(character)")
    }
  }

  @Test func everyFaceHasLicenceAndDigest() throws {
    let yaml = try String(contentsOfFile: Self.configuration, encoding: .utf8)
    let faces = try FontConfiguration(yaml: yaml, path: Self.configuration).faces
    #expect(faces.allSatisfy { $0.sha256?.count == 64 && $0.package != nil })
    #expect(yaml.split(separator: "\n").count { $0.hasPrefix("    licence: ") } == faces.count)
  }
}
