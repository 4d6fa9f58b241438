import Foundation
import ReportKinds
import Testing

@Suite struct ReportKindTests {
  @Test func aNumberAndANameMeanOneKindAndNumbersAreThoseOfTheTokensInPeoplesHands() {
    let kinds = ReportKind.allCases
    #expect(Set(kinds.map(\.number)).count == kinds.count)
    #expect(kinds.allSatisfy { ReportKind(number: $0.number) == $0 && ReportKind(rawValue: $0.name) == $0 })
    #expect(
      [ReportKind.enterprise, .personal, .noViolation, .group].map(\.number) == [1, 2, 3, 4], "docs/token.md")
    #expect(ReportKind(number: 0) == nil)
    let names = ReportKind.orderable.flatMap { [$0.name] + $0.facts.otherNames }
    #expect(Set(names).count == names.count)
  }

  @Test func whoOrdersAReportNamesOneThatIsMadeOfACreditFile() {
    #expect(ReportKind(ordered: "企业报告") == .enterprise && ReportKind(ordered: "personal") == .personal)
    #expect(ReportKind(ordered: "公共信用信息报告（无违法违规证明版）") == .noViolation)
    #expect(ReportKind(ordered: "group") == nil && ReportKind(ordered: "") == nil)
    let parts = ReportKind.orderableNames.components(separatedBy: " or ")
    #expect(parts.count == 2 && parts[0].hasPrefix("enterprise, personal"))
    #expect(parts[0].components(separatedBy: ", ") + parts.suffix(1) == ReportKind.orderable.map(\.name))
  }

  @Test func somebodyPrintsReportsOnThemselvesAndNoOthers() {
    #expect(ReportKind.selfPrinted(by: .personal) == [.personal])
    #expect(ReportKind.selfPrinted(by: .enterprise) == [.enterprise, .noViolation])
    for standard in StandardReport.allCases {
      let kind = ReportKind(publicReportOf: standard)
      #expect(kind.standard == standard && kind.making == .edition && !kind.concludes)
      #expect(StandardReport(ofPerson: kind.isOfPerson) == standard)
    }
  }

  @Test func whatJudgesSaysSoOnItsCoverAndAnEditionsReportHasItsEditionsTitle() {
    #expect(ReportKind.allCases.filter(\.concludes) == [.noViolation, .group])
    #expect(ReportKind.noViolation.coverTitle == "公共信用信息报告（无违法违规证明版）")
    #expect(ReportKind.enterprise.coverTitle == nil && ReportKind.personal.coverTitle == nil)
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(arguments: ["docs/schema/verification.schema.json", "docs/schema/template.schema.json", "docs/openapi.json"])
  func theSchemasNameTheseKinds(_ path: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: path).resolvingSymlinksInPath(), encoding: .utf8)
    let names = ReportKind.allCases.map { "\"\($0.name)\"" }.joined(separator: ",")
    #expect(text.filter { !$0.isWhitespace }.contains("\"enum\":[\(names)]"))
  }

  @Test func eachKindHasItsTemplate() {
    for kind in ReportKind.allCases {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: "templates/\(kind.name).yaml").path))
    }
  }
}
