import Foundation
import ScratchFolders
import Testing

@testable import Tables

/// Workbooks are read by another process, which each table asks for its rows.
@Suite(.scratchFolders) struct ConfinedWorkbookTests {
  private static let rows = 20_000

  /// Two sheets of more rows than a pipe holds.
  private func workbook() throws -> TableFile {
    func rows(_ letter: String) -> String {
      (1...Self.rows).map { row in
        #"<row r="\#(row)"><c r="A\#(row)" t="inlineStr"><is><t>\#(letter)\#(row)</t></is></c></row>"#
      }.joined()
    }
    let path = try scratchFolder() + "/a.xlsx"
    try Data(FileMakers.spreadsheet([("甲", rows("a")), ("乙", rows("b"))])).write(to: URL(fileURLWithPath: path))
    return try TableFile(path: path, encoding: nil)
  }

  @Test func sheetsMayBeReadInTurns() throws {
    let file = try workbook()
    var (one, other) = (file.tables[0], file.tables[1])
    #expect(one.name.hasSuffix("a.xlsx, sheet 甲") && other.sheet == "乙")
    for number in [1, 2] {
      #expect(try one.next()?.cells == ["a\(number)"])
      #expect(try other.next()?.cells == ["b\(number)"])
    }
    var copy = one
    #expect(try copy.next()?.cells == ["a3"])
    #expect(try one.next()?.cells == ["a3"], "a copy takes no row away")
  }

  @Test func eachSheetIsReadToItsEndAndFromItsStartAgain() throws {
    let file = try workbook()
    for _ in 0..<2 {
      for (var table, letter) in zip(file.tables, ["a", "b"]) {
        var read: [String] = []
        while let row = try table.next() { read += row.cells }
        #expect(read == (1...Self.rows).map { "\(letter)\($0)" })
      }
    }
  }

  @Test func aWorkbookFromAPipeIsReadToo() throws {
    let source = try scratchFolder() + "/pipe"
    let bytes = Data(FileMakers.spreadsheet([("甲", #"<row r="1"><c r="A1"><v>7</v></c></row>"#)]))
    #expect(mkfifo(source, 0o600) == 0)
    let writer = Thread { try? bytes.write(to: URL(fileURLWithPath: source)) }
    writer.start()
    var cells: [[String]] = []
    try TableFile(path: source, encoding: nil).forEachRow { cells.append($0.cells) }
    #expect(cells == [["7"]])
  }
}
