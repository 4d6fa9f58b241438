import Blocks
import Testing

@testable import Typesetting

@Suite struct LineBreakingTests {
  static let notAtStart = Set("，。、．；：？！）》」』】”〕·～".unicodeScalars)
  static let notAtEnd = Set("（《「『【“〔".unicodeScalars)

  /// The prohibitions of W3C's clreq.
  @Test(arguments: 0..<40)
  func prohibitionsHoldInTextOfAnyWidthAndNothingIsLost(seed: Int) throws {
    var generator = SeededGenerator(UInt64(seed))
    let text = randomText(&generator, pieces: 120)
    for alignment in ParagraphStyle.Alignment.allCases {
      // Narrower, and runs of marks no longer fit a line at all.
      let width = Double.random(in: 160...500, using: &generator)
      let block = Block.text(text) { $0.alignment = alignment }
      let page = try typesetter.pages(of: Document([block], width: Length(points: width), height: 20_000)).pages[0]
      #expect(page.text.withoutSpaces == text.withoutSpaces)
      for line in page.lines.dropFirst() {
        let first = try #require(line.first)
        #expect(!Self.notAtStart.contains(first.scalar), "\(first.scalar) begins a line of width \(width)")
      }
      for line in page.lines.dropLast() {
        let last = try #require(line.last)
        #expect(!Self.notAtEnd.contains(last.scalar), "\(last.scalar) ends a line of width \(width)")
      }
      for line in page.lines {
        #expect(line[0].x >= 20 - 5.01, "only the blank half of an opening mark lies outside")
        let last = try #require(line.last { !$0.scalar.properties.isWhitespace })
        let blank = Self.notAtStart.contains(last.scalar) ? last.advance / 2 : 0
        #expect(last.right - blank <= 20 + width + 0.1)
      }
    }
  }

  @Test(arguments: [0.5, 3, 9.9, 10, 15, 25, 40])
  func anyWidthDownToNothingMakesProgressAndLosesNothing(width: Double) throws {
    var generator = SeededGenerator(7)
    let text = randomText(&generator, pieces: 60) + "））））））））））））））。。。。。。。。。。https://example.com/a/b"
    let pages = try typesetter.pages(of: Document([.text(text)], width: Length(points: width)))
    #expect(pages.text.withoutSpaces == text.withoutSpaces)
  }

  @Test func wordsAndNumbersStayWholeWhereTheyFitALine() throws {
    let text = "本公司自2024-05-01起共缴纳罚款12,345.67元并由Guangdong省局登记"
    for width in stride(from: 60.0, through: 200, by: 3) {
      let page = try typesetter.pages(of: Document([.text(text)], width: Length(points: width))).pages[0]
      for word in ["2024-05-01", "12,345.67", "Guangdong"] {
        #expect(page.lineTexts.contains { $0.contains(word) }, "\(word) is broken at width \(width)")
      }
    }
  }

  @Test func aURLTooLongForALineIsBrokenAfterItsSeparators()
    throws
  {
    let url = "https://credit.example.com/reports/2024/0123456789/abcdefghijklmnopqrstuvwxyz"
    let page = try typesetter.pages(of: Document([.text("网址为" + url)], width: 150)).pages[0]
    #expect(page.lineTexts[0].hasPrefix("网址为https"))
    #expect(page.lineTexts.count == 3)
    #expect(page.lineTexts.dropLast().allSatisfy { "/-_.".contains($0.last!) })
    #expect(page.text == "网址为" + url)
  }

  @Test func aURLBrokenBehindASolidusLeavesNoHole() throws {
    let text = "甲乙丙丁戊己庚辛https://credit.example.gov.cn/a"
    let page = try typesetter.pages(of: Document([.text(text)], width: 180)).pages[0]
    #expect(page.lineTexts == ["甲乙丙丁戊己庚辛https://credit.", "example.gov.cn/a"])
    let date = try typesetter.pages(of: Document([.text("甲乙丙丁戊己庚辛2024-05-01")], width: 100)).pages[0]
    #expect(date.lineTexts == ["甲乙丙丁戊己庚辛", "2024-05-01"])
  }

  /// But no full stop begins a line.
  @Test func aWordWithoutSeparatorsIsBrokenAnywhere() throws {
    let text = String(repeating: "X", count: 40) + "。"
    let page = try typesetter.pages(of: Document([.text(text)], width: 100)).pages[0]
    #expect(page.text == text)
    #expect(page.lineTexts.map(\.count) == [20, 19, 2])
  }

  @Test(arguments: [
    (characters: 42, lines: [20, 19, 4]), (41, [20, 18, 4]), (43, [20, 20, 4]), (21, [18, 4]),
  ])
  func noLastLineHasOneOrTwoCharactersBelowWideLines(characters: Int, lines: [Int]) throws {
    let text = String(repeating: "信", count: characters) + "。"
    let page = try typesetter.pages(of: Document([.text(text)], width: 200)).pages[0]
    #expect(page.lineTexts.map(\.count) == lines)
  }

  @Test func inANarrowColumnTwoAreEnough() throws {
    let text = String(repeating: "信", count: 22) + "。"
    let page = try typesetter.pages(of: Document([.text(text)], width: 100)).pages[0]
    #expect(page.lineTexts.map(\.count) == [10, 10, 3])
  }

  @Test func spacesAtALinesEndAreNotSeen() throws {
    let block = Block.text("aaaa    bbbb    ") { $0.alignment = .right }
    let page = try typesetter.pages(of: Document([block], width: 30)).pages[0]
    #expect(page.lineTexts == ["aaaa", "bbbb"])
    #expect(page.lines.allSatisfy { abs($0.last!.right - 50) < 0.01 })
  }
}
