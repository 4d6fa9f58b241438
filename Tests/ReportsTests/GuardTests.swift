import Records
import ReportKinds
import Testing

@testable import Reports

/// Where the judgement is on its guard: days at the edge, sources that nobody named, and two dates that contradict each
/// other. Each case is clean, or is not, by one day or one name.
@Suite struct GuardTests {
  private typealias S = NoViolationSamples

  private func outcomes(
    _ file: CreditFile, catalogue: Catalogue = S.catalogue
  ) throws -> [Judgement.Answer.Outcome] {
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: "three", domains: nil, period: S.period, purpose: .listing, recipient: nil,
      profile: "wide")
    let report = try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
    return try #require(report.judgement).answers.map(\.outcome)
  }

  // MARK: Sources

  @Test func aDomainForWhichTheCatalogueAndTheFileNameNoSourceIsNeverClean() throws {
    var (catalogue, file) = (S.catalogue, S.file())
    catalogue.domains[0].sources = []
    file.coverage.removeFirst()
    #expect(try outcomes(file, catalogue: catalogue) == [.noData, .clean, .clean])
  }

  @Test(arguments: [
    ("2020-01-01", "2023-12-31", false), ("2020-01-01", "2024-01-01", true), ("2024-01-01", "2024-01-01", true),
    ("2026-11-19", "2026-11-19", true), ("2026-11-20", "2026-11-20", false),
  ])
  func aFailureTaintsThePeriodFromItsFirstDayToItsLast(
    from: String, through: String, taints: Bool
  ) throws {
    var file = S.file()
    var failed = file.coverage[0]
    (failed.state, failed.from, failed.through) = (.failed, S.day(from), S.day(through))
    file.coverage.append(failed)
    #expect(try outcomes(file) == [taints ? .noData : .clean, .clean, .clean])
  }

  @Test func aFailureOfDaysThatAreNotSaidTaintsEveryPeriod() throws {
    for path in [\Coverage.from, \Coverage.through] {
      var file = S.file()
      var failed = file.coverage[0]
      (failed.state, failed.from, failed.through) = (.failed, S.day("2025-01-01"), S.day("2025-01-01"))
      failed[keyPath: path] = nil
      file.coverage.append(failed)
      #expect(try outcomes(file)[0] == .noData)
    }
  }

  @Test func whereTheCodeNamesNoPlaceNoAlternativeStandsInForASource() throws {
    var file = S.file(code: "无代码")
    file.coverage[2].source = "广州市药监局"
    #expect(try outcomes(file)[2] == .noData)
  }

  // MARK: Days

  /// Before there was a republic, nobody decided anything.
  @Test(arguments: ["1949-09-30", "1949-01-01"])
  func aDayOnWhichNothingCanHaveHappenedPutsNoRecordOutsideThePeriod(day: String) throws {
    var file = S.file()
    file.records = [CategoryRecords(category: "penalty", records: [S.penalty(on: day)])]
    #expect(try outcomes(file) == [.records, .clean, .clean])
  }

  @Test(arguments: [
    // Removed a day before it was listed: one of the two is wrong, and nobody knows which.
    ("2020-01-01", "2019-12-31", true), ("2020-01-01", "2020-01-01", false), ("2020-01-01", "2023-12-31", false),
    ("2020-01-01", "2024-01-01", true), ("2026-11-19", nil, true), ("2026-11-20", nil, false),
  ])
  func aListingCountsWhileItMayHaveLastedIntoThePeriod(
    listed: String, removed: String?, counts: Bool
  ) throws {
    var values: [(String, Value)] = [
      ("authority", .text("广州市市场监督管理局")), ("listedOn", .date(S.day(listed))),
    ]
    if let removed { values.append(("removedOn", .date(S.day(removed)))) }
    var file = S.file()
    file.records = [CategoryRecords(category: "abnormalOperation", records: [S.record(values)])]
    #expect(try outcomes(file)[1] == (counts ? .records : .clean))
  }

  // MARK: Minors

  private static let minors = Category(
    naming: Naming(key: "penalty", label: "行政处罚"),
    fields: [
      Samples.field("decisionDate", "处罚决定日期", .date),
      Samples.field("personNumber", "证件号码", .identity, .never),
    ],
    dateField: "decisionDate", sparesMinors: true, personField: "personNumber")

  /// The person whom the record is about and the subject of the report may be two: the younger is protected.
  @Test(arguments: [
    ("2000-01-01", "2005-01-01", true), ("2005-01-01", "2000-01-01", true), ("2000-01-01", "2001-01-01", false),
    (nil, "2005-01-01", true), ("2005-01-01", nil, true), (nil, nil, false),
  ])
  func ofTwoBirthDatesTheLaterOneCounts(subject: String?, person: String?, isSpared: Bool) throws {
    let judgement = try #require(Reports.Minors().judgement(for: Self.minors))
    var values: [(String, Value)] = [("decisionDate", .date(S.day("2020-05-01")))]
    if let person { values.append(("personNumber", .text(Shipped.citizenID(born: person)))) }
    let context = PublicityContext(day: S.day("2026-11-20"), birth: subject.map(S.day))
    #expect(judgement(S.record(values), context) == isSpared)
  }

  /// Both pass for a day in 2010; the first is an organisation's code, by its check character.
  @Test(arguments: [("914400201001010016", false), ("914400201001010017", true)])
  func anOrganisationsCodeSaysNoBirthDate(_ code: String, _ isSpared: Bool) throws {
    let judgement = try #require(Reports.Minors().judgement(for: Self.minors))
    let record = S.record([("decisionDate", .date(S.day("2020-05-01"))), ("personNumber", .text(code))])
    #expect(judgement(record, PublicityContext(day: S.day("2026-11-20"))) == isSpared)
  }

  @Test(arguments: [
    ("1990-01-01", "2010-01-01", "2010-01-01"), ("2010-01-01", "1990-01-01", "2010-01-01"),
    ("1990-01-01", nil, "1990-01-01"),
  ])
  func aPersonIsAsYoungAsTheLaterOfTheNumbersAndTheFilesBirthDates(
    number: String, given: String?, taken: String
  ) {
    var subject = Subject(kind: "person", name: "示例", code: Shipped.citizenID(born: number))
    if let given { subject.fields.entries.append(.init(key: CatalogueKeys.birthDate, value: .date(S.day(given)))) }
    #expect(Eligibility.birthDate(of: subject) == S.day(taken))
  }

  /// A passport's number may look like an identity number, and says nothing of a birth.
  @Test func anotherDocumentsNumberSaysNoBirthDate() {
    var subject = Subject(kind: "person", name: "示例", code: Shipped.citizenID(born: "2010-01-01"))
    subject.fields.entries = [.init(key: "idKind", value: .text("护照"))]
    #expect(Eligibility.birthDate(of: subject) == nil)
    subject.fields.entries.append(.init(key: CatalogueKeys.birthDate, value: .date(S.day("1990-01-01"))))
    #expect(Eligibility.birthDate(of: subject) == S.day("1990-01-01"))
  }
}
