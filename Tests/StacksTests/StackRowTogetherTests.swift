import JSON
import Testing
import Verifying

@testable import Stacks

/// What a row of a list says about one report in several ways.
@Suite struct StackRowTogetherTests {
  private let samples = Samples()

  private func unread(_ given: String) -> StackRow {
    StackRow(given, unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([]))
  }

  @Test func whatSaysTheSameIsOneRow() throws {
    let digits = try samples.digits("N1")
    let rows = StackRow.together(
      [[try samples.row("file", digits)], [try samples.row("number", digits)]], number: "N1")
    #expect(rows == [try samples.row("file", digits)])
  }

  @Test func aFileOfAnotherReportThanTheNumberIsNoYes() throws {
    let rows = StackRow.together([[try samples.row("file", samples.digits("N2"))]], number: "N1")
    let row = try #require(rows.first)
    #expect(rows.count == 1 && !row.isYes && row.isExamined && row.tone == .caution && row.code == "ROW_CONTRADICTS")
    #expect(row.remarks.contains { $0.contains("报告编号（N1）不是这份报告的编号") } && row.report?.number == "N2")
    #expect(
      String(decoding: StackTable(rows).json.bytes, as: UTF8.self).contains(#""error":{"code":"ROW_CONTRADICTS""#))
  }

  @Test func aForgedFileBesideAGenuineNumberStandsThereAndDeniesIt() throws {
    let forged = String(try samples.digits("N9").dropLast(3)) + "001"
    let rows = StackRow.together(
      [[try samples.row("file", forged)], [try samples.row("number", samples.digits("N1"))]], number: "N1")
    #expect(rows.map(\.given) == ["file", "number"] && rows.map(\.tone) == [.bad, .caution])
    #expect(rows.allSatisfy { !$0.isYes } && rows[1].code == "ROW_CONTRADICTS")
  }

  @Test func twoGenuineReportsInOneRowAreNoYes() throws {
    let rows = StackRow.together(
      [[try samples.row("file", samples.digits("N1"))], [try samples.row("link", samples.digits("N2"))]], number: nil)
    #expect(rows.map(\.code) == ["ROW_CONTRADICTS", "ROW_CONTRADICTS"])
  }

  @Test func whatCouldNotBeReadDeniesNothingAndIsARow() throws {
    let rows = StackRow.together([[unread("file")], [try samples.row("number", samples.digits("N1"))]], number: "N1")
    #expect(rows.map(\.code) == ["FILE_NOT_READ", "VALID"] && rows.map(\.isYes) == [false, true])
  }

  /// What an expired report says stays; it was no yes before.
  @Test func anAnswerThatIsNoYesKeepsItsReason() throws {
    let expired = try samples.row("file", samples.digits("N2"), now: Samples.issuedAt + 40 * 86_400)
    let row = try #require(StackRow.together([[expired]], number: "N1").first)
    #expect(row.code == expired.code && row.remarks.count == expired.remarks.count + 1)
  }
}
