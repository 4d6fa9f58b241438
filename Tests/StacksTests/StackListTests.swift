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
