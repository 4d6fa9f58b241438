import Blocks
import Testing

@testable import Typesetting

@Suite struct SpacingTests {
  private func line(_ text: String, _ change: (inout ParagraphStyle) -> Void = { $0.alignment = .left }) throws
    -> [SeenGlyph]
  {
    try #require(try typesetter.pages(of: Document([.text(text, change)])).pages[0].lines.first)
  }

  @Test func aQuarterEmPartsHanFromLatinAndNothingElse() throws {
    func places(_ text: String) throws -> [Double] { try line(text).map { $0.x - 20 } }
    #expect(try places("共8条") == [0, 12.5, 20])
    #expect(try places("甲A乙") == [0, 12.5, 20])
    #expect(try places("甲，8") == [0, 10, 20])
    #expect(try places("甲 8") == [0, 10, 15])
    #expect(try places("8%的") == [0, 5, 10])
    #expect(try places("甲×") == [0, 10])
  }

  @Test func marksInARowGiveUpTheBlankHalfBetweenThem() throws {
    func places(_ text: String) throws -> [Double] { try line(text).map { $0.x - 20 } }
    #expect(try places("甲。”乙") == [0, 10, 15, 25])
    #expect(try places("甲），乙") == [0, 10, 15, 25])
    #expect(try places("甲：“乙") == [0, 10, 15, 25])
    #expect(try places("甲（《乙") == [0, 10, 15, 25])
    #expect(try places("甲（）乙") == [0, 10, 20, 30])
    #expect(try places("甲——乙") == [0, 10, 20, 30])
    #expect(try places("甲（一）乙") == [0, 10, 20, 30, 40])
  }

  @Test func anOpeningMarkAtALinesStartIsFlush() throws {
    #expect(try line("（一）总则")[0].x == 15)
    #expect(try line("“一”") { $0.firstLineIndent = 2 }[0].x == 35)
    let page = try typesetter.pages(of: Document([.text("甲乙丙丁（戊己）庚")], width: 40)).pages[0]
    #expect(page.lines[1][0].scalar == "（")
    #expect(page.lines[1][0].x == 15)
  }

  @Test func centredTextIsCentredByItsInk() throws {
    let glyphs = try line("（年版）") { $0.alignment = .center }
    #expect(glyphs[0].x + 5 - 20 == 420 - (glyphs[3].right - 5))
    let right = try line("完。") { $0.alignment = .right }
    #expect(right[1].right - 5 == 420)
  }

  @Test func aMarkAtALinesEndHangsItsBlankHalfWhereThatLetsItFit() throws {
    let page = try typesetter.pages(of: Document([.text("一二三四五六七八九，十百千")], width: 95)).pages[0]
    try #require(page.lineTexts == ["一二三四五六七八九，", "十百千"])
    #expect(abs(page.lines[0][9].x + 5 - 115) < 0.1)
  }

  @Test(arguments: 0..<20)
  func justifiedLinesEndAtTheMeasure(seed: Int) throws {
    var generator = SeededGenerator(UInt64(seed) + 1000)
    let text = randomText(&generator, pieces: 150)
    let width = Double.random(in: 250...500, using: &generator)
    let page = try typesetter.pages(of: Document([.text(text)], width: Length(points: width), height: 10_000)).pages[0]
    var exact = 0
    for line in page.lines.dropLast() {
      let last = try #require(line.last)
      let blank = LineBreakingTests.notAtStart.contains(last.scalar) ? last.advance / 2 : 0
      let gaps = [last.right - 20 - width, last.right - blank - 20 - width]
      if gaps.contains(where: { abs($0) <= 0.1 }) { exact += 1 }
      for (left, right) in zip(line, line.dropFirst()) {
        #expect(right.x - left.right <= 10.01, "no hole of more than an em")
        #expect(right.x >= left.x + left.advance / 2 - 0.02, "no overlap")
      }
    }
    #expect(exact >= page.lines.count - 2, "at most one line is too loose to be stretched")
    #expect(page.lines.last!.last!.right <= 20 + width + 0.1)
  }

  @Test func stretchGoesFirstWhereHanMeetsLatinAndNeverIntoAWord() throws {
    let text = "共8条信息来自ABC公司，由省局于近日予以归集公示"
    let page = try typesetter.pages(of: Document([.text(text)], width: 97)).pages[0]
    let line = page.lines[0]
    #expect(abs(line.last!.right - 117) < 0.1)
    for (left, right) in zip(line, line.dropFirst()) where left.scalar.isASCII && right.scalar.isASCII {
      #expect(abs(right.x - left.right) < 0.01)
    }
    #expect(line[1].x - line[0].right > line[4].x - line[3].right)
  }

  @Test func theTextOfALineStaysInItsOrderWithFontsMixed() throws {
    let runs = [
      TextRun("小", style: CharacterStyle(size: 10)), TextRun("大", style: CharacterStyle(font: .hei, size: 20)),
      TextRun("𠮷12", style: CharacterStyle(size: 10)),
    ]
    var style = ParagraphStyle()
    style.lineHeight = 1.5
    let document = Document([.paragraph(Paragraph(runs: runs, style: style))])
    let line = try typesetter.pages(of: document).pages[0].lines[0]
    #expect(line.map(\.x) == [20, 30, 50, 62.5, 67.5])
    // The line is 30 high; the large em box stands in its middle: 5 + 0.88 · 20.
    #expect(near(line.map(\.baseline), Array(repeating: 42.6, count: 5)))
  }
}
