import Blocks
import ReportKinds
import Reports
import Testing

@testable import Templates

/// templates/group.yaml: subject × domain, and no word of "nothing found" where that is not every answer of every subject.
struct GroupTemplateTests {
  private typealias Outcomes = [[Judgement.Answer.Outcome]]

  private func tables(_ outcomes: Outcomes) throws -> [Table] {
    let document = try shipped("group").document(for: sampleGroupReport(outcomes))
    return document.blocks.compactMap(\.table).filter {
      $0.head.first?.cells.dropFirst().first?.blocks.first?.texts == ["主体"]
    }
  }

  @Test func everySubjectHasARowAndEveryDomainAColumn() throws {
    let outcomes: Outcomes = [[.clean, .records, .noData, .undetermined], [.clean, .clean, .clean, .clean]]
    #expect(DataShape.report(.group).difference(from: try sampleGroupReport(outcomes).data) == nil)
    let table = try #require(try tables(outcomes).first)
    let rows = table.rows.map { $0.cells.map { $0.blocks.flatMap(\.texts).joined(separator: "|") } }
    #expect(
      rows == [
        ["1", "示例（广东）科技股份有限公司（发行人）", "○", "● 2", "△", "◇"], ["2", "示例子公司1（子公司）", "○", "○", "○", "○"],
      ])
  }

  /// As many tables as the page needs, all nearly equally wide.
  @Test(arguments: [(1, [1]), (10, [10]), (11, [5, 6]), (38, [9, 10, 9, 10])])
  func manyDomainsStandInSeveralTables(count: Int, widths: [Int]) throws {
    let tables = try tables([Array(repeating: .clean, count: count)])
    // The last of them is the list of reports.
    #expect(tables.dropLast().map { $0.columns.count - 2 } == widths)
    for table in tables { #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count }) }
  }

  @Test func onlyWhereAllAreCleanDoesItSaySo() throws {
    let all = "均未发现违法违规记录"
    let warning = "本汇总表不是对全部所列主体和领域的无违法违规证明"
    func text(_ outcomes: Outcomes) throws -> String {
      try shipped("group").document(for: sampleGroupReport(outcomes)).text
    }
    let clean = try text([[.clean, .clean], [.clean, .clean]])
    #expect(clean.contains(all) && !clean.contains(warning))
    for other in Judgement.Answer.Outcome.allCases where other != .clean {
      let text = try text([[.clean, .clean], [.clean, other]])
      #expect(!text.contains(all) && text.contains(warning), "\(other)")
      #expect(text.contains("四、有违法违规记录的主体") == (other == .records || other == .undetermined), "\(other)")
    }
  }

  @Test func recordsBesideMissingDataShowBoth() throws {
    var report = try sampleGroupReport([[.clean]])
    report.group?.members[0].answers[0] = .init(outcome: .records, count: 12, lacksData: true)
    let document = try shipped("group").document(for: report)
    let cells = document.blocks.compactMap(\.table).flatMap(\.rows).flatMap(\.cells)
    #expect(cells.contains { $0.blocks.flatMap(\.texts) == ["● 12", "△"] })
  }

  /// Nobody was looked at for the days after the first report ends: nowhere does the summary say so.
  @Test func daysThatNobodyAnswersForAreSaidOnceOnly() throws {
    var report = try sampleGroupReport([[.clean]])
    let asked = try #require(report.group?.asked)
    #expect(asked.upperBound > report.period.upperBound)
    func text(_ report: Report) throws -> String { try shipped("group").document(for: report).text }
    let cut = try text(report)
    #expect(cut.contains("2023年11月20日至2026年11月19日"))
    #expect(cut.ranges(of: "至2026年11月20日").count == 1, "as 申请期间")
    #expect(cut.contains("2023年11月20日至2026年11月20日（查询期间截至所列主体中最早的数据归集截止日，其后的部分未作汇总）"))
    report.group?.asked = report.period
    report.group?.members[0].period = report.period
    #expect(!(try text(report).contains("其后的部分未作汇总")))
  }
}
