import Foundation
import ScratchFolders
import Testing

@testable import Tables
@testable import Workbooks

/// Workbooks of Excel 97 to 2003. `Tests/Checks/test_old_workbook.py` holds them against another reader.
@Suite(.scratchFolders) struct OldWorkbookTests {
  private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/old-workbook.xls")

  private func rows(_ bytes: [UInt8]) throws -> [TableRow] {
    let path = try scratchFolder() + "/table.xls"
    try Data(bytes).write(to: URL(filePath: path))
    var rows: [TableRow] = []
    try TableFile(path: path, encoding: nil).forEachRow { rows.append($0) }
    return rows
  }

  @Test func itsRowsAreReadWithTheirNumbersTextsAndDays() throws {
    let rows = try rows([UInt8](Data(contentsOf: Self.fixture)))
    #expect(rows.map(\.number) == [2, 3])
    #expect(
      rows[0].cells == [
        "", "处罚决定书文号", "处罚决定书签发日期", "违法行为类型", "处罚种类", "处罚机关", "企业名称", "注册号", "统一社会信用代码",
      ])
    #expect(rows[1].cells[1...3] == ["环处字[2016]0413号", "2016-04-13", "环评不合格"])
    #expect(rows[1].cells[7] == "100000000044760" && rows.allSatisfy { $0.fault == nil })
  }

  /// However it is damaged, it is read or refused, in the time that its size takes.
  @Test func damageIsRefusedOrRead() throws {
    let bytes = [UInt8](try Data(contentsOf: Self.fixture))
    var random = SeededGenerator(state: 14)
    var refused = 0
    for turn in 0..<400 {
      var damaged = turn % 2 == 0 ? bytes : Array(bytes.prefix(Int.random(in: 8..<bytes.count, using: &random)))
      for _ in 0..<turn % 7 {
        damaged[Int.random(in: damaged.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      do { _ = try rows(damaged) } catch is TableError { refused += 1 }
    }
    #expect(refused > 100)
  }

  /// A chain of sectors that leads back to itself: the table of sectors follows the header.
  @Test func aChainWithoutEndIsRefused() throws {
    var bytes = [UInt8](try Data(contentsOf: Self.fixture))
    let table = (Int(LittleEndian(bytes).uint32(76)) + 1) * 512
    let first = LittleEndian(bytes).uint32(48)
    for index in 0..<4 {
      bytes[table + 4 * Int(first) + index] = UInt8(truncatingIfNeeded: first >> (8 * UInt32(index)))
    }
    let error = #expect(throws: TableError.self) { try rows(bytes) }
    #expect(error?.message.contains("without end") == true, "\(error?.description ?? "")")
  }
}
