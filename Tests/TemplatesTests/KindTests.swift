import ReportKinds
import Reports
import Testing

@testable import Templates

/// A template says which kind of report it is for: its paths are those of that kind's data, and it takes no other.
struct KindTests {
  private func template(_ report: String, _ path: String, parts: [String: String] = [:]) throws -> Template {
    try Template(
      text: "\(report)information: {title: x}\npage: {margins: 25 mm}\nbody: [{paragraph: \"{{ \(path) }}\"}]",
      name: "t.yaml"
    ) { path throws(TemplateError) in
      guard let text = parts[path] else { return try Template.noParts(path) }
      return text
    }
  }

  @Test(arguments: [
    ("", "title", Report.Kind.enterprise), ("report: enterprise\n", "title", .enterprise),
    ("report: personal\n", "request.requester", .personal),
    ("report: no-violation\n", "judgement.counts.clean", .noViolation),
    ("report: group\n", "group.counts.clean", .group),
  ]) func pathsAreThoseOfTheKind(report: String, path: String, kind: Report.Kind) throws {
    #expect(try template(report, path).report == kind)
  }

  @Test func pathsOfAnotherKindAreMistakes() {
    for (report, path) in [("", "judgement.purpose"), ("report: no-violation\n", "request.purpose")] {
      let error = #expect(throws: TemplateError.self) { try template(report, path) }
      #expect(error?.description.contains("the data have no `") == true, "\(error?.description ?? "")")
    }
    let error = #expect(throws: TemplateError.self) { try template("report: no-violations\n", "title") }
    #expect(
      error?.description
        == "t.yaml:1:9: `report` is one of \(Report.Kind.allCases.map(\.name).joined(separator: ", ")), not "
        + "`no-violations`; "
        + "did you mean `no-violation`?")
  }

  @Test func anotherKindOfReportIsRefused() throws {
    let personal = try template("report: personal\n", "title")
    let error = #expect(throws: TemplateError.self) { try personal.document(for: sampleReport()) }
    #expect(
      error?.description
        == "t.yaml:1:9: this template is for `personal` reports, and the report is `enterprise`; "
        + "choose a template that says `report: enterprise`")
  }

  @Test func aPartIsForEveryKindThatIncludesIt() throws {
    let text = "include: [a.yaml]\ninformation: {title: x}\npage: {margins: 25 mm}\nbody: [{include: b.yaml}]"
    func template(_ report: String) throws -> Template {
      try Template(text: report + text, name: "t.yaml") { path throws(TemplateError) in
        path == "a.yaml" ? "report: personal" : "body: [{paragraph: \"{{ request.purpose }}\"}]"
      }
    }
    let enterprise = #expect(throws: TemplateError.self) { try template("") }
    let lines = enterprise?.mistakes.map(\.description) ?? []
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("a.yaml:1:1: unknown key `report` in `part`") == true)
    #expect(lines.last?.hasPrefix("b.yaml:1:24: the data have no `request`") == true)
    let personal = #expect(throws: TemplateError.self) { try template("report: personal\n") }
    #expect(personal?.mistakes.count == 1)
  }

  @Test func aRequestIsOfItsShape() throws {
    var report = try sampleReport()
    report.kind = .personal
    for document in [nil, "授权〔2026〕1号"] {
      report.request = Report.Request(
        requester: "示例银行股份有限公司", basis: .authorisation, basisLabel: "本人书面授权", purpose: "贷款审批", document: document)
      #expect(DataShape.report(.personal).difference(from: report.data) == nil)
    }
    #expect(DataShape.report().difference(from: report.data) == "`` has no `request`")
  }
}
