import ErrorCauses
import ReplyBytes
import Testing

@testable import Tables

/// What the process that reads workbooks says; the side that hears it takes it for hostile.
@Suite struct WorkbookReplyTests {
  private static let row: TableRow = {
    var row = TableRow(number: 7, cells: ["甲", "", "a\nb"], fault: .init(column: 2, Wording("is bad", "不对")))
    row.faults.append(.init(Wording("as a whole", "整行")))
    row.isHidden = true
    row.hiddenColumns = [1, 999]
    row.mergedRows = [0: 7...9, 2: 3...7]
    row.spreadColumns = [2]
    return row
  }()

  static let replies: [WorkbookReply] = [
    .sheets([]), .sheets([.init(name: "行政处罚", isHidden: false), .init(name: "", isHidden: true)]), .answer(3),
    .row(TableRow(number: 1, cells: [])), .row(row), .end, .fault(row: nil, message: "has a damaged part"),
    .fault(row: 12, message: "has cells out of order"),
  ]

  @Test(arguments: replies) func whatIsSaidIsHeard(reply: WorkbookReply) throws {
    #expect(try WorkbookReply(reply.bytes[...]) == reply)
  }

  /// Cut off, with more behind it, or with numbers that no workbook has.
  @Test(arguments: replies) func everythingElseIsNoReply(reply: WorkbookReply) {
    let bytes = reply.bytes
    for count in bytes.indices { #expect(throws: NoReply.self) { try WorkbookReply(bytes[..<count]) } }
    #expect(throws: NoReply.self) { try WorkbookReply((bytes + [0])[...]) }
    // Nothing that a single byte may say ends the process that hears it.
    for index in bytes.indices {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = value
        _ = try? WorkbookReply(changed[...])
      }
    }
  }

  @Test func aRowIsOneThatASheetMayHave() {
    var far = Self.row
    far.hiddenColumns = [1_000]
    let wide = TableRow(number: 1, cells: Array(repeating: "", count: 1_001))
    for row in [far, wide, TableRow(number: 0, cells: []), TableRow(number: 1 << 20 + 1, cells: [])] {
      #expect(throws: NoReply.self) { try WorkbookReply(WorkbookReply.row(row).bytes[...]) }
    }
  }

  /// Their index has two bytes in a question.
  @Test func thereAreNoMoreSheetsThanAWorkbookMayHave() throws {
    func reply(_ count: Int) throws -> WorkbookReply {
      let sheets = Array(repeating: WorkbookReply.Sheet(name: "", isHidden: false), count: count)
      return try WorkbookReply(WorkbookReply.sheets(sheets).bytes[...])
    }
    #expect(throws: Never.self) { try reply(1_000) }
    for count in [1_001, 70_000] { #expect(throws: NoReply.self) { try reply(count) } }
  }

  @Test func mergedRowsThatEndBeforeTheyBeginAreNoReply() throws {
    var row = TableRow(number: 1, cells: [])
    row.mergedRows = [0: 5...9]
    var bytes = WorkbookReply.row(row).bytes
    // Before the end stands the count of the columns over which a text is spread, and before that the last row.
    #expect(bytes[bytes.count - 9] == 9)
    bytes[bytes.count - 9] = 4
    #expect(throws: NoReply.self) { try WorkbookReply(bytes[...]) }
  }
}
