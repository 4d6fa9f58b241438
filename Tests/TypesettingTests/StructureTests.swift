import Blocks
import Testing

@testable import Typesetting

/// What belongs to what, as a reader who does not see the page learns it.
struct StructureTests {
  /// The tree with the text of each element: `Table(TR(TH"甲" TD"乙"))`. Text that goes on with another page is joined.
  private func outline(_ pages: Pages) -> String {
    var texts: [ElementID: String] = [:]
    for page in pages.pages {
      for case .text(let run) in page.marks {
        let part = page.glyphs[run.glyphs].map { Character(Unicode.Scalar($0.id) ?? "?") }
        texts[run.element, default: ""] += String(part)
      }
    }
    func describe(_ index: Int) -> String {
      let id = ElementID(rawValue: Int32(index))
      let element = pages.structure[id]
      let children = pages.structure.elements.indices.filter { pages.structure.elements[$0].parent == id }
      return "\(element.role)" + (element.columnSpan > 1 ? "*\(element.columnSpan)" : "")
        + (texts[id].map { "‘\($0)’" } ?? "")
        + (children.isEmpty ? "" : "(" + children.map(describe).joined(separator: " ") + ")")
    }
    return describe(0)
  }

  private func cell(_ text: String, span: Int = 1, isRowHeader: Bool = false) -> Table.Cell {
    var cell = Table.Cell([.text(text)], columnSpan: span)
    cell.isRowHeader = isRowHeader
    return cell
  }

  @Test func blocksSayWhatTheyAre() throws {
    var heading = Paragraph(runs: [TextRun("题", style: CharacterStyle())], headingLevel: 2)
    var items: [Block] = []
    for (index, text) in ["一", "二"].enumerated() {
      heading.headingLevel = 0
      heading.runs = [TextRun(text, style: CharacterStyle())]
      heading.listPosition = index == 0 ? .first : .following
      items.append(.paragraph(heading))
    }
    (heading.headingLevel, heading.listPosition) = (2, nil)
    heading.runs = [TextRun("题", style: CharacterStyle())]
    var group = Group(blocks: [.text("盒")])
    group.border = Stroke()
    let document = Document(
      [.paragraph(heading), .text("文"), .text(""), .group(group), .rule(Rule(stroke: Stroke()))] + items)
    #expect(
      outline(try typesetter.pages(of: document))
        == "document(heading2‘题’ paragraph‘文’ paragraph‘盒’ list(listItem(listBody‘一’) listItem(listBody‘二’)))")
  }

  @Test func tablesHaveHeadsAndCellsAndWhatStandsBesideIsNone() throws {
    var table = Table(
      columns: [.share(1), .share(1)],
      rows: [
        Table.Row(cells: [cell("甲", isRowHeader: true), cell("乙")]),
        Table.Row(cells: [Table.Cell([.text("丙"), .text("丁")], columnSpan: 2)]),
      ])
    table.head = [Table.Row(cells: [cell("头", span: 2)])]
    var layout = Table(columns: [.share(1), .share(1)], rows: [Table.Row(cells: [cell("左"), cell("右")])])
    layout.isLayout = true
    #expect(
      outline(try typesetter.pages(of: Document([.table(table), .table(layout)])))
        == "document(table(row(columnHeader*2‘头’) row(rowHeader‘甲’ cell‘乙’) row(cell*2(paragraph‘丙’ paragraph‘丁’))) "
        + "paragraph‘左’ paragraph‘右’)")
  }

  @Test func aCellOverTwoPagesIsOneElementAndARepeatedHeadNone() throws {
    let lines = (0..<12).map { String($0 % 10) }
    var table = Table(
      columns: [.share(1), .share(1)],
      rows: [Table.Row(cells: [cell(lines.joined(separator: "\n")), cell("乙")])])
    table.head = [Table.Row(cells: [cell("头"), cell("部")])]
    table.continuedHead = [Table.Row(cells: [cell("续", span: 2)])]
    let pages = try typesetter.pages(of: Document([.table(table)], height: 150))
    #expect(pages.pages.count > 1)
    #expect(pages.pages[1].text.hasPrefix("续"))
    #expect(
      outline(pages)
        == "document(table(row(columnHeader‘头’ columnHeader‘部’) row(cell‘\(lines.joined())’ cell‘乙’)))")
    table.continuedHead = []
    let repeated = try typesetter.pages(of: Document([.table(table)], height: 150))
    #expect(repeated.pages[1].text.hasPrefix("头部"))
    #expect(outline(repeated) == outline(pages))
  }

  @Test func aBoxStandsForItsCharacterAndFurnitureIsArtifact() throws {
    var document = Document([.text("前\u{E000}后")])
    document.page.margins = Insets(all: 60)
    document.page.header = Furniture(distance: 20)
    document.page.header?.left = [TextRun("眉", style: CharacterStyle())]
    document.page.furnitureOnFirstPage = true
    let pages = try typesetter.pages(of: document)
    #expect(outline(pages) == "document(paragraph‘前后’(span‘E000’))")
    #expect(pages.structure.texts[ElementID(rawValue: 2)] == "\u{E000}")
    #expect(pages.text.contains("眉"))
  }

  @Test func aPictureSaysWhatItShows() throws {
    let picture = Picture(id: .verificationCode, size: Size(width: 50, height: 50), alternateText: "二维码")
    let pages = try typesetter.pages(of: Document([.picture(picture)]))
    #expect(outline(pages) == "document(figure)")
    #expect(pages.structure.texts == [ElementID(rawValue: 1): "二维码"])
    #expect(
      pages.pages[0].marks.contains { if case .picture(_, _, ElementID(rawValue: 1)) = $0 { true } else { false } })
  }
}
