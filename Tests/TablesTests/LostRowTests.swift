import Foundation
import ScratchFolders
import Testing

@testable import Tables

/// Rows that a reader would leave out, and files that would cost more than they are.
@Suite(.scratchFolders) struct LostRowTests {
  private func rows(_ bytes: [UInt8], _ name: String = "table") throws -> [TableRow] {
    let path = try scratchFolder() + "/" + name
    try Data(bytes).write(to: URL(filePath: path))
    var rows: [TableRow] = []
    for var table in try TableFile(path: path, encoding: nil).tables {
      while let row = try table.next() { rows.append(row) }
    }
    return rows
  }

  private func refusal(_ bytes: [UInt8]) -> String {
    do { return "read: \(try rows(bytes).count) rows" } catch let error as TableError { return error.description } catch
    { return "\(error)" }
  }

  // MARK: XLS

  @Test(arguments: [0x04BC, 0x0221, 0x0236])
  func theTextOfASharedFormulaIsRead(kind: Int) throws {
    let shared = FileMakers.record(kind, [UInt8](repeating: 0, count: 10))
    let sheet = FileMakers.formula(0, 0, "甲", between: shared) + FileMakers.formula(0, 1, "乙") + FileMakers.endOfSheet
    #expect(try rows(FileMakers.compound(FileMakers.workbook([sheet]))).map(\.cells) == [["甲", "乙"]])
  }

