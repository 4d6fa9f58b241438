import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// The credit files of `examples/`, through the reader and the catalogue that ship.
@Suite struct ExampleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// File, records in it, and the pointers of the warnings that it is meant to raise.
  struct Example: Sendable {
    var name: String
    var records: Int
    var warnings: [String] = []
    /// Rules that leave something out.
    var omissions: [String] = []
  }

  static let examples = [
    Example(name: "enterprise", records: 4),
    Example(name: "enterprise-38-records", records: 38, warnings: ["/records/行政处罚/7"]),
    Example(name: "enterprise-exchange-codes", records: 7),
    Example(name: "enterprise-rare-characters", records: 4),
    Example(name: "enterprise-missing-glyph", records: 1),
    Example(name: "personal-authorised", records: 1, omissions: ["notForPublication", "masked"]),
    Example(
      name: "personal", records: 10,
      omissions: ["minors", "slightBreach", "notForPublication", "masked", "maskedInText"]),
    Example(name: "individual-business", records: 3), Example(name: "cooperative", records: 2),
    Example(name: "public-institution", records: 1), Example(name: "social-organisation", records: 2),
    Example(name: "government-body", records: 1),
  ]

  private let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue.load(directory: Self.root.appending(path: "templates/catalogue").path)
  }

  private func read(_ name: String) throws -> Reading {
    try CreditFileReader(catalogue: catalogue, now: { Samples.identity().issuedAt })
      .read(path: Self.root.appending(path: "examples/\(name).json").path)
  }

  @Test(arguments: examples)
  func eachIsReadWithTheWarningsThatItIsMeantToRaiseAndReportedWhole(_ example: Example) throws {
    let reading = try read(example.name)
    #expect(reading.warnings.map(\.pointer) == example.warnings)
    let kind: Report.Kind = reading.file.subject.kind == "person" ? .personal : .enterprise
    for edition in catalogue.editions where edition.kind == kind.standard {
      let report = try ReportBuilder(catalogue: catalogue, report: kind, edition: edition.naming.key)
        .report(on: reading.file, identity: Samples.identity())
      #expect(report.sections.filter { $0.content == .records }.reduce(0) { $0 + $1.count } == example.records)
      #expect(report.omissions.map(\.rule) == example.omissions)
      #expect(report.sources.count == 10)
      #expect(report.subject.name.contains("示例"))
    }
  }

  @Test func dirtyDataComesOutClean() throws {
    let report = try ReportBuilder(catalogue: catalogue, edition: "2021")
      .report(on: read("enterprise-38-records").file, identity: Samples.identity())
    #expect(report.subject.statusLabels == ["存续", "守信激励对象", "失信惩戒对象"])
    let lines = report.sections.flatMap(\.groups).flatMap(\.records).flatMap(\.lines)
    for line in lines {
      #expect(!["— —", "-", "/", "无", "空", "NULL", ""].contains(line.value))
      #expect(!line.label.contains("_x000D_"))
      if line.label.hasSuffix("日期") {
        #expect(line.value.map { $0.wholeMatch(of: /\d{4}-\d\d-\d\d|长期/) != nil } ?? true, "\(line)")
      }
    }
    #expect(lines.contains { $0.value == "长期" })
    let penalties = try #require(report.sections[2].groups.first)
    #expect(penalties.records.first == penalties.records.last)
  }

  @Test func longAndRareTextsArriveAsTheyWereGiven() throws {
    let report = try ReportBuilder(catalogue: catalogue, edition: "2021")
      .report(on: read("enterprise-rare-characters").file, identity: Samples.identity())
    #expect(report.subject.name.unicodeScalars.count == 60)
    let values = report.sections.flatMap(\.groups).flatMap(\.records).flatMap(\.lines).compactMap(\.value)
    #expect(values.map(\.unicodeScalars.count).max() == 4000)
    #expect(values.contains { $0.contains("葛\u{E0100}") })
  }
}
