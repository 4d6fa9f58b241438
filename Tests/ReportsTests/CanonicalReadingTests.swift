import Foundation
import Records
import ReportKinds
import Testing

@testable import Reports

/// Reads back what ``Report/canonicalData()`` writes.
@Suite struct CanonicalReadingTests {
  private static func expectsReturn(of report: Report, _ comment: Comment? = nil) throws {
    let data = report.canonicalData()
    let again = try Report(canonicalData: data)
    #expect(again == report, comment)
    #expect(again.canonicalData() == data, comment)
  }

  // MARK: What the program makes

  @Test(arguments: ExampleTests.examples)
  func everyExampleComesBackWholeInEveryEdition(_ example: ExampleTests.Example) throws {
    let catalogue = try Shipped.catalogue()
    let file = try CreditFileReader(catalogue: catalogue, now: { Samples.identity().issuedAt })
      .read(path: Shipped.root.appending(path: "examples/\(example.name).json").path).file
    let kind: Report.Kind = file.subject.kind == "person" ? .personal : .enterprise
    for edition in catalogue.editions where edition.kind == kind.standard {
      var report = try ReportBuilder(catalogue: catalogue, report: kind, edition: edition.naming.key)
        .report(on: file, identity: Samples.identity())
      try Self.expectsReturn(of: report, "\(edition.naming.key)")
      report.identity.checkCode = "7K3M9QXA"
      report.rendering = Self.rendering
      try Self.expectsReturn(of: report, "\(edition.naming.key), printed")
    }
  }

  @Test(arguments: ["no-violation", "no-violation-clean", "enterprise-38-records"])
  func judgementsComeBackWholeByEveryListAndProfile(_ name: String) throws {
    let catalogue = try Shipped.catalogue()
    let file = try CreditFileReader(catalogue: catalogue, now: { Samples.identity().issuedAt })
      .read(path: Shipped.root.appending(path: "examples/\(name).json").path).file
    for list in catalogue.domainLists {
      for profile in catalogue.profiles {
        let question = try NoViolationQuestion(
          catalogue: catalogue, list: list.naming.key, domains: nil,
          period: Samples.day(2023, 11, 20)...Samples.day(2026, 11, 19), purpose: .listing, recipient: "示例证券交易所",
          profile: profile.naming.key)
        let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
          .report(on: file, identity: Samples.identity())
        try Self.expectsReturn(of: report, "\(list.naming.key), \(profile.naming.key)")
      }
    }
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func soDoesAnyReport(_ seed: UInt64) throws {
    var random = SplitMix(state: seed)
    try Self.expectsReturn(of: RandomReport.report(&random))
  }

  // MARK: What earlier releases have made

  /// Reports of the release before this layout are in people's hands: they are read, and written again as they were.
  @Test(arguments: ["no-violation", "group"])
  func theDataOfVersion3ComeBackAsTheyWere(_ name: String) throws {
    let path = Shipped.root.appending(path: "Tests/ReportsTests/Fixtures/version-3-\(name).json")
    let data = [UInt8](try Data(contentsOf: path))
    let report = try Report(canonicalData: data)
    #expect(report.canonicalData() == data)
    #expect(report.dataVersion == 3 && report.coverageBasis == .declared && report.unattributed.isEmpty)
    #expect((report.judgement?.answers.count ?? report.group?.domains.count) == 10)
    #expect(report.judgement?.counted ?? report.group?.counted == [])
    #expect((report.judgement?.profile ?? report.group?.profile)?.basis.contains("刑事裁判") == true)
    // Under another number they would be other data.
    let later = Array(data.dropLast(2) + "4}".utf8)
    #expect(throws: CanonicalDataError.self) { try Report(canonicalData: later) }
    #expect(throws: CanonicalDataError.self) {
      try Report(canonicalData: Array(Self.small().data.dropLast(2) + "3}".utf8))
    }
  }

