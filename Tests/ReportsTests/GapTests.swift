import CivilTime
import Records
import ReportKinds
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

  /// A source may lag behind by thirty-one days (`sourceDelay` of the catalogue that ships).
  @Test(arguments: [("2026-10-20", false), ("2026-10-19", true), (nil, true)] as [(String?, Bool)])
  func aLateSourceIsOne(through: String?, isGap: Bool) throws {
    var file = NoViolationSamples.file()
    file.coverage = [
      Coverage(
        source: "某局", domains: [], from: nil, through: through.flatMap { CalendarDate(text: $0) }, state: .loaded)
    ]
    var catalogue = NoViolationSamples.catalogue
    catalogue.sourceDelay = 31
    let report = try ReportBuilder(catalogue: catalogue, edition: "2021").report(on: file, identity: Samples.identity())
    #expect(report.hasGaps == isGap)
    #expect(report.sources[0].stateLabel == (isGap ? "已归集，有滞后" : "已归集"))
  }

  @Test(arguments: [[], [.missing], [.failed], [.loaded, .failed], [.missing, .loaded]] as [[Coverage.State]])
  func anyOtherIsOne(states: [Coverage.State]) { #expect(hasGaps(states)) }
}
