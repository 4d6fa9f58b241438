import Blocks
import Foundation
import Reports
import Testing

@testable import Templates

/// templates/personal.yaml, applied to a report made by hand.
struct PersonalTemplateTests {
  @Test func everythingOfTheReportIsInTheDocument() throws {
    let report = try samplePersonalReport()
    let text = try shipped("personal").document(for: report).text
    for wanted in [
      "个人公共信用信息报告", "张示例", "440001********0012", "示例银行股份有限公司", "信息主体书面授权", "贷款审批", "示例授权〔2026〕第1号",
      "2026年11月1日", "完全民事行为能力", "三、行政处罚信息", "示例罚〔2024〕1号", "请坚持诚实守信、依法经营。", "接口超时", "信用信息异议申诉",
    ] { #expect(text.contains(wanted), "\(wanted)") }
    #expect(!text.contains("授权有效期至"), "what is not given has no line")
    #expect(!text.contains("企业盖章"))
  }

  @Test func whoAsksForHimselfHasNoLinesOfAnAuthorisation() throws {
    var report = try samplePersonalReport()
    report.request = Report.Request(requester: "张示例", basis: .own, basisLabel: "本人查询", purpose: "自用")
    let text = try shipped("personal").document(for: report).text
    #expect(text.contains("本人查询"))
    #expect(!text.contains("授权书编号") && !text.contains("授权日期"))
  }

  /// Typed by the applicant and checked by nobody, above the issuer's seal.
  @Test func thePurposeIsNotTheIssuersStatement() throws {
    var report = try samplePersonalReport()
    report.request?.purpose = "求职"
    let text = try shipped("personal").document(for: report).text
    let places = text.components(separatedBy: "求职").dropFirst()
    #expect(!places.isEmpty && places.allSatisfy { $0.hasPrefix("（由申请人填写，未经核实）") })
  }

  @Test func noPageButTheCoverAndTheDataShowsTheDocumentNumber() throws {
    let page = try shipped("personal").document(for: samplePersonalReport()).page
    #expect(page.footer?.left.map(\.words).joined() == "仅供本报告载明的查询用途使用")
    #expect(page.footer?.center.map(\.words).joined() == "第 # 页 共 ## 页")
    #expect(page.watermark?.text == "个人公共信用信息报告")
  }
}
