import Blocks
import Foundation
import Records
import ReportKinds
import Reports
import Testing

@testable import Templates

/// templates/no-violation.yaml: it never says clean where that is not every answer.
struct NoViolationTemplateTests {
  private func text(
    _ outcomes: [Judgement.Answer.Outcome], recipient: String? = "示例证券交易所", notQueried: [String] = []
  ) throws -> String {
    try shipped("no-violation")
      .document(for: sampleNoViolationReport(outcomes, recipient: recipient, notQueried: notQueried)).text
  }

  /// Whoever applies types it, and it stands above the issuer's signature.
  @Test func theRecipientIsNotTheIssuersStatement() throws {
    let text = try text([.clean], recipient: "示例信用优秀企业之友")
    let places = text.components(separatedBy: "示例信用优秀企业之友").dropFirst()
    #expect(places.count == 2, "on the cover and in the table of the question")
    #expect(places.allSatisfy { $0.hasPrefix("（由申请人填写，未经核实）") })
  }

  @Test func everyAnswerStandsInTheTableWithItsSign() throws {
    let report = try sampleNoViolationReport([.clean, .records, .noData, .undetermined])
    #expect(DataShape.report(.noViolation).difference(from: report.data) == nil)
    let document = try shipped("no-violation").document(for: report)
    let table = try #require(
      document.blocks.compactMap(\.table).first { $0.head.first?.cells.first?.blocks.first?.texts == ["序号"] })
    let rows = table.rows.map { $0.cells.map { $0.blocks.flatMap(\.texts).joined(separator: "|") } }
    #expect(
      rows == [
        ["1", "示例领域一", "示例省第1监督管理局|（2023-11-20 至 2026-11-19）", "○ 未发现违法违规记录", "0 条"],
        [
          "2", "示例领域二", "示例省第2监督管理局|（2023-11-20 至 2026-11-19；未载明类别）", "● 有违法违规记录",
          "2 条",
        ],
        [
          "3", "示例领域三", "示例省第3监督管理局|（没有归集的时段）",
          "△ 数据未归集，不能作出结论|示例省第3监督管理局：未归集", "0 条",
        ],
        ["4", "示例领域四", "示例省第4监督管理局|（2023-11-20 至 2026-11-19）", "◇ 有存疑记录，不能作出结论", "0 条"],
      ])
    // Bold beside the sign: the answers differ in black and white.
    let fonts = table.rows.map { $0.cells[3].blocks.first?.paragraph?.runs.first?.style.font }
    #expect(fonts == [.song, .hei, .hei, .hei])
  }

  @Test func everythingElseOfTheReportIsThere() throws {
    let text = try text([.clean, .records, .noData, .undetermined])
    for wanted in [
      "公共信用信息报告", "（无违法违规证明版）", "示例（广东）科技股份有限公司", "2023年11月20日至2026年11月19日", "上市", "示例证券交易所",
      "（出具单位盖章处）", "（企业盖章处）", "《示例领域目录》（版本 3）", "示例口径依据", "申请期间", "2023年11月20日至2026年11月20日（数据归集截至2026年11月20日",
      "本次查询的 4 个领域中，1 个未发现违法违规记录，1 个有违法违规记录，1 个数据未归集、不能作出结论，1 个有存疑记录、不能作出结论。",
      "（一）示例领域二（2 条）", "1. 行政处罚（2 条）", "第 1 条 / 共 2 条　【已修复】", "示例罚〔2024〕2号", "记录未载明作出机关", "示例领域一、示例领域二",
      "公示期满", "1 条", "五、未归集的来源", "示例计入规则", "行政处罚、行政强制", "归集情况由出具单位声明",
    ] { #expect(text.contains(wanted), "\(wanted)") }
  }

  @Test func onlyWhereAllAreCleanDoesItSaySo() throws {
    let all = "所列领域均未发现违法违规记录"
    let warning = "本报告不是对全部查询领域的无违法违规证明"
    let clean = try text([.clean, .clean])
    #expect(clean.contains(all) && !clean.contains(warning))
    #expect(!clean.contains("五、未归集的来源"))
    for other in Judgement.Answer.Outcome.allCases where other != .clean {
      for outcomes in [[other], [.clean, other], [other, other]] {
        let text = try text(outcomes)
        #expect(!text.contains("均未发现") && text.contains(warning), "\(outcomes)")
      }
    }
  }

  /// A hurried clerk sees the cover and the conclusion.
  @Test func whatWasNotAskedForIsNamedOnCoverAndConclusion() throws {
    for outcomes in [[Judgement.Answer.Outcome.clean], [.clean, .records]] {
      let text = try text(outcomes, notQueried: ["失信被执行人", "刑事裁判"])
      let pages = text.components(separatedBy: "报告说明")
      #expect(pages[0].contains("未纳入查询") && pages[0].contains("失信被执行人、刑事裁判"), "cover")
      let conclusion = try #require(text.components(separatedBy: "一、查询结论").last)
      #expect(conclusion.contains("未纳入查询：失信被执行人、刑事裁判。没有来源单位提供此类信息；本报告未载明的，有无记录无从得知，不在上述结论之内。"))
      #expect(!text.contains("查询期间内，下表所列领域均未发现"), "the sentence is for the categories that were asked for")
    }
    let whole = try text([.clean])
    #expect(!whole.contains("未纳入查询：") && whole.contains("查询期间内，下表所列领域均未发现违法违规记录。"))
  }

  @Test func whoSaysWhatWasDeliveredIsPrinted() throws {
    var report = try sampleNoViolationReport([.clean])
    report.coverageBasis = .deliveries
    report.unattributed = [
      .init(source: "示例厅", categories: ["行政处罚"], domains: [], day: nil, count: 1234, reason: "没有代码")
    ]
    let text = try shipped("no-violation").document(for: report).text
    #expect(text.contains("归集情况由来源单位的交付记录计算") && !text.contains("归集情况由出具单位声明"))
    for wanted in ["未能归属到主体", "示例厅", "未载明领域", "1,234 条", "没有代码"] { #expect(text.contains(wanted), "\(wanted)") }
  }

  @Test func whatPersonsExcludedIsPrintedInEveryReportThatHasIt() throws {
    let entries: [Report.Excluded] = [
      .init(source: "示例厅", categories: ["行政处罚"], count: 1234, reason: "经人工核实排除"),
      .init(source: "示例局", categories: ["行政强制", "其他类别"], count: 2, reason: "经人工核实，属于其他主体"),
    ]
    for var report in [try sampleReport(), try samplePersonalReport(), try sampleNoViolationReport([.clean])] {
      let template = try shipped(report.kind.rawValue)
      #expect(!(try template.document(for: report).text.contains("已排除待核记录")), "nothing is said of none")
      report.excluded = entries
      let text = try template.document(for: report).text
      for wanted in [
        "已排除待核记录（共 1,236 条", "示例厅", "行政处罚", "1,234 条", "经人工核实排除", "示例局", "行政强制、其他类别", "2 条", "属于其他主体",
      ] { #expect(text.contains(wanted), "\(report.kind): \(wanted)") }
    }
  }

  @Test(arguments: [1, 10, 38]) func everyDomainHasARow(count: Int) throws {
    let text = try text(Array(repeating: .clean, count: count))
    #expect(text.contains("本次查询的 \(count) 个领域中"))
    for index in 1...count { #expect(text.contains("示例领域\(chineseNumber(index))\n")) }
  }

  @Test func nobodyNamedNoLine() throws {
    #expect(!(try text([.clean], recipient: nil).contains("接收方")))
  }
}
