import ErrorCauses
import Foundation
import JSON
import ScratchFolders
import Testing

@testable import Tables
@testable import Workbooks

/// No file costs more to read than a small multiple of its size.
@Suite(.scratchFolders) struct BoundTests {
  private func withInput(_ bytes: [UInt8], _ body: (InputFile) throws -> Void) throws {
    let path = URL(fileURLWithPath: try scratchFolder() + "/a.xlsx")
    try Data(bytes).write(to: path)
    let handle = try FileHandle(forReadingFrom: path)
    defer { try? handle.close() }
    try body(try InputFile(handle.fileDescriptor))
  }

  /// A row of one cell in the last column is as wide as one with all of them.
  @Test func aSheetHasOnlySoManyCells() throws {
    let rows = (1...3).map { #"<row r="\#($0)"><c r="ALL\#($0)"><v>1</v></c></row>"# }.joined()
    try withInput(FileMakers.spreadsheet([("S", rows)])) { input in
      let workbook = try Workbook(input)
      func count(cells: Int) throws -> Int {
        var table = SheetTable(workbook.sheets[0], of: workbook, cells: cells)
        var count = 0
        while let row = try table.next() { count += row.cells.count }
        return count
      }
      #expect(try count(cells: 3000) == 3000)
      let error = #expect(throws: TableError.self) { try count(cells: 2999) }
      #expect(error?.message == "has more than 2999 cells")
    }
  }

  @Test func rowsWithoutKeysAreAsWideAsTheOthers() throws {
    let bytes = Array(#"[{"a": 1, "b": 2, "c": 3}, {}, {}]"#.utf8)
    #expect(throws: Never.self) { try JSONTable(bytes, name: "a.json", cells: 9) }
    let error = #expect(throws: TableError.self) { try JSONTable(bytes, name: "a.json", cells: 8) }
    #expect(error?.message == "has more than 8 cells")
  }

  /// Expat begins a tag anew with each piece of the file.
  @Test func aTagIsNoLongerThanACell() throws {
    func read(_ text: String) throws {
      try withInput(FileMakers.archive([("a.xml", text)])) { input in
        let events = try XMLEvents(try ZipArchive(input).open("a.xml"), longestToken: 10_000)
        while try events.next() != nil {}
      }
    }
    let long = String(repeating: "x", count: 100_000)
    #expect(throws: Never.self) { try read("<a>\(long)<b/></a>") }
    for text in ["<a b=\"\(long)\"/>", "<a><!--\(long)--></a>"] {
      let fault = #expect(throws: WorkbookFault.self) { try read(text) }
      #expect(fault?.message == "has a part a.xml with a tag of more than 10000 bytes")
    }
  }

  /// Their paths were kept for each node: as many copies of a long key as it has children.
  @Test func listsOfRowsAreNamedByTheirPlace() throws {
    let row = #"{"a": 1, "b": 2, "c": 3}"#
    let bytes = Array(#"{"x": {"y": [\#(row)]}, "z": [[1], [\#(row)]]}"#.utf8)
    let document = try JSONParser.parse(bytes, limits: JSONLimits(valueBytes: 100, nesting: 16)) { $0 }
    #expect(JSONRowLists(document).problem?.message == "has several lists of rows: /x/y, /z/1")
  }
}
