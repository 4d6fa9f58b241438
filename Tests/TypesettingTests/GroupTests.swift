import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct GroupTests {
  private func group(_ lines: Int, _ change: (inout Group) -> Void = { _ in }) -> Block {
    var group = Group(blocks: (0..<lines).map { .text("第\($0)") })
    group.border = Stroke()
    group.padding = Insets(all: 5)
    change(&group)
    return .group(group)
  }

  private func pages(_ blocks: [Block]) throws -> [Page] {
    try typesetter.pages(of: Document(blocks, width: 200, height: 100)).pages
  }

  private func strokes(_ page: Page) -> [Mark] {
    page.marks.filter { if case .text = $0 { false } else { true } }
  }

  @Test func aGroupHasBorderAndFillAndPaddingAndWidthAndPlace() throws {
    let page = try pages([
      group(1) {
        $0.fill = Color(hex: 0xFFFFEE)
        $0.width = 100
        $0.alignment = .right
        $0.minimumHeight = 60
      }
    ])[0]
    let rect = Rect(x: 120, y: 20, width: 100, height: 60)
    #expect(Array(page.marks.prefix(2)) == [.fill(rect, Color(hex: 0xFFFFEE)), .frame(rect, Stroke())])
    #expect(page.lines[0][0].x == 125)
    #expect(near([page.lines[0][0].baseline], [38.8]))
  }

  @Test func aGroupIsKeptTogetherOrSplitWithOpenEdges() throws {
    #expect(try pages([.text("前"), .text("前"), group(3)]).map(\.lines.count) == [4, 1])
    #expect(try pages([.text("前"), .text("前"), group(3) { $0.keepTogether = true }]).map(\.lines.count) == [2, 3])
    let long = try pages([.text("前"), group(9) { $0.keepTogether = true }])
    #expect(long.map(\.lines.count) == [1 + 3, 4, 2])
    #expect(strokes(long[0]).count == 3, "top and sides")
    #expect(strokes(long[1]).count == 2, "sides")
    #expect(strokes(long[2]).count == 3, "sides and bottom")
  }

  @Test func roomForASealIsNotSplitOffItsText() throws {
    let seal = group(1) { $0.minimumHeight = 70 }
    #expect(try pages([.text("前"), .text("前"), seal]).map(\.lines.count) == [2, 1])
  }

  @Test func aSpringWithinAGroupSharesItsHeight() throws {
    var group = Group(blocks: [.spring, .text("印")])
    group.minimumHeight = 90
    let page = try pages([.group(group)])[0]
    #expect(near([page.lines[0][0].baseline], [103.8]))
  }
}
