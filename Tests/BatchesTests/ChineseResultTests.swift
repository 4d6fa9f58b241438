import ErrorCauses
import Foundation
import ScratchFolders
import Testing

@testable import Batches

/// The cells 提示 and 错误 of a table of results are for clerks.
@Suite(.scratchFolders) struct ChineseResultTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func whyARowFailedIsSaidInChineseAndForProgramsInEnglishToo() throws {
    try workshop.creditFile("1.json", serial: 1)
    try workshop.write("2.json", "{")
    let rows = [
      ("1.json,火星,,,,,", "报告（report）：没有“火星”，可选："),
      ("1.json,,1999,,,,", "没有版本“1999”，可选："),
      ("1.json,,,,../x.pdf,,", "输出文件（output）：“../x.pdf”不能作文件名"),
      ("1.json,,,税务,,,", "领域（domains）：只用于无违法违规证明版，而本行没有申请该报告"),
      ("1.json,无违法违规证明版,,税务,,2024-13-01,", "起始日期（from）：“2024-13-01”不是日期"),
      ("1.json,,,,,,头目", "角色（role）：没有“头目”，可选：发行人"),
      ("2.json,,,,,,", "2.json 第 1 行第 2 列：文件在应有双引号括起的名称处就结束了；文件可能不完整"),
      ("missing.json,,,,,,", "missing.json：没有这个文件；请核对路径"),
      (",enterprise,,,,,", "文件（file）：没有写明信用档案"),
      ("1.json,,,,,,,", "本行有 8 个单元格，而表头只有 7 列"),
      ("1.json,,,,,,", ""),
      ("1.json,,,,,,", "与第 11 行申请的报告相同"),
    ]
    let table = "file,report,edition,domains,output,from,role\n" + rows.map { $0.0 + "\n" }.joined()
    let state = try workshop.begin(workshop.manifest(table))
    #expect(try workshop.work(on: state.batch))
    let results = try workshop.results(of: state.batch)
    let cells = try workshop.text(ResultTable.csvName).split(separator: "\r\n").dropFirst()
    for ((result, cell), row) in zip(zip(results, cells), rows) {
      let chinese = result.errorInChinese ?? ""
      #expect(row.1.isEmpty ? chinese.isEmpty : chinese.contains(row.1), "\(row.0): \(chinese)")
      #expect(chinese.isEmpty || cell.replacing("\"\"", with: "\"").contains(chinese), "\(cell)")
      #expect(chinese.isEmpty == (result.error == nil))
      #expect(result.error.map { !cell.contains($0) } ?? true)
    }
    #expect(results.count == rows.count)
  }

  @Test func warningsOfAnIssuedReportAreInChinese() throws {
    try workshop.creditFile(
      "1.json", serial: 1, coverage: #"[{"source": "某局", "domains": ["税务"], "state": "failed"}]"#)
    try workshop.write(
      "2.json",
      #"""
      {"asOf": "2024-06-30T18:00:00+08:00", "subject": {"kind": "企业", "name": "示例𠀀公司", "code": "91440300MA5EXAMP9X"}}
      """#)
    let state = try workshop.begin(workshop.manifest("file\n1.json\n2.json\n"))
    #expect(try workshop.work(on: state.batch))
    let reports = try workshop.results(of: state.batch).map { try #require($0.report) }
    for report in reports { #expect(report.warningsInChinese?.count == report.warnings.count) }
    #expect(reports[0].warningsInChinese?.contains("部分数据来源没有报送数据，或报送不及时：报告没有列出记录，不表示没有记录") == true)
    let second = reports[1].warningsInChinese ?? []
    #expect(second.contains { $0.hasSuffix("文件没有写明版本（version）；请写 \"version\": 1") }, "\(second)")
    #expect(second.contains { $0.contains("/subject/code：统一社会信用代码“91440300MA5EXAMP9X”") }, "\(second)")
    let table = try workshop.text(ResultTable.csvName)
    #expect(table.contains("没有写明版本") && !table.contains("warning"))
  }

  @Test func whatALibrarySaysStandsInAChineseFrame() {
    struct Foreign: Error, CustomStringConvertible { let description = "no such thing as this" }
    #expect(Foreign().wording == Wording("no such thing as this", "系统错误，请联系系统管理员（原文：no such thing as this）"))
  }

  /// A queue or results of an earlier release, without Chinese.
  @Test func resultsOfEarlierReleasesAreReadAndShownAsTheyAre() throws {
    let row = #"{"error":"no such file","order":{"file":"a.json"},"row":1,"state":"failed"}"#
    let read = try JSONDecoder().decode(ResultTable.Row.self, from: Data(row.utf8))
    #expect(read.error == "no such file" && read.errorInChinese == nil)
  }
}
