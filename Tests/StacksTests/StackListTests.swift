import Foundation
import ScratchFolders
import Tables
import Testing

@testable import Stacks

@Suite(.scratchFolders) struct StackListTests {
  private func list(_ text: String) throws -> [StackList.Row] {
    let path = try scratchFolder() + "/list.csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try StackList.read(path)
  }

  @Test func eachRowAsksForOneReport() throws {
    let rows = try list(
      """
      文件,报告编号,核验码,核验网址,末四位
      ,20261118181640123K7Q2Z,ABCD-EFGH,,
      ,,,https://verify.example.cn/v#123,0C12
      ,,,123456789,
      sub/a.pdf,,,,
      ,20261118181640123K7Q2Z,,,
      ,,,,0C12
      """)
    #expect(
      rows.map(\.question) == [
        .number("20261118181640123K7Q2Z", checkCode: "ABCD-EFGH"),
        .code("https://verify.example.cn/v#123", ending: "0C12"), .code("123456789", ending: nil),
        .file(path: "sub/a.pdf"), .unclear("清单的这一行缺少核验码。"), .unclear("清单的这一行没有报告编号、核验网址或者文件。"),
      ])
    #expect(rows.map(\.number) == [2, 3, 4, 5, 6, 7])
  }

  /// A genuine number must not hide the forged file beside it.
  @Test func everythingThatARowGivesIsAsked() throws {
    let rows = try list(
      """
      文件,报告编号,核验码,核验网址,末四位
      a.pdf,N1,ABCD-EFGH,https://verify.example.cn/v#1,0C12
      a.pdf,N1,,,
      ,N1,,https://verify.example.cn/v#1,
      a.pdf,,ABCD-EFGH,,
      """)
    let link = StackList.Question.code("https://verify.example.cn/v#1", ending: "0C12")
    #expect(
      rows.map(\.question) == [
        .together(
          [.file(path: "a.pdf", ending: "0C12"), link, .number("N1", checkCode: "ABCD-EFGH", ending: "0C12")],
          number: "N1"),
        .together([.file(path: "a.pdf")], number: "N1"),
        .together([.code("https://verify.example.cn/v#1", ending: nil)], number: "N1"),
        .together([.file(path: "a.pdf"), .unclear("清单的这一行有核验码，没有报告编号。")], number: nil),
      ])
  }

  @Test(arguments: [
    ("文件\na.pdf,b.pdf\n", ":2:2: stands in a column that the head does not name"),
    ("文件,末四位,\na.pdf,,b.pdf\n", ":2:3: stands in a column that the head does not name"),
    ("文件\n\"a.pdf\nb.pdf\"\n", ":2:1: holds a line break"),
    ("文件,末四位\nz.pdf,\na.pdf,\"0\nb.pdf\"\n", ":3:2: holds a line break"),
    ("文件,备注\na.pdf,\"see\nb.pdf\"\n", ":2:2: holds a line break"),
    ("报告编号,核验码\n\"N1\nN2\",C\n", ":2:1: holds a line break"),
  ])
  func whatNoRowWouldAskForIsRefusedWithItsPlace(text: String, problem: String) throws {
    let error = #expect(throws: TableError.self) { try list(text) }
    #expect("\(try #require(error))".contains("list.csv" + problem))
  }

  private func workbook(_ name: String) -> String {
    #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/Fixtures/" + name
  }

  /// Whoever sees one sheet must get all that it says, and nothing that he does not see.
  @Test func oneVisibleSheetIsReadAndNoOtherIsPassedOver() throws {
    for (name, problem) in [
      ("two-sheets.xlsx", "sheet 补充: is a second sheet"), ("hidden-sheet.xlsx", "sheet 旧清单: is a hidden sheet"),
    ] {
      let error = #expect(throws: TableError.self) { try StackList.read(workbook(name)) }
      #expect("\(try #require(error))".contains(problem))
    }
    #expect(try StackList.read(workbook("empty-sheets.xlsx")).map(\.question) == [.file(path: "b.pdf")])
  }

  @Test func englishHeadsDoAsWell() throws {
    #expect(try list("Number,Check code\nN,C\n").map(\.question) == [.number("N", checkCode: "C")])
  }

  @Test(arguments: [
    ("企业名称,日期\na,b\n", "is no head of a list of reports"), ("报告编号\nN\n", "is no head of a list of reports"),
    ("报告编号,核验码\n", "has no rows"), ("编号,报告编号,核验码\na,b,c\n", "is a second column of `编号`"),
  ])
  func whatIsNoListIsRefusedWithItsPlace(text: String, problem: String) throws {
    let error = #expect(throws: TableError.self) { try list(text) }
    #expect("\(try #require(error))".contains(problem))
  }

  @Test func linesArePastedAsTheyAre() {
    let digits = String(repeating: "1234567890", count: 30)
    let text = """
      20261118181640123K7Q2Z ABCD-EFGH

      20261118181640123K7Q2Z\tABCD EFGH
      \(digits)，0C12
      https://verify.example.cn/v#\(digits)
      20261118181640123K7Q2Z
      """
    #expect(
      StackList.lines(text) == [
        .init(number: 1, question: .number("20261118181640123K7Q2Z", checkCode: "ABCD-EFGH")),
        .init(number: 3, question: .number("20261118181640123K7Q2Z", checkCode: "ABCDEFGH")),
        .init(number: 4, question: .code(digits, ending: "0C12")),
        .init(number: 5, question: .code("https://verify.example.cn/v#\(digits)", ending: nil)),
        .init(number: 6, question: .unclear("每行请填写报告编号和核验码，或者核验网址和末四位，中间用空格分开。")),
      ])
    #expect(StackList.lines(" \n\t\n，").isEmpty)
  }
}