  @Test func aFormulaWithoutItsTextIsToldInItsRow() throws {
    let sheet = FileMakers.formula(0, 0, nil) + FileMakers.label(0, 1, "乙") + FileMakers.endOfSheet
    let rows = try rows(FileMakers.compound(FileMakers.workbook([sheet])))
    #expect(
      rows.map(\.cells) == [["", "乙"]] && rows[0].fault?.message.hasPrefix("holds a formula without its result") == true
    )
  }

  @Test func aCellWithTwoValuesHasNone() throws {
    let sheet =
      FileMakers.label(0, 0, "甲") + FileMakers.label(0, 1, "乙") + FileMakers.label(0, 0, "丙") + FileMakers.endOfSheet
    let rows = try rows(FileMakers.compound(FileMakers.workbook([sheet])))
    #expect(rows.map(\.cells) == [["", "乙"]])
    #expect(
      rows[0].faults.map(\.column) == [1] && rows[0].faults.map(\.message) == ["has two values in the file"])
  }

  @Test func aSheetEndsWhereItSays() {
    let (first, second) = (FileMakers.label(0, 0, "甲"), FileMakers.label(1, 0, "乙"))
    for (sheets, message) in [
      ([first + second], "has a sheet without its end"),
      ([first + second, first + FileMakers.endOfSheet], "has a sheet without its end"),
      ([first + FileMakers.endOfSheet + second], "has cells behind the end of a sheet"),
      (
        [first + FileMakers.endOfSheet + second + FileMakers.endOfSheet, first + FileMakers.endOfSheet],
        "has cells behind the end of a sheet"
      ),
    ] {
      let refusal = refusal(FileMakers.compound(FileMakers.workbook(sheets)))
      #expect(refusal.contains(message), "\(refusal)")
    }
  }

  @Test func aSmallSectorThatFollowsItselfIsRefused() {
    #expect(refusal(FileMakers.endlessCompound()).hasSuffix(": is cut off"))
  }

  // MARK: XLSX

  @Test(arguments: [
    #"Id="rId2" Target="sheet2.xml" TargetMode="External""#, #"Id="rId9" Target="sheet2.xml""#,
    #"Id="rId2" Target="sheet1.xml""#,
  ])
  func everySheetOfAWorkbookIsRead(relation: String) throws {
    let sheets = [("一", FileMakers.row(1, ["甲"])), ("二", FileMakers.row(1, ["乙"]))]
    #expect(try rows(FileMakers.spreadsheet(sheets)).map(\.cells) == [["甲"], ["乙"]])
    let refusal = refusal(FileMakers.spreadsheet(sheets, relations: [#"Id="rId1" Target="sheet1.xml""#, relation]))
    #expect(refusal.contains("sheet") && !refusal.hasPrefix("read"), "\(refusal)")
  }

  @Test func mergedCellsThatLieOnOneAnotherAreRefused() throws {
    let rows = (1...200).map { FileMakers.row($0, ["x"]) }.joined()
    let merges = { (first: Int) in
      "<mergeCells>" + (first...200).map { #"<mergeCell ref="A\#($0):ALL1048576"/>"# }.joined() + "</mergeCells>"
    }
    #expect(
      refusal(FileMakers.spreadsheet([("一", rows)], afterRows: merges(1))).hasSuffix(
        "has merged cells that lie on one another"))
    #expect(try self.rows(FileMakers.spreadsheet([("一", rows)], afterRows: merges(200))).last?.cells.count == 1_000)
  }

  @Test func aCellOfAMegabyteIsRefused() {
    let text = String(repeating: "a", count: 1 << 20 + 1)
    #expect(
      refusal(FileMakers.spreadsheet([("一", FileMakers.row(1, [text]))])).contains(
        "has a cell of more than 1048576 bytes"))
    #expect(
      refusal(Array("甲,乙,丙\n1,2,\"\(text)\"\n".utf8)).contains(":2:3: the quotes that open here are not closed within"))
  }

  // MARK: CSV

  @Test(arguments: [
    "甲,乙,丙,丁\n1,\"x,3,4\n5,y\",7,8\n", "甲,乙,丙,丁\n\"1,2,3,4\n5\",6,7,8\n",
    "甲,乙,丙,丁\n1,2,\"x,4\r\n5,6,7,8\r\n9,0,y\",8\n",
    "甲,乙,丙,丁\n1,2,\"以下\n5,6,7,8\n以上\",8\n",
  ])
  func rowsInQuotesAreRefused(text: String) {
    #expect(refusal(Array(text.utf8)).contains(":2:") && refusal(Array(text.utf8)).contains("look like rows"))
  }

  @Test(arguments: ["一\n二", "一，二\n三，四", "a, b\nc", "1,2\n3"])
  func aTextOfSeveralLinesIsOneCell(cell: String) throws {
    #expect(try rows(Array("甲,乙,丙,丁\n1,2,\"\(cell)\",4\n".utf8)).last?.cells == ["1", "2", cell, "4"])
  }

  // MARK: JSON

  @Test(arguments: [
    (
      #"{"data": {"佛山": [{"a": 1, "b": 2, "c": 3}], "深圳": [{"a": 1, "b": 2, "c": 3}]}}"#,
      "has several lists of rows: /data/佛山, /data/深圳"
    ),
    (
      #"{"许可": [{"a": 1, "b": 2, "c": 3}], "x": [[{"d": 1, "e": {"f": 2, "g": 3}}]]}"#,
      "has several lists of rows: /许可, /x/0"
    ),
    (#"{"total": 2, "data": {"list": [{"a": 1, "b": 2}]}}"#, "says that there are 2 rows and holds 1"),
    (#"{"page": {"totalRecords": "2"}, "list": [{"a": 1}]}"#, "says that there are 2 rows and holds 1"),
    (#"{"hasNextPage": true, "list": [{"a": 1}]}"#, "says that there are more pages"),
    (#"{"last": false, "content": [{"a": 1}]}"#, "says that there are more pages"),
    (#"[{"a": 1}, null]"#, "has something in its list of rows that is no row, as number 2"),
  ])
  func whatAnAnswerSaysOfFurtherRowsIsHeard(text: String, message: String) {
    let error = #expect(throws: TableError.self) { try JSONTable(Array(text.utf8), name: "a.json") }
    #expect(error?.message == message, "\(error?.description ?? "")")
  }

  @Test func aListOfPairsBesideTheRowsIsNone() throws {
    let text = #"{"columns": [{"key": "a", "title": "甲"}], "last": true, "rows": [{"a": 1, "b": 2, "c": 3}]}"#
    #expect(try rows(Array(text.utf8)).map(\.cells) == [["a", "b", "c"], ["1", "2", "3"]])
  }

  /// Whoever is named in a list within a row may be its subject.
  @Test func aListWithinARowIsToldWithItsTexts() throws {
    let rows = try rows(Array(#"[{"a": 1, "b": [{"名称": "甲公司", "码": ["x", 2]}]}]"#.utf8))
    #expect(rows[1].cells == ["1", "甲公司\nx\n2"] && rows[1].faults.map(\.message) == ["holds a list"])
  }
}
