import ErrorCauses
import Foundation
import ScratchFolders
import Testing

@testable import Tables

/// Files as they are handed in: what they are, their first bytes say, and not their names.
@Suite(.scratchFolders) struct TableFileTests {
  private let folder: String
  private static let examples =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/examples/import/"

  init() throws {
    folder = try scratchFolder()
  }

  private func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    return folder + "/" + name
  }

  private func rows(_ path: String) throws -> [TableRow] {
    var rows: [TableRow] = []
    try TableFile(path: path, encoding: nil).forEachRow { rows.append($0) }
    return rows
  }

  private func error(_ path: String) -> TableError? {
    #expect(throws: TableError.self) { try TableFile(path: path, encoding: nil) }
  }

  @Test func rowsAreNumberedAsSpreadsheetsDoAndBlankOnesLeftOut() throws {
    let path = try write(Array("a;b\r\n \r\n\"1\r\n2\";3\r\n".utf8), as: "named.xlsx")
    #expect(
      try rows(path) == [TableRow(number: 1, cells: ["a", "b"]), TableRow(number: 3, cells: ["1\r\n2", "3"])])
    #expect(try TableFile(path: path, encoding: nil).encoding == .utf8)
  }

  /// Nobody is sent to look for an encoding.
  @Test func aDamagedWorkbookIsToldAsSuch() throws {
    let bytes = (0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    for name in ["damaged.xlsx", "DAMAGED.XLS"] {
      #expect(error(try write(bytes, as: name))?.message.contains("is called a workbook, but is neither") == true)
    }
    let message = error(try write([0xFF, 0xFE, 0x2D, 0x4E, 0x01, 0x00], as: "text.xls"))?.message
    #expect(message == "is UTF-16")
  }

  @Test func aWorkbookIsReadWhateverItIsCalled() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.examples + "commitments.xlsx"))
    let path = try write([UInt8](data), as: "commitments.csv")
    let rows = try rows(path)
    #expect(rows.count > 1 && rows.map(\.number) == rows.map(\.number).sorted() && rows.allSatisfy { $0.fault == nil })
    #expect(try TableFile(path: path, encoding: nil).encoding == nil, "it says it itself")
  }

  /// ISO/IEC 29500 strict has other namespaces; any producer may choose the prefixes. Its days are texts.
  @Test func aStrictWorkbookWithPrefixesIsReadLikeAnyOther() throws {
    let fixture = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Fixtures/"
    let rows = try rows(fixture + "strict-and-prefixed.xlsx")
    #expect(rows.map(\.cells) == [["甲", "乙"], ["1", "2026-09-21T00:00:00"]])
  }

  @Test func rowsOfAnInterfaceAreATableWhateverTheyAreCalled() throws {
    let path = try write(Array("\u{FEFF}\n[ {\"甲\": 1} ]".utf8), as: "rows.csv")
    #expect(try rows(path).map(\.cells) == [["甲"], ["1"]])
    #expect(error(try write(Array("{\"甲\": 1}".utf8), as: "object.json"))?.message.contains("list of rows") == true)
    // A cell in brackets is no JSON.
    #expect(try rows(try write(Array("[甲],乙\n1,2\n".utf8), as: "brackets.csv")).count == 2)
  }

  @Test func whatIsNoTableIsRefusedWithWhatToDo() throws {
    #expect(error(try write([0xD0, 0xCF, 0x11, 0xE0, 0, 0], as: "old.xls"))?.message.contains("damaged") == true)
    for page in ["<html><body>", "\u{FEFF}\r\n<TABLE border=1>", "<?xml version=\"1.0\"?>"] {
      #expect(error(try write(Array(page.utf8), as: "page.xls"))?.message.contains("web page") == true, "\(page)")
    }
    #expect(error(try write([], as: "empty.csv"))?.message == "is empty")
    #expect(error(try write([0x50, 0x4B, 0x03, 0x04, 0, 0], as: "broken.xlsx"))?.message.contains("ZIP") == true)
    #expect(error(folder + "/none.csv")?.message == "there is no such file")
  }

  @Test func whoCannotBeSureOfTheEncodingIsToAskForIt() throws {
    let error = error(try write([0x61, 0x2C, 0xFF, 0x0A], as: "mixed.csv"))
    #expect(error?.remedy == .tableEncoding && error?.cause == .input)
    #expect(error.map { "\($0)" }?.contains("--") == false, "the words of the option are the command's")
  }

  @Test func aTableLargerThanTheLimitIsRefused() throws {
    let path = try write(Array("a,b\n".utf8), as: "a.csv")
    #expect(throws: TableError.self) { try TableFile(path: path, encoding: nil, limit: 3) }
    #expect(throws: Never.self) { try TableFile(path: path, encoding: nil, limit: 4) }
  }
}