  @Test(arguments: ["no-violation", "group"])
  func theDataOfVersion4ComeBackAsTheyWere(_ name: String) throws {
    let path = Shipped.root.appending(path: "Tests/ReportsTests/Fixtures/version-4-\(name).json")
    let data = [UInt8](try Data(contentsOf: path))
    let report = try Report(canonicalData: data)
    #expect(report.canonicalData() == data)
    #expect(report.dataVersion == 4 && report.excluded.isEmpty)
    #expect(report.unattributed.count == (name == "group" ? 0 : 1))
    #expect((report.judgement?.answers.count ?? report.group?.domains.count) == 10)
    for other in ["3}", "5}"] {
      #expect(throws: CanonicalDataError.self) {
        try Report(canonicalData: Array(data.dropLast(2) + other.utf8))
      }
    }
  }

  @Test(arguments: ["no-violation", "group"])
  func theDataOfVersion5ComeBackAsTheyWere(_ name: String) throws {
    let path = Shipped.root.appending(path: "Tests/ReportsTests/Fixtures/version-5-\(name).json")
    let data = [UInt8](try Data(contentsOf: path))
    let report = try Report(canonicalData: data)
    #expect(report.canonicalData() == data)
    #expect(report.dataVersion == 5 && report.identity.expiresAt == nil)
    #expect((report.judgement?.profile ?? report.group?.profile)?.number == 0)
    #expect((report.judgement?.list ?? report.group?.list)?.size == 0)
    for other in ["4}", "6}"] {
      #expect(throws: CanonicalDataError.self) {
        try Report(canonicalData: Array(data.dropLast(2) + other.utf8))
      }
    }
  }

  // MARK: What others make

  /// Every member, as small as it can be.
  private static func small() throws -> (report: Report, data: [UInt8]) {
    var random = SplitMix(state: 3)
    var report = RandomReport.report(&random, sizes: 1, text: { _ in "甲\n" })
    report.judgement = RandomReport.judgement(&random, sizes: 1, text: { _ in "乙" })
    report.request = Report.Request(requester: "丙", basis: .own, basisLabel: "", purpose: "")
    report.rendering = rendering
    return (report, report.canonicalData())
  }

  private static let rendering = Report.Rendering(
    engine: 1, libraries: "libharu 1", host: "verify.example.cn", template: "enterprise",
    templateDigest: Array(0..<32), fontsDigest: Array(100..<132))

  @Test func noBeginningOfThemIsTakenForAReport() throws {
    let data = try Self.small().data
    for length in data.indices {
      #expect(throws: CanonicalDataError.self) { try Report(canonicalData: Array(data[..<length])) }
    }
    #expect(throws: CanonicalDataError.self) { try Report(canonicalData: data + [0x0A]) }
  }

  @Test func aFlippedBitIsRefusedOrMakesAnotherReport() throws {
    let (report, data) = try Self.small()
    var read = 0
    for place in data.indices {
      for bit in 0..<8 {
        var damaged = data
        damaged[place] ^= 1 << bit
        guard let other = try? Report(canonicalData: damaged) else { continue }
        read += 1
        if other == report || other.canonicalData() != damaged {
          Issue.record("bit \(bit) of byte \(place) goes unnoticed")
        }
      }
    }
    #expect(read > 100, "texts can be any text")
  }

  @Test(arguments: [
    (#"{"asOf":"#, #"{ "asOf":"#, "no member `asOf`"),
    (#""count":1"#, #""count":01"#, "leading zero"), (#""count":1"#, #""count":-1"#, "no number"),
    (#""count":1"#, #""count":1e3"#, "no member"),
    (#""count":1"#, #""count":99999999999999999999999"#, "too large"),
    (#""showsCount":true"#, #""showsCount":1"#, "neither true nor false"),
    (#"甲\n"#, #"甲\u000a"#, "an escape that is not needed"), (#"甲\n"#, #"甲\/"#, "an escape that is not needed"),
    (#"甲\n"#, #"\u7532"#, "an escape that is not needed"), (#"甲\n"#, "甲\n", "a text without end"),
    (#""kind":"enterprise""#, #""kind":"novel""#, "no Kind"),
    (#"],"version":6}"#, #"],"version":2}"#, "version 2"), (#"],"version":6}"#, #"],"version":7}"#, "version 7"),
    (#""engine":1"#, #""engine":1,"more":1"#, "no member `fonts`"),
    (#""salt":"00"#, #""salt":"0A"#, "hexadecimal"), (#""salt":"00"#, #""salt":""#, "32 hexadecimal digits"),
    (#""millisecond":7"#, #""millisecond":1000"#, "no milliseconds"),
    (#""from":"2026-11-19""#, #""from":"2026-11-31""#, "no day"),
    (#""from":"2026-11-19""#, #""from":"2026-1-19""#, "no day"),
    (#""from":"2026-11-19""#, #""from":"2026-11-21""#, "ends before it begins"),
    (#""asOf":"2026-11-20T18:00:00+08:00""#, #""asOf":"2026-11-20T18:00:00+09:00""#, "no time"),
    (#""asOf":"2026-11-20T18:00:00+08:00""#, #""asOf":"2026-11-20T24:00:00+08:00""#, "no time"),
    (#""checkCode":"7K3M9QXA""#, #""checkCode":"7K3M-9QXA""#, "no check code"),
    (#""number":"20"#, #""number":"xx"#, "no report number"),
  ])
  func whateverIsNotInTheOneFormIsRefusedAndWhere(
    _ part: String, _ replacement: String, _ problem: String
  ) throws {
    let text = String(decoding: try Self.small().data, as: UTF8.self)
    let range = try #require(text.range(of: part))
    let data = Array(text.replacingCharacters(in: range, with: replacement).utf8)
    do {
      _ = try Report(canonicalData: data)
      Issue.record("\(replacement) was read")
    } catch {
      #expect("\(error)".contains(problem), "\(error)")
      if case .malformed(_, _, let offset) = error {
        let place = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        #expect((0...replacement.utf8.count + 40).contains(offset - place), "\(offset), not near \(place)")
      }
    }
  }

  @Test func nestingThatNeverEndsIsNoDeeperThanAReport() {
    for opening in ["[", "{", #"{"asOf":"#] {
      let bytes = Array(repeatElement(opening, count: 1_000_000).joined().utf8)
      #expect(throws: CanonicalDataError.self) { try Report(canonicalData: bytes) }
    }
    #expect(throws: CanonicalDataError.tooLarge(limit: Report.maximumCanonicalSize)) {
      try Report(canonicalData: [UInt8](repeating: 0x5B, count: Report.maximumCanonicalSize + 1))
    }
  }
}
