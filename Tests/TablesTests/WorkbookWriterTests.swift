import Foundation
import ScratchFolders
import Testing

@testable import Tables

/// Read back by the reader of this module, which shares nothing with the library that writes; `test_stack.py` has openpyxl
/// read such files.
@Suite(.scratchFolders) struct WorkbookWriterTests {
  private func written(_ rows: [[String]]) throws -> [TableRow] {
    let sheet = WrittenSheet(
      name: "核验结果", columns: rows[0].map { .init("列\($0.prefix(3))", width: 12) },
      rows: rows.map { $0.map { .init($0, shade: $0.isEmpty ? nil : .amber) } })
    let path = try scratchFolder() + "/a.xlsx"
    try Data(try sheet.workbook()).write(to: URL(fileURLWithPath: path))
    var read: [TableRow] = []
    try TableFile(path: path, encoding: nil).forEachRow { read.append($0) }
    return Array(read.dropFirst())
  }

  @Test func textStaysText() throws {
    let texts = ["=1+1", "+86", "-5", "@cmd", "20261118181640", "007", "第一行\n第二行", "𠮷野", "a<b>&\"c\""]
    let rows = try written([texts])
    #expect(rows.map(\.cells) == [texts])
  }

  @Test func whatASheetCannotHoldIsCutWithASign() throws {
    let cell = try #require(try written([[String(repeating: "长", count: 40_000)]]).first?.cells.first)
    #expect(cell.utf16.count <= 32_767 && cell.utf16.count > 32_000 && cell.hasSuffix("长…"))
  }

  @Test func manyAreWrittenAtOnceWithoutAFileOnDisk() async throws {
    let one = WrittenSheet(name: "a", columns: [.init("c", width: 9)], rows: [[.init("x")]])
    let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 { group.addTask { try one.workbook().count } }
      return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
    }
    #expect(sizes.count == 1 && sizes.first ?? 0 > 1000)
  }
}
