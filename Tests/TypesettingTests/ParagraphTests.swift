import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct ParagraphTests {
  @Test func theFirstLineIsIndentedByTwoEmsAndAllByALength() throws {
    let block = Block.text(String(repeating: "信", count: 30)) {
      $0.firstLineIndent = 2
      $0.indentLeft = 5
      $0.indentRight = 15
    }
    let lines = try typesetter.pages(of: Document([block], width: 120)).pages[0].lines
    #expect(lines.map { $0[0].x } == [45, 25, 25, 25])
    #expect(lines.map(\.count) == [8, 10, 10, 2])
  }

  @Test func aLabelIsSetSmallerRatherThanBroken()
    throws
  {
    func lines(_ width: Length, share: Double) throws -> [[SeenGlyph]] {
      let block = Block.text("数据来源单位统一社会信用代码") { $0.breaking = .shrink(atLeast: share) }
      return try typesetter.pages(of: Document([block], width: width)).pages[0].lines
    }
    #expect(try lines(140, share: 0.5).map { $0[0].size } == [10])
    let smaller = try lines(100, share: 0.7)
    #expect(smaller.count == 1)
    #expect(smaller[0].last!.right <= 120)
    #expect(smaller[0].last!.right > 118, "no smaller than need be")
    #expect(try lines(60, share: 0.7).map { $0[0].size } == [10, 10, 10])
  }

  @Test func pageNumbersAndCountsStandInRunningText() throws {
    let runs = [
      TextRun("第", style: CharacterStyle(size: 10)), TextRun(.pageNumber, style: CharacterStyle(size: 10)),
      TextRun("页共", style: CharacterStyle(size: 10)), TextRun(.pageCount, style: CharacterStyle(size: 10)),
      TextRun("页", style: CharacterStyle(size: 10)),
    ]
    let block = Block.paragraph(Paragraph(runs: runs))
    let breaks = (0..<11).flatMap { _ in [block, .pageBreak] }
    let pages = try typesetter.pages(of: Document(breaks))
    #expect(pages.pages.count == 11)
    #expect(pages.pages[0].text == "第1页共11页")
    #expect(pages.pages[10].text == "第11页共11页")
  }

  @Test func aCharacterInNoFontIsACountedBoxWithItsCodePoint() throws {
    let pages = try typesetter.pages(of: Document([.text("甲\u{E001}乙\u{E001}\u{30000}\u{7}丙")]))
    #expect(pages.missing.map(\.scalar) == ["\u{7}", "\u{E001}", "\u{30000}"])
    #expect(pages.missing.map(\.count) == [1, 2, 1])
    #expect(pages.pages[0].text == "甲E001乙E0010300000007丙")
    let frames = pages.pages[0].marks.filter { if case .frame = $0 { true } else { false } }
    #expect(frames.count == 4)
    let large = pages.pages[0].seenGlyphs.filter { $0.size == 10 }
    #expect(large.map(\.x) == [20, 40, 80])
  }

  @Test func variationSelectorsChooseAGlyphAndFormatCharactersLeaveNoBox() throws {
    let pages = try typesetter.pages(of: Document([.text("葛\u{E0100}\t中\u{200B}\u{FEFF}国\u{AD}")]))
    #expect(pages.missing.isEmpty)
    var fonts: [UInt8] = []
    for case .text(let run) in pages.pages[0].marks { fonts.append(run.font.index) }
    #expect(fonts == [2, 0])
    #expect(pages.pages[0].text == "葛 中国")
  }

  @Test func headingsMakeTheOutline() throws {
    func heading(_ text: String, _ level: Int) -> Block {
      .paragraph(Paragraph(runs: [TextRun(text, style: CharacterStyle())], headingLevel: level))
    }
    let pages = try typesetter.pages(
      of: Document([heading("一、\n基础信息", 1), .pageBreak, .text("文"), heading("（一）许可", 2)]))
    #expect(pages.outline.map(\.title) == ["一、 基础信息", "（一）许可"])
    #expect(pages.outline.map(\.level) == [1, 2])
    #expect(pages.outline.map(\.page) == [0, 1])
    #expect(pages.outline[1].top == 40)
  }

  @Test func theSameDocumentGivesTheSamePages() throws {
    var generator = SeededGenerator(5)
    let document = Document([.text(randomText(&generator, pieces: 3000))])
    let (a, b) = (try typesetter.pages(of: document), try Typesetter(metrics: .simple).pages(of: document))
    #expect(a.pages.map(\.marks) == b.pages.map(\.marks))
    #expect(a.pages.map(\.glyphs) == b.pages.map(\.glyphs))
  }

  @Test func mistakesOfATemplateAreNamedWithTheirPlace() {
    func message(_ blocks: [Block]) -> String {
      do {
        _ = try typesetter.pages(of: Document(blocks))
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message([.rule(Rule(stroke: Stroke())), .text("甲", size: 0)]).hasPrefix("document, blocks[1]: a font size is 0"))
    #expect(message([.text("甲") { $0.indentLeft = 500 }]).contains("-100.0 pt are left for text"))
    let wide = Table(columns: [.fixed(300), .fixed(200)], rows: [Table.Row(cells: [])])
    #expect(message([.table(wide)]).contains("need 500.0 pt but the table has 400.0 pt"))
    let row = Table.Row(cells: [Table.Cell([]), Table.Cell([.text("甲")], columnSpan: 2)])
    #expect(
      message([.table(Table(columns: [.share(1), .share(1)], rows: [row]))]).hasPrefix(
        "document, blocks[0]/rows[0]/cells[1]: the cells of the row span 3 columns of a table with 2"))
    #expect(message([.space(Length(points: .nan))]).contains("a space is nan"))
    let run = TextRun("题", style: CharacterStyle(font: .biaosong))
    #expect(message([.paragraph(Paragraph(runs: [run]))]).contains("no font plays the role “biaosong”"))
    #expect(throws: TypesettingError.self) { try typesetter.pages(of: Document([], width: -1)) }
  }
}
