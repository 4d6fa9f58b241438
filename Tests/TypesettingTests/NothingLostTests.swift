import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct NothingLostTests {
  /// Random documents of paragraphs, tables and groups, nested; every text begins with a number of its own, so that the
  /// order down the pages can be compared although the cells of a row that is split stand on several.
  private struct Maker {
    var generator: SeededGenerator
    var texts: [String] = []

    mutating func block(depth: Int) -> Block {
      switch Int.random(in: 0..<(depth > 1 ? 6 : 10), using: &generator) {
      case 0...4: return paragraph()
      case 5: return [.space(12), .spring, .rule(Rule(stroke: Stroke()))][Int.random(in: 0..<3, using: &generator)]
      case 6, 7:
        var group = Group(blocks: blocks(depth: depth + 1))
        group.padding = Insets(all: 4)
        group.border = Stroke()
        group.keepTogether = Bool.random(using: &generator)
        return .group(group)
      default:
        var table = Table(columns: [.fixed(60), .share(1)], rows: [])
        table.inner = Stroke()
        for _ in 0...Int.random(in: 0..<6, using: &generator) {
          var row = Table.Row(cells: [Table.Cell([paragraph()]), Table.Cell(blocks(depth: depth + 1))])
          row.keepWithNext = Int.random(in: 0..<4, using: &generator) == 0
          row.splits = Bool.random(using: &generator)
          table.rows.append(row)
        }
        return .table(table)
      }
    }

    mutating func blocks(depth: Int) -> [Block] {
      (0...Int.random(in: 0..<3, using: &generator)).map { _ in block(depth: depth) }
    }

    private mutating func paragraph() -> Block {
      let text = randomText(&generator, pieces: Int.random(in: 1...30, using: &generator))
      texts.append(text)
      let keep = Int.random(in: 0..<5, using: &generator) == 0
      return .text(text, size: [7, 10, 16][Int.random(in: 0..<3, using: &generator)]) { $0.keepWithNext = keep }
    }
  }

  @Test(arguments: 0..<30)
  func everyCharacterIsOnItsPageWithinItsBody(seed: Int) throws {
    var maker = Maker(generator: SeededGenerator(UInt64(seed) &* 77))
    let blocks = (0..<20).map { _ in maker.block(depth: 0) }
    let height = Double(120 + seed * 13)
    let pages = try typesetter.pages(of: Document(blocks, width: 260, height: Length(points: height)))
    func counted(_ text: String) -> [Unicode.Scalar: Int] {
      text.withoutSpaces.unicodeScalars.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(counted(pages.text) == counted(maker.texts.joined()))
    #expect(pages.missing.isEmpty)
    for page in pages.pages {
      #expect(!page.glyphs.isEmpty)
      for glyph in page.seenGlyphs { #expect(glyph.baseline > 20 && glyph.baseline < 20 + height) }
    }
  }

  @Test(arguments: 0..<10)
  func paragraphsComeOutInOrderCharacterByCharacter(seed: Int) throws {
    var generator = SeededGenerator(UInt64(seed))
    let texts = (0..<20).map { _ in randomText(&generator, pieces: 40) }
    var group = Group(blocks: texts.map { .text($0) })
    group.padding = Insets(all: 3)
    let pages = try typesetter.pages(of: Document([.group(group)], width: 200, height: 150))
    #expect(pages.text.withoutSpaces == texts.joined().withoutSpaces)
  }
}
