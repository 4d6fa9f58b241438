import Blocks
import Testing
import Typeface

@testable import Typesetting

@Suite struct TableTests {
  private func row(_ texts: String..., keep: Bool = false, splits: Bool = true) -> Table.Row {
    var row = Table.Row(cells: texts.map { Table.Cell([.text($0)]) })
    row.keepWithNext = keep
    row.splits = splits
    return row
  }

  /// Rows of one line are 20 pt high.
  private func table(_ rows: [Table.Row], head: [Table.Row] = [], _ change: (inout Table) -> Void = { _ in }) -> Block {
    var table = Table(columns: [.fixed(50), .share(1)], rows: rows)
    table.head = head
    table.cellPadding = .zero
    change(&table)
    return .table(table)
  }

  private func pages(_ blocks: [Block], height: Length = 100) throws -> [[String]] {
    try typesetter.pages(of: Document(blocks, width: 150, height: height)).pages.map(\.lineTexts)
  }

  @Test func fixedColumnsHaveTheirWidthAndTheOthersShareTheRest() throws {
    var table = Table(
      columns: [.fixed(50), .share(1), .share(3)],
      rows: [
        row("甲", "乙", "丙"),
        Table.Row(cells: [Table.Cell([.text("丁")], columnSpan: 2), Table.Cell([.text("戊")])]),
      ])
    table.cellPadding = Insets(top: 1, right: 2, bottom: 3, left: 4)
    table.inner = Stroke(width: 0.5)
    table.outer = Stroke(width: 1)
    let page = try typesetter.pages(of: Document([.table(table)], width: 150)).pages[0]
    #expect(near(page.lines.map { $0[0].x }, [24, 74, 99, 24, 99]))
    let strokes = page.marks.filter { if case .text = $0 { false } else { true } }
    #expect(
      strokes == [
        .line(from: Point(x: 20, y: 44), to: Point(x: 170, y: 44), Stroke(width: 0.5)),
        .line(from: Point(x: 70, y: 20), to: Point(x: 70, y: 44), Stroke(width: 0.5)),
        .line(from: Point(x: 95, y: 20), to: Point(x: 95, y: 68), Stroke(width: 0.5)),
        .frame(Rect(x: 20, y: 20, width: 150, height: 48), Stroke(width: 1)),
      ])
  }

  @Test func cellsStandInTheMiddleOrAtTheTopAndFillsLieUnderThem() throws {
    let fill = Color(hex: 0xEEEEEE)
    let cells = [
      Table.Cell([.text("中")], fill: fill), Table.Cell([.text("上")], fill: fill, verticalAlignment: .top),
      Table.Cell([.text("一\n二\n三")]),
    ]
    var table = Table(columns: [.share(1), .share(1), .share(1)], rows: [Table.Row(cells: cells)])
    table.cellPadding = .zero
    let page = try typesetter.pages(of: Document([.table(table)], width: 150)).pages[0]
    #expect(near(page.lines.map { $0[0].baseline }, [53.8, 33.8, 33.8, 53.8, 73.8]))
    #expect(page.marks[0] == .fill(Rect(x: 20, y: 20, width: 100, height: 60), fill), "one for both cells")
  }

  @Test func theHeadOrTheContinuedHeadComesAgainOnEveryPage() throws {
    let rows = (1...10).map { row("\($0)", "行") }
    let plain = try pages([table(rows, head: [row("号", "容")])])
    #expect(plain.map { $0.first } == ["号", "号", "号"])
    #expect(plain.map(\.count) == [10, 10, 6])
    let continued = try pages([table(rows, head: [row("号", "容")]) { $0.continuedHead = [self.row("续", "容")] }])
    #expect(continued.map { $0.first } == ["号", "续", "续"])
  }

  @Test func theHeadStaysWithItsFirstRowsAndAKeptRowWithTheNext() throws {
    let rows = [row("1", "甲"), row("2", "乙"), row("3", "丙")]
    let before = Array(repeating: Block.text("前"), count: 3)
    #expect(try pages(before + [table(rows, head: [row("号", "容")])])[1].first == "号")
    #expect(
      try pages(before + [table(rows, head: [row("号", "容")]) { $0.rowsKeptWithHead = 1 }])[1] == [
        "号", "容", "2", "乙", "3", "丙",
      ])
    let keeping = [row("1", "甲"), row("2", "乙", keep: true), row("3", "丙")]
    #expect(try pages(before + [table(keeping)])[1] == ["2", "乙", "3", "丙"])
    let heading = Block.text("题") { $0.keepWithNext = true }
    #expect(try pages(before + [heading, table(rows, head: [row("号", "容")])])[1].first == "题")
  }

  @Test func aRowIsSplitByLinesAndItsFrameClosedOnBothPages()
    throws
  {
    let long = String(repeating: "文", count: 60)
    let block = table([row("标", long)]) { $0.outer = Stroke() }
    let result = try typesetter.pages(of: Document([.text("前"), .text("前"), block], width: 150, height: 100))
    #expect(result.pages.map(\.lineTexts.count) == [2 + 1 + 3, 3])
    let frames = result.pages.map { page in
      page.marks.compactMap { mark -> Rect? in if case .frame(let rect, _) = mark { rect } else { nil } }
    }
    #expect(
      frames == [[Rect(x: 20, y: 60, width: 150, height: 60)], [Rect(x: 20, y: 20, width: 150, height: 60)]])
    let three = table([row("标", String(repeating: "文", count: 30))])
    #expect(try pages(Array(repeating: .text("前"), count: 3) + [three]).map(\.count) == [3, 4])
    let whole = table([row("标", long, splits: false)])
    #expect(
      try pages([.text("前"), whole]).map(\.count) == [1 + 1 + 4, 2], "taller than a page: split though it should not be"
    )
    let fitting = table([row("标", String(repeating: "文", count: 50), splits: false)])
    #expect(try pages([.text("前"), fitting]).map(\.count) == [1, 6])
  }

  @Test func aCellOf4000CharactersFillsPageAfterPageAndLosesNone() throws {
    var generator = SeededGenerator(3)
    var text = randomText(&generator, pieces: 1500)
    text = String(text.unicodeScalars.prefix(4000).map(Character.init))
    let blocks = [Block.text("前"), table([row("处罚内容", text), row("尾", "行")], head: [row("号", "容")])]
    let result = try typesetter.pages(of: Document(blocks, width: 150, height: 200))
    #expect(result.pages.count > 20)
    let all = result.pages.map { $0.text.replacing("号容", with: "") }.joined()
    #expect(all.withoutSpaces == ("前处罚内容" + text + "尾行").withoutSpaces)
    #expect(result.pages.dropLast().allSatisfy { $0.lines.last!.last!.baseline > 150 }, "pages are filled")
  }

  @Test func aHeadThatWouldFillThePageIsNotRepeated() throws {
    let head = [row("号", "一\n二\n三\n四")]
    let result = try pages([table((1...6).map { row("\($0)", "行") }, head: head)])
    #expect(result.joined().count { $0 == "号" } == 1)
    #expect(result.joined().count { $0 == "行" } == 6)
  }

  @Test func tablesWithinCellsAreSplitWithThem() throws {
    let inner = table((1...9).map { row("\($0)", "内") }, head: [row("头", "内")])
    let cells = [Table.Cell([.text("外")]), Table.Cell([.text("先"), inner, .text("后")])]
    var outer = Table(columns: [.fixed(20), .share(1)], rows: [Table.Row(cells: cells)])
    outer.cellPadding = Insets(all: 2)
    let result = try pages([.table(outer)])
    #expect(result.count == 4)
    #expect(result.joined().filter { Int($0) != nil } == (1...9).map { "\($0)" })
    #expect(result.allSatisfy { $0.contains("头") })
    #expect(result.last?.last == "后")
  }

  @Test func pagesOfALongTableCostTheSameAtItsEndAsAtItsBeginning() throws {
    let rows = (0..<5000).map { row("\($0)", "行") }
    let result = try pages([table(rows, head: [row("号", "容")])])
    #expect(result.count == 1250)
    #expect(result.joined().filter { $0 != "号" && $0 != "容" && $0 != "行" } == (0..<5000).map { "\($0)" })
  }
}
