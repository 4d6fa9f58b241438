import Foundation
import ReportKinds
import Testing

@Suite struct `Kinds of reports` {
  @Test func `A number and a name mean one kind, and numbers are those of the tokens in people's hands`() {
    let kinds = ReportKind.allCases
    #expect(Set(kinds.map(\.number)).count == kinds.count)
    #expect(kinds.allSatisfy { ReportKind(number: $0.number) == $0 && ReportKind(rawValue: $0.name) == $0 })
    #expect(
      [ReportKind.enterprise, .personal, .noViolation, .group].map(\.number) == [1, 2, 3, 4], "docs/token.md")
    #expect(ReportKind(number: 0) == nil)
    let names = ReportKind.ordered.flatMap { [$0.name] + $0.facts.otherNames }
    #expect(Set(names).count == names.count)
  }

  @Test func `Who orders a report names one that is made of a credit file`() {
    #expect(ReportKind(ordered: "企业报告") == .enterprise && ReportKind(ordered: "personal") == .personal)
    #expect(ReportKind(ordered: "公共信用信息报告（无违法违规证明版）") == .noViolation)
    #expect(ReportKind(ordered: "group") == nil && ReportKind(ordered: "") == nil)
    #expect(ReportKind.orderedNames == "enterprise, personal or no-violation")
  }

  @Test func `Somebody prints reports on themselves, and no others`() {
    #expect(ReportKind.selfPrinted(by: .personal) == [.personal])
    #expect(ReportKind.selfPrinted(by: .enterprise) == [.enterprise, .noViolation])
    for standard in StandardReport.allCases {
      let kind = ReportKind(publicReportOf: standard)
      #expect(kind.standard == standard && kind.making == .edition && !kind.concludes)
      #expect(StandardReport(ofPerson: kind.isOfPerson) == standard)
    }
  }

  @Test func `What judges says so on its cover, and an edition's report has its edition's title`() {
    #expect(ReportKind.allCases.filter(\.concludes) == [.noViolation, .group])
    #expect(ReportKind.noViolation.coverTitle == "公共信用信息报告（无违法违规证明版）")
    #expect(ReportKind.enterprise.coverTitle == nil && ReportKind.personal.coverTitle == nil)
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test(arguments: ["docs/schema/verification.schema.json", "docs/schema/template.schema.json", "docs/openapi.json"])
  func `The schemas name these kinds`(_ path: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: path).resolvingSymlinksInPath(), encoding: .utf8)
    let names = ReportKind.allCases.map { "\"\($0.name)\"" }.joined(separator: ",")
    #expect(text.filter { !$0.isWhitespace }.contains("\"enum\":[\(names)]"))
  }

  @Test func `Each kind has its template`() {
    for kind in ReportKind.allCases {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: "templates/\(kind.name).yaml").path))
    }
  }
}
