import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct FurnitureTests {
  private let style = CharacterStyle(size: 8)

  private func document(pages: Int, _ change: (inout PageSetup) -> Void) -> Document {
    var document = Document(
      Array(repeatElement([Block.text("文"), .pageBreak], count: pages).joined()), width: 200, height: 100)
    change(&document.page)
    return document
  }

  @Test func everyPageButTheFirstHasItsNumber() throws {
    let document = document(pages: 12) {
      var footer = Furniture(distance: 6)
      footer.center = [
        TextRun("第", style: style), TextRun(.pageNumber, style: style), TextRun("页共", style: style),
        TextRun(.pageCount, style: style), TextRun("页", style: style),
      ]
      $0.footer = footer
    }
    let pages = try typesetter.pages(of: document).pages
    #expect(pages.map(\.text).first == "文")
    #expect(pages[1].text == "文第2页共12页")
    #expect(pages[11].text == "文第12页共12页")
    let line = pages[1].seenGlyphs.dropFirst()
    for (left, right) in zip(line, line.dropFirst()) { #expect(right.x - left.right <= 2.01, "no room left over") }
    #expect(near([pages[1].seenGlyphs.last!.baseline], [133.04]))
  }

  @Test func partsStandLeftAndCentreAndRightWithARule() throws {
    let document = document(pages: 1) {
      var header = Furniture(distance: 4)
      header.left = [TextRun("左", style: style)]
      header.center = [TextRun("中间", style: style)]
      header.right = [TextRun("右", style: style)]
      header.rule = Stroke()
      $0.header = header
      $0.furnitureOnFirstPage = true
    }
    let page = try typesetter.pages(of: document).pages[0]
    let xs = page.seenGlyphs.filter { $0.size == 8 }.map(\.x)
    #expect(near(xs, [20, 112, 120, 212]))
    #expect(near([page.seenGlyphs.last!.baseline], [11.04]))
    guard case .line(let from, let to, _) = page.marks[0] else {
      Issue.record("no rule")
      return
    }
    #expect(from.x == 20 && to.x == 220 && from.y > 12 && from.y < 20)
  }

  @Test func partsTooLongForTheirLineAreSetSmallerAndDoNotMeet() throws {
    let document = document(pages: 1) {
      var header = Furniture(distance: 4)
      header.left = [TextRun("法人和非法人组织公共信用信息报告（二〇二一年版）", style: style)]
      header.right = [TextRun("报告编号2026050419025750859D39", style: style)]
      $0.header = header
      $0.furnitureOnFirstPage = true
    }
    let glyphs = try typesetter.pages(of: document).pages[0].seenGlyphs.dropFirst()
    let right = try #require(glyphs.firstIndex { $0.scalar == "报" && $0.x > 100 })
    #expect(glyphs[right].x > glyphs[right - 1].right)
    #expect(abs(glyphs.last!.right - 220) < 0.1)
    #expect(glyphs.first!.x >= 20)
  }

  @Test func theWatermarkIsAGridOfTurnedText() throws {
    let document = document(pages: 2) {
      $0.watermark = Watermark(text: "示例", style: CharacterStyle(size: 20), angle: 90, across: 2, down: 1)
    }
    let pages = try typesetter.pages(of: document)
    let background = try #require(pages.background)
    var origins: [Point] = []
    for case .text(let run) in background.marks {
      #expect(run.rotation == 90)
      origins.append(run.origin)
    }
    // Turned upwards, the text begins below the middle by half its width, and right of it by 0.38 em.
    #expect(near(origins.map(\.x.points), [67.6, 187.6]))
    #expect(near(origins.map(\.y.points), [90, 90]))
    #expect(background.glyphs.count == 2)
  }
}
