import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct FlowTests {
  /// Lines of 20 pt: a page of 100 pt takes five.
  private func pages(_ blocks: [Block], height: Length = 100) throws -> [String] {
    try typesetter.pages(of: Document(blocks, width: 200, height: height)).pages.map { page in
      page.lineTexts.joined(separator: "/")
    }
  }

  private func lines(_ texts: String...) -> [Block] { texts.map { .text($0) } }

  @Test func anEmptyDocumentHasOnePage() throws {
    #expect(try pages([]) == [""])
    #expect(try pages([.space(30), .spring, .pageBreak, .pageBreak]) == [""])
  }

  @Test func pageBreaksMakeNoEmptyPages() throws {
    #expect(
      try pages([
        .pageBreak, .text("甲"), .pageBreak, .space(20), .pageBreak, .spring, .pageBreak, .text("乙"), .pageBreak,
      ])
        == ["甲", "乙"])
  }

  @Test func aHeadingGoesWithTheFirstTwoLinesOfWhatFollows() throws {
    let heading = Block.text("题") { $0.keepWithNext = true }
    let three = Block.text(String(repeating: "文", count: 65))
    #expect(try pages(lines("一", "二", "三") + [heading, three]).map(\.first) == ["一", "题"])
    #expect(try pages(lines("一") + [heading, three])[0].split(separator: "/").count == 4)
    let chain = try pages(lines("一", "二", "三") + [heading, .space(1), heading, .text("文")])
    #expect(chain == ["一/二/三", "题/题/文"])
  }

  @Test func noParagraphLeavesOneLineAlone() throws {
    let six = Block.text(String(repeating: "文", count: 120))
    func counts(_ before: Int) throws -> [Int] {
      try pages(Array(repeating: .text("前"), count: before) + [six]).map {
        $0.split(separator: "/").count { $0.hasPrefix("文") }
      }
    }
    #expect(try counts(1) == [4, 2])
    #expect(try counts(2) == [3, 3])
    #expect(try counts(3) == [2, 4])
    #expect(try counts(4) == [0, 4, 2], "neither five on the first page nor one on the last")
  }

  @Test func aChainThatNothingCouldHoldTogetherIsBroken() throws {
    let headings = (0..<12).map { index in Block.text("题\(index)") { $0.keepWithNext = true } }
    #expect(try pages(headings).map { $0.split(separator: "/").count } == [5, 5, 2])
  }

  @Test func spaceIsDroppedAtAPagesTop() throws {
    let blocks: [Block] = [.space(30), .text("甲") { $0.spaceBefore = 10 }]
    let top = try typesetter.pages(of: Document(blocks)).pages[0].seenGlyphs[0].baseline
    #expect(near([top], [33.8]))
    let after = Array(repeating: Block.text("前"), count: 5) + [.space(15), .text("后") { $0.spaceBefore = 7 }]
    let second = try typesetter.pages(of: Document(after, height: 100)).pages[1].seenGlyphs[0].baseline
    #expect(near([second], [top]))
  }

  @Test func springsShareWhatAPageLeaves() throws {
    let document = Document([.spring, .text("题"), .spring, .spring, .text("日期")], height: 340)
    let baselines = try typesetter.pages(of: document).pages[0].lines.map { $0[0].baseline }
    #expect(near(baselines, [133.8, 353.8]))
  }

  @Test func whatIsTallerThanAPageAndCannotBeSplitStandsAlone() throws {
    let picture = Block.picture(Picture(id: .verificationCode, size: Size(width: 50, height: 150)))
    let document = Document([.text("甲"), picture, .text("乙"), .spring, picture], width: 200, height: 100)
    let result = try typesetter.pages(of: document)
    #expect(result.pages.map(\.text) == ["甲", "", "乙", ""])
    #expect(
      result.pages[1].marks == [
        .picture(.verificationCode, Rect(x: 95, y: 20, width: 50, height: 150), ElementID(rawValue: 2))
      ])
  }

  @Test func aBodyLowerThanALineStillGetsOn() throws {
    let table = Table(columns: [.share(1)], rows: [Table.Row(cells: [Table.Cell([.text("甲\n乙\n丙")])])])
    #expect(try pages([.text("一\n二"), .table(table)], height: 3).joined() == "一二甲乙丙")
  }

  @Test func aRuleTakesItsOwnWidthAndItsSpaces() throws {
    let document = Document([
      .text("甲"), .rule(Rule(stroke: Stroke(width: 2), spaceBefore: 3, spaceAfter: 5)), .text("乙"),
    ])
    let page = try typesetter.pages(of: document).pages[0]
    #expect(
      page.marks[0]
        == .line(from: Point(x: 20, y: 44), to: Point(x: 420, y: 44), Stroke(width: 2)))
    #expect(near([page.lines[1][0].baseline], [63.8]))
  }
}
