import Attestation
import JSON
import Tables
import Testing
import Verifying

@testable import Stacks

/// What somebody reads who looks at a hundred rows.
@Suite struct StackTableTests {
  private let samples = Samples()

  /// By column and row.
  private func cell(_ table: StackTable, _ column: String, _ row: Int) throws -> String {
    table.cells[row][try #require(table.head.firstIndex(of: column), "\(table.head)")]
  }

  /// The table shows no claims to compare with the paper: of a code alone, it must not look like a file whose pages were
  /// compared.
  @Test func aCodeAloneIsNeverGreenInATable() throws {
    let row = try samples.row("a", samples.digits("N1"))
    #expect(row.tone == .limited && row.authenticity == "签发数据真实，须与纸质报告逐项比对" && row.isYes)
  }

  @Test func authenticityAndConclusionStandApart() throws {
    let table = StackTable([try samples.row("a", samples.digits("N1", hits: [0], noData: [2]))])
    #expect(try cell(table, "是否真实有效", 0).hasPrefix("签发数据真实"))
    #expect(try cell(table, "报告结论", 0) == "1个领域有记录（税务）；1个领域不能作出结论（市场监管）；其余2个领域未发现")
    #expect(try cell(table, "结论范围", 0) == "2023-11-20至2026-11-19，目录全部4个领域，目录以外的未查")
    #expect(
      try ["税务", "消防安全", "市场监管", "药品监管"].map { try cell(table, $0, 0) } == ["有记录", "未发现", "不能作出结论", "未发现"])
    #expect(try cell(table, "有效期至", 0) == "2026年12月18日 19:06:40")
    #expect(try cell(table, "结果代码", 0) == "VALID")
  }

  /// An empty cell could pass for "nothing found".
  @Test func aDomainThatWasNotAskedAboutSaysSo() throws {
    let table = StackTable([
      try samples.row("a", samples.digits("N1", asked: [0])), try samples.row("b", samples.digits("N2", asked: [1])),
    ])
    #expect(try cell(table, "税务", 0) == "未发现" && cell(table, "消防安全", 0) == "未查")
    #expect(try cell(table, "税务", 1) == "未查" && cell(table, "消防安全", 1) == "未发现")
    #expect(table.head.firstIndex(of: "市场监管") == nil)
  }

  @Test func whatAnExpiredReportFoundIsNoAnswerOfToday() throws {
    let table = StackTable([try samples.row("a", samples.digits("N1"), now: Samples.issuedAt + 40 * 86_400)])
    #expect(try cell(table, "是否真实有效", 0) == "报告已过有效期")
    #expect(try cell(table, "报告结论", 0).hasPrefix("出具时：") && cell(table, "税务", 0) == "出具时未发现")
    #expect(!table.rows[0].isYes && table.rows[0].tone == .caution)
  }

  @Test func whatTheApplicantTypedIsToldAsSuch() throws {
    let terms = ReportTerms(
      profile: 0, purpose: 1, basis: .declared,
      recipient: .init(name: "示例证券交易所", isCut: true, isChecked: false))
    let table = StackTable([try samples.row("a", samples.digits("N1", terms: terms))])
    #expect(try cell(table, "报告接收方", 0) == "示例证券交易所……（以报告为准）（申请人填写）")
    #expect(try cell(table, "报告用途", 0).hasSuffix("（申请人填写）"))
  }

  @Test func aReportThatComesTwiceIsNotCountedTwice() throws {
    let first = try samples.digits("N1")
    let other = try samples.row("b", samples.digits("N2"))
    let table = StackTable([try samples.row("a", first), other, try samples.row("c", first)])
    #expect(try cell(table, "备注", 0).contains("另见第3行") && cell(table, "备注", 2).contains("另见第1行"))
    #expect(try cell(table, "备注", 1) == other.remarks.joined(separator: " "))
    #expect(table.reportCount == 2)
  }

  /// Each row naming all others, thousands of copies would make a table of gigabytes.
  @Test func manyCopiesNameOnlyOneOther() throws {
    let row = try samples.row("a", samples.digits("N1"))
    let table = StackTable(Array(repeating: row, count: 2000))
    #expect(try cell(table, "备注", 0).hasSuffix("另见第2行等共2000行。"))
    #expect(try cell(table, "备注", 1999).hasSuffix("另见第1行等共2000行。"))
    #expect(table.rows.allSatisfy { $0.remarks.count == row.remarks.count + 1 })
  }

  @Test func aNameIsShownUpToALength() throws {
    let name = String(repeating: "<", count: 255_000) + " 第3页"
    let row = StackRow(name, unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([]))
    #expect(row.given.unicodeScalars.count == 255 && row.given.contains("<…<") && row.given.hasSuffix(" 第3页"))
    // One character of very many parts is cut as well.
    #expect(StackRow.capped("a" + String(repeating: "\u{301}", count: 9000)).unicodeScalars.count == 255)
    let whole = String(repeating: "名", count: 255)
    #expect(StackRow.capped(whole) == whole)
  }

  @Test func problemsComeFirstInTheOrderInWhichTheyWereGiven() throws {
    let forged = String(try samples.digits("N9").dropLast(3)) + "001"
    let unread = StackRow("u", unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([]))
    let table = StackTable([
      try samples.row("a", samples.digits("N1")), unread, try samples.row("b", samples.digits("N2")),
      try samples.row("f", forged),
    ])
    #expect(table.problemsFirst.map(\.row.given) == ["f", "u", "a", "b"])
    #expect(table.problemsFirst.map(\.number) == [4, 2, 1, 3])
    #expect(table.rows.map(\.isExamined) == [true, false, true, true] && !unread.isYes)
    #expect(table.count(.bad) == 1 && table.count(.caution) == 1 && table.count(.limited) == 2)
  }

  @Test func noCellIsAFormula() throws {
    for name in ["=1+1.pdf", "+a", "-b", "@c", "\t=d"] {
      let row = StackRow(name, unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([]))
      let text = String(decoding: try StackTable([row]).bytes(as: .csv), as: UTF8.self)
      #expect(text.hasPrefix("\u{FEFF}序号,文件,") && text.contains("\r\n1,'\(name),"), "\(text)")
    }
  }

  @Test func noCellShowsAnIdentityNumber() throws {
    let number = "999999199001010016"
    let row = StackRow("\(number).pdf", unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([]))
    for form in [StackTable.Form.csv, .json] {
      let text = String(decoding: try StackTable([row]).bytes(as: form), as: UTF8.self)
      #expect(!text.contains(number) && text.contains("0016.pdf"))
    }
  }

  @Test func machinesGetTheAnswerOfASingleReportOrAnError() throws {
    let row = StackRow(
      "a", try samples.verification(of: samples.digits("N1")), Samples.names,
      document: .object([("code", .string("VALID"))]))
    let error = StackRow("b", unexamined: "FILE_NOT_READ", "没有这个文件。", document: .object([("code", .string("X"))]))
    let text = StackTable([row, error]).json.bytes
    let json = String(decoding: text, as: UTF8.self)
    #expect(json.contains(#""answer":{"code":"VALID"}"#) && json.contains(#""error":{"code":"X"}"#))
  }

  @Test(arguments: [
    ("a.csv", StackTable.Form.csv), ("b/c.XLSX", .xlsx), ("d.json", .json), ("e.xls", nil), ("f", nil), (".pdf", nil),
  ])
  func theEndingOfANameSaysTheForm(path: String, form: StackTable.Form?) {
    #expect(StackTable.Form(path: path) == form)
  }
}
