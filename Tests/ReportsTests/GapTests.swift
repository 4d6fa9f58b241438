import Records
import Testing

@testable import Reports

/// An empty section is good news only where somebody looked.
@Suite struct GapTests {
  private func hasGaps(_ states: [Coverage.State]) -> Bool {
    var report = Report(
      kind: .enterprise, title: "", edition: "", standard: "", versionLabel: "",
      identity: .init(
        number: ReportNumber(at: BeijingTime(millisecondsSince1970: 0), random: 0),
        issuedAt: BeijingTime(millisecondsSince1970: 0), issuer: "", salt: []),
      asOf: BeijingTime(millisecondsSince1970: 0),
      period: CalendarDate(daysSince1970: 0)...CalendarDate(daysSince1970: 0),
      subject: .init(
        kind: "", kindLabel: "", name: "", nameLabel: "", code: "", codeLabel: "", statusLabels: [], fields: []),
      sections: [], omissions: [])
    report.sources = states.map {
      Report.Source(name: "", domains: [], from: nil, through: nil, state: $0, reason: nil)
    }
    return report.hasGaps
  }

  @Test func allSourcesLoadedIsNoGap() { #expect(!hasGaps([.loaded, .loaded])) }

  @Test(arguments: [[], [.missing], [.failed], [.loaded, .failed], [.missing, .loaded]] as [[Coverage.State]])
  func anyOtherIsOne(states: [Coverage.State]) { #expect(hasGaps(states)) }
}
