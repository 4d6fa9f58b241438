import CivilTime
import Records
import ReportKinds
import Reports
import Testing

@testable import Templates

/// A report made by hand, with every kind of section and a value missing here and there.
func sampleReport(penalties: Int = 2) throws -> Report {
  let number = try #require(ReportNumber("20261120180000123AB4CD"))
  let day = try #require(CalendarDate(year: 2026, month: 11, day: 20))
  let time = BeijingTime(day, secondOfDay: 18 * 3600)
  let records = (0..<penalties).map { index in
    Report.Record(lines: [
      Report.Line(key: "documentNumber", label: "行政处罚决定书文号", value: "示例罚〔2024〕\(index + 1)号"),
      Report.Line(key: "fact", label: "违法事实", value: "未按规定期限办理纳税申报。"),
      Report.Line(key: "confiscated", label: "没收违法所得、没收非法财物的金额（万元）", value: nil),
    ])
  }
  return Report(
    kind: .enterprise, title: "法人和非法人组织公共信用信息报告", edition: "2021",
    standard: "公共信用信息报告标准（2021年版）", versionLabel: "V1.0",
    identity: Report.Identity(number: number, issuedAt: time, issuer: "示例公共信用平台", salt: []), asOf: time,
    period: day...day,
    subject: Report.Subject(
      kind: "enterprise", kindLabel: "企业", name: "示例（广东）科技股份有限公司", nameLabel: "企业名称",
      code: "91440300192181490G", codeLabel: "统一社会信用代码", statusLabels: ["存续", "守信激励对象"],
      fields: [
        Report.Line(key: "legalRepresentative", label: "法定代表人/负责人/执行事务合伙人", value: "张示例"),
        Report.Line(key: "type", label: "企业类型", value: nil),
        Report.Line(key: "address", label: "住所", value: "广东省深圳市南山区示例街道示例社区示例大道一号示例大厦二十层"),
      ]),
    sections: [
      Report.Section(
        key: "basic", title: "基础信息", shortTitle: "基础", content: .subject, showsCount: true, count: 1),
      Report.Section(
        key: "licences", title: "行政许可信息", shortTitle: "许可", content: .records, showsCount: true),
      Report.Section(
        key: "penalties", title: "行政处罚信息", shortTitle: "处罚", content: .records, showsCount: true,
        count: penalties == 0 ? 0 : 1234 + penalties,
        groups: penalties == 0
          ? [] : [Report.Group(category: "penalty", label: "行政处罚", count: 1234 + penalties, records: records)]),
      Report.Section(
        key: "advice", title: "信用状况提升建议", shortTitle: "", content: .text, showsCount: false,
        paragraphs: ["请坚持诚实守信、依法经营。"]),
    ],
    omissions: [Report.Omission(rule: "ended", label: "公示期满", count: 1, unit: .records)],
    sources: [
      Report.Source(
        name: "国家税务总局广东省税务局", domains: ["税务"], from: "2016-01-01", through: nil, state: .failed, reason: "接口超时")
    ])
}

/// A personal report made by hand, for somebody who was authorised.
func samplePersonalReport() throws -> Report {
  var report = try sampleReport(penalties: 1)
  report.kind = .personal
  report.title = "个人公共信用信息报告"
  report.subject = Report.Subject(
    kind: "person", kindLabel: "自然人", name: "张示例", nameLabel: "姓名", code: "440001********0012", codeLabel: "证件号码",
    statusLabels: [], fields: [Report.Line(key: "sex", label: "性别", value: "女")])
  report.request = Report.Request(
    requester: "示例银行股份有限公司", basis: .authorisation, basisLabel: "信息主体书面授权", purpose: "贷款审批",
    document: "示例授权〔2026〕第1号", authorisedOn: "2026-11-01")
  return report
}

/// A no-violation report made by hand, with these answers.
func sampleNoViolationReport(
  _ outcomes: [Judgement.Answer.Outcome], recipient: String? = "示例证券交易所", notQueried: [String] = []
) throws -> Report {
  var report = try sampleReport()
  let group = report.sections[2].groups[0]
  var listed = Report.Group(category: group.category, label: group.label, count: 2, records: group.records)
  listed.records[0].marks = ["已修复"]
  report.kind = .noViolation
  report.title = "公共信用信息报告（无违法违规证明版）"
  report.sections = []
  let first = try #require(CalendarDate(year: 2023, month: 11, day: 20))
  let last = try #require(CalendarDate(year: 2026, month: 11, day: 19))
  report.period = first...last
  let answers = outcomes.enumerated().map { index, outcome in
    let source = Judgement.Source(
      name: "示例省第\(index + 1)监督管理局", delivered: outcome == .noData ? nil : first...last,
      isComplete: outcome != .noData, fault: outcome == .noData ? "未归集" : nil,
      categories: ["行政处罚", "行政强制"], statesCategories: index != 1)
    return Judgement.Answer(
      domain: "domain\(index)", label: "示例领域\(chineseNumber(index + 1))", bit: index, outcome: outcome,
      reasons: outcome == .noData ? ["示例省第\(index + 1)监督管理局：未归集"] : [], lacksData: outcome == .noData,
      sources: [source], groups: outcome == .records ? [listed] : [])
  }
  let doubtful = Judgement.Unclassified(
    category: "penalty", categoryLabel: "行政处罚", record: group.records[1], reason: "记录未载明作出机关",
    candidates: ["示例领域一", "示例领域二"])
  report.judgement = Judgement(
    asked: first...report.asOf.date, period: first...last, purpose: .listing, recipient: recipient,
    profile: .init(key: "sample", label: "示例口径", basis: "示例口径依据", note: "示例计入规则", number: 1),
    list: .init(key: "sample", label: "示例领域目录", version: 3, size: 10),
    counted: [.init(key: "penalty", label: "行政处罚"), .init(key: "coercion", label: "行政强制")],
    notQueried: notQueried.map { .init(key: $0, label: $0) }, answers: answers,
    unclassified: outcomes.contains(.undetermined) ? [doubtful] : [])
  return report
}

/// The summary of a group made by hand: a subject for each list of answers, the first of them the issuer.
func sampleGroupReport(
  _ outcomes: [[Judgement.Answer.Outcome]], notQueried: [String] = []
) throws -> Report {
  let parts = try outcomes.enumerated().map { index, outcomes in
    var report = try sampleNoViolationReport(outcomes, notQueried: notQueried)
    if index > 0 {
      report.subject.name = "示例\(["分公司", "子公司", "控股股东"][index % 3])\(index)"
      report.subject.code = "91440000MA00000\(100 + index)"
    }
    let role = index == 0 ? .issuer : GroupSummary.Role.allCases[1 + index % 3]
    return Report.GroupPart(role: role, report: report, digest: [UInt8](repeating: UInt8(index), count: 32))
  }
  return try Report(summaryOf: parts, identity: try sampleReport().identity)
}
