import Records
import ReportKinds
import Reports
import Testing

@testable import Templates

/// What `template check` warns of: a report that could say that nothing was found though nobody asked, that could leave out
/// records, or that nobody can check from paper.
struct ClaimTests {
  /// The warnings of a template with a code and, for single reports, the unclassified records; lines are the body's.
  private func warnings(_ body: String, report: Report.Kind = .noViolation) throws -> [String] {
    let rest =
      report == .noViolation
      ? "- for: item in judgement.unclassified\n  do: [{paragraph: \"{{ item.reason }}\"}]\n- qr: 36 mm"
      : "- paragraph: \"{{ group.counts.unclassified }}\"\n- qr: 36 mm"
    return try allWarnings(body + "\n" + rest, report: report)
  }

  private func allWarnings(_ body: String, report: Report.Kind) throws -> [String] {
    let text = "report: \(report.rawValue)\ninformation: {title: 标题}\npage: {margins: 25 mm}\nbody:\n\(body)\n"
    return try Template(text: text, name: "t.yaml").warnings.map {
      "\($0.location.line - 4):\($0.location.column): \($0.message.prefix { $0 != ";" })"
    }
  }

  private static let unasked = "says that nothing was found where nobody asked whether that is so"

  @Test(arguments: [
    // The trap: no record is not the same as clean.
    (
      "- for: answer in judgement.answers\n  do:\n    - if: answer.count > 0\n      then: []\n      else: [{paragraph: 未发现违法违规记录}]",
      "5:26"
    ),
    ("- for: answer in judgement.answers\n  do: [{if: not answer.groups, then: [{paragraph: 未发现}]}]", "2:51"),
    ("- for: answer in judgement.answersWithRecords\n  do: []\n  else:\n    - paragraph: 未发现违法违规记录", "4:18"),
    ("- if: judgement.counts.records == 0\n  then: [{paragraph: 均未发现违法违规记录}]", "2:22"),
    (
      "- if: judgement.counts.records > 0 or judgement.counts.noData > 0\n  then: []\n  else:\n    - heading: 未发现",
      "4:16"
    ),
    ("- if: judgement.counts.records == 0 or judgement.counts.noData == 0\n  then: [{note: 未发现}]", "2:17"),
    (
      "- for: answer in judgement.answers\n  do: [{if: answer.outcome != \"records\", then: [{paragraph: 未发现}]}]",
      "2:61"
    ),
    (
      "- for: answer in judgement.answers\n  do: [{if: answer.outcome == \"clean\", then: [], else: [{paragraph: 未发现}]}]",
      "2:69"
    ),
    ("- paragraph: 查询期间未发现违法违规记录。", "1:14"), ("- paragraph: 无违法违规记录", "1:14"),
    ("- paragraph: {text: [a, {text: 未发现, if: not judgement.lacksData}]}", "1:32"),
    ("- list: {items: [{text: 未发现, if: not judgement.unclassified}]}", "1:25"),
    ("- table: {columns: [1], rows: [{for: answer in judgement.answers, cells: [○ 未发现]}]}", "1:75"),
    // A head that lists the answers excuses the legend, not what stands in the rows of the domains.
    (
      "- table:\n    columns: [1, 1, 1]\n    head: [未发现, 未归集, 存疑]\n    rows:\n"
        + "      - {for: answer in judgement.answers, cells: [未发现, a, b]}", "5:52"
    ),
    ("- fields: {label: 结论, value: 未发现}", "1:30"),
  ])
  func aConclusionThatNobodyAskedFor(body: String, place: String) throws {
    #expect(try warnings(body) == ["\(place): \(Self.unasked)"])
  }

  @Test(arguments: [
    "- for: answer in judgement.answers\n  do: [{if: answer.outcome == \"clean\", then: [{paragraph: 未发现}]}]",
    "- for: answer in judgement.answers\n  do: [{if: answer.outcome != \"clean\", then: [], else: [{paragraph: 未发现}]}]",
    "- for: answer in judgement.answers\n  do: [{if: answer.count == 0 and answer.outcome == \"clean\", then: [{paragraph: 未发现}]}]",
    "- if: judgement.counts.records > 0 or judgement.counts.noData > 0 or judgement.counts.undetermined >= 1\n"
      + "  then: []\n  else: [{paragraph: 均未发现违法违规记录}]",
    "- if: judgement.counts.records == 0 and judgement.counts.noData < 1 and not judgement.counts.undetermined\n"
      + "  then: [{paragraph: 均未发现违法违规记录}]",
    "- paragraph: {text: [{text: 未发现, if: judgement.counts.records == 0 and judgement.counts.noData == 0 and judgement.counts.undetermined == 0}]}",
    // No conclusion: numbers, all four answers side by side, words in quotation marks.
    "- paragraph: \"未发现 {{ judgement.counts.clean }} 个\"", "- paragraph: 未发现、有记录、未归集、存疑",
    "- table: {columns: [1], rows: [{cells: [○ 未发现]}, {cells: [△ 未归集]}, {cells: [◇ 存疑]}]}",
    "- list: {items: [○ 未发现, △ 未归集, ◇ 存疑]}", "- paragraph: 三项具备的，方可答复“未发现违法违规记录”。",
  ])
  func aConclusionThatWasAskedFor(body: String) throws {
    #expect(try warnings(body) == [])
  }

  @Test func aGroupIsAskedAsAWhole() throws {
    let body = { (condition: String) in "- if: \(condition)\n  then: [{paragraph: 均未发现违法违规记录}]" }
    #expect(try warnings(body("group.isClean"), report: .group) == [])
    #expect(
      try warnings(body("not group.membersWithRecords"), report: .group) == ["2:22: \(Self.unasked)"])
  }

  @Test func whatIsMissingIsSaid() throws {
    #expect(
      try allWarnings("- heading: 标题", report: .noViolation) == [
        "1:1: has no verification code: nobody can check such a report from paper",
        "1:1: never prints the records that fit no domain",
      ])
    #expect(
      try allWarnings("- heading: 标题", report: .enterprise)
        == ["1:1: has no verification code: nobody can check such a report from paper"])
    #expect(try allWarnings("- image: {picture: verification-code, width: 36 mm}", report: .personal) == [])
    // To ask whether there are any is not to print them.
    let asked = "- if: judgement.unclassified\n  then: [{paragraph: 有未归类的记录}]\n- qr: 36 mm"
    #expect(try allWarnings(asked, report: .noViolation) == ["1:1: never prints the records that fit no domain"])
  }

  /// Other reports draw no conclusion about domains.
  @Test func reportsOfOtherKindsMaySayIt() throws {
    #expect(try allWarnings("- paragraph: 未发现\n- qr: 36 mm", report: .enterprise) == [])
  }

  @Test(arguments: ["enterprise", "personal", "no-violation", "group"]) func theTemplatesThatShipHaveNone(name: String)
    throws
  {
    #expect(try shipped(name).warnings == [])
  }
}
