import CivilTime
import Records
import ReportKinds
import Testing

@testable import Reports

/// 个人公共信用信息报告: of whom it is made, and for whom (domain.md §1.1, §2.12). Issued on 2026-11-21.
@Suite struct PersonalReportTests {
  private func refusal(_ file: CreditFile, issued: String = "2026-11-21") throws -> Refusal? {
    do {
      _ = try Shipped.report(on: file, issued: issued)
      return nil
    } catch ReportError.refused(let refusal, let pointer) {
      #expect(pointer.hasPrefix("/"))
      #expect(ReportError.refused(refusal, pointer: pointer).description.contains("; "), "no remedy: \(refusal)")
      return refusal
    }
  }

  @Test(arguments: ["2021", "2022年版"])
  func anAdultGetsOneInEitherEditionWithTheNumberMasked(_ edition: String) throws {
    let file = Shipped.person(fields: [("sex", .text("女")), ("telephone", .text("13812345678"))])
    let report = try Shipped.report(on: file, edition: edition)
    #expect(report.kind == .personal && report.title == "个人公共信用信息报告")
    #expect(report.subject.code.hasPrefix("**************001"))
    #expect(report.subject.fields.contains { $0.value == "女" })
    #expect(report.request?.requester == "示例甲" && report.request?.basisLabel == "本人申请")
    #expect(report.omitted("notForPublication") == 1 && report.omitted("masked") == 1)
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("19900101"))
  }

  @Test(arguments: [
    ("2008-11-21", nil), ("2008-11-22", "2026-11-22"), ("2008-02-29", nil), ("2026-11-21", "2044-11-21"),
  ])
  func whoIsUnderEighteenOnTheDayOfIssueGetsNone(_ born: String, _ adultOn: String?) throws {
    let expected = adultOn.flatMap { CalendarDate(text: $0) }.map(Refusal.minor)
    #expect(try refusal(Shipped.person(code: Shipped.citizenID(born: born))) == expected)
  }

  @Test func oneBornOnALeapDayWaitsForTheFirstOfMarch() throws {
    let file = Shipped.person(code: Shipped.citizenID(born: "2008-02-29"))
    #expect(try refusal(file, issued: "2026-02-28") == .minor(adultOn: Samples.day(2026, 3, 1)))
    #expect(try refusal(file, issued: "2026-03-01") == nil)
  }

  @Test(
    arguments: [
      // An old number says the day of birth too.
      ("440000900101001", [], nil),
      // Another document needs the birth date.
      ("E12345678", [("idKind", Value.text("护照"))], Refusal.ageUnknown),
      ("E12345678", [("idKind", .text("护照")), ("birthDate", day("1990-01-01"))], nil),
      ("E12345678", [("birthDate", .text("不详"))], .ageUnknown),
      // A passport of eighteen digits is no citizen's number.
      (Shipped.citizenID(born: "1990-01-01"), [("idKind", .text("护照"))], .ageUnknown),
      // Of two dates that differ the younger counts, though one stands in a number that fails its check.
      (
        Shipped.citizenID(born: "1990-01-01"), [("birthDate", day("2010-01-01"))],
        .minor(adultOn: Samples.day(2028, 1, 1))
      ),
      (
        Shipped.citizenID(born: "2010-01-01"), [("birthDate", day("1990-01-01"))],
        .minor(adultOn: Samples.day(2028, 1, 1))
      ),
      ("440000201001010010", [("birthDate", day("1990-01-01"))], .minor(adultOn: Samples.day(2028, 1, 1))),
      // Such a number alone establishes nothing.
      ("110105194912310021", [], .ageUnknown),
    ] as [(String, [(String, Value)], Refusal?)])
  func theAgeIsThatOfTheNumberOrOfTheBirthDate(
    _ code: String, _ fields: [(String, Value)], _ expected: Refusal?
  ) throws {
    #expect(try refusal(Shipped.person(code: code, fields: fields)) == expected)
  }

  @Test(arguments: [
    ("完全民事行为能力", true), ("完全", true), ("full", true), ("限制民事行为能力", false), ("无民事行为能力", false), ("不详", false),
  ])
  func fullCivilCapacityIsWantedUnlessNothingIsSaidOfIt(_ capacity: String, _ isMade: Bool) throws {
    let file = Shipped.person(fields: [("civilCapacity", .text(capacity))])
    #expect(try refusal(file) == (isMade ? nil : .notFullCapacity(capacity)))
  }

  @Test func nobodyGetsOneWhoDoesNotAsk() throws {
    #expect(try refusal(Shipped.person(request: nil)) == .noRequest)
  }

  @Test(
    arguments: [
      (Request(requester: "示例 甲", basis: .own, purpose: "求职"), nil),
      (Request(requester: "示例乙", basis: .own, purpose: "求职"), Refusal.requesterIsNotSubject),
      (Request(requester: "某行", basis: .authorisation, purpose: "贷款"), .authorisationWithoutDocument),
      (Request(requester: "某行", basis: .authorisation, purpose: "贷款", document: "授1号"), nil),
      (Request(requester: "某行", basis: .authorisation, purpose: "贷款", authorisedOn: Samples.day(2026, 11, 21)), nil),
      (
        Request(requester: "某行", basis: .authorisation, purpose: "贷款", authorisedOn: Samples.day(2026, 11, 22)),
        .authorisationAhead(Samples.day(2026, 11, 22), issued: Samples.day(2026, 11, 21))
      ),
      (
        Request(
          requester: "某行", basis: .authorisation, purpose: "贷款", document: "授1号",
          validThrough: .through(Samples.day(2026, 11, 20))),
        .authorisationExpired(Samples.day(2026, 11, 20), issued: Samples.day(2026, 11, 21))
      ),
      (
        Request(
          requester: "某行", basis: .authorisation, purpose: "贷款", document: "授1号",
          validThrough: .through(Samples.day(2026, 11, 21))), nil
      ),
      (Request(requester: "某行", basis: .authorisation, purpose: "贷款", document: "授1号", validThrough: .unlimited), nil),
    ] as [(Request, Refusal?)])
  func whoAsksIsThePersonOrHasItInWritingOnTheDayOfIssue(
    _ request: Request, _ expected: Refusal?
  ) throws { #expect(try refusal(Shipped.person(request: request)) == expected) }

  @Test func personsAndEnterprisesHaveAReportEach() throws {
    let catalogue = try Shipped.catalogue()
    let personal = try ReportBuilder(catalogue: catalogue, report: .personal, edition: "2021")
    let enterprise = try ReportBuilder(catalogue: catalogue, report: .enterprise, edition: "2021")
    #expect(throws: ReportError.refused(.enterpriseForPerson(kind: "企业"), pointer: "/subject/kind")) {
      try personal.report(on: Shipped.enterprise(), identity: Shipped.identity())
    }
    #expect(throws: ReportError.refused(.personForEnterprise(kind: "自然人"), pointer: "/subject/kind")) {
      try enterprise.report(on: Shipped.person(), identity: Shipped.identity())
    }
  }

  @Test func homeContactAndHealthAreNowhereInIt() throws {
    let fields = ["address", "telephone", "email", "health", "account", "birthDate"].map { ($0, Value.text("秘\($0)")) }
    let file = Shipped.person(
      fields: fields + [("idKind", .text("居民身份证"))],
      records: ("taxList", [[("taxpayerName", .text("示例甲")), ("address", .text("秘住处"))]]))
    let report = try Shipped.report(on: file)
    #expect(!String(decoding: report.canonicalData(), as: UTF8.self).contains("秘"))
    #expect(report.omitted("notForPublication") == 7)
    // An enterprise's registered address is public, and so is the name of its representative.
    var enterprise = Shipped.enterprise(("taxList", [[("address", .text("某处"))]]))
    enterprise.subject.fields = Samples.fields([("legalRepresentative", .text("李示例")), ("address", .text("某地"))])
    let values = try Shipped.report(on: enterprise)
    #expect(values.lines(of: "taxList").contains { $0.value == "某处" })
    #expect(values.subject.fields.compactMap(\.value) == ["李示例", "某地"])
  }
}

/// Penalties on minors are in no report (domain.md §4.3).
@Suite struct MinorsTests {
  @Test(
    arguments: [
      ("2018-12-31", false), ("2019-01-01", true), ("2018-06-01", false), (nil, false), ("不详", false),
    ] as [(String?, Bool)])
  func aPenaltyOfBeforeTheEighteenthBirthdayIsLeftOutAndOneOfAnUnknownDay(
    _ decided: String?, _ shows: Bool
  ) throws {
    let record: [(String, Value)] = decided.map { [("decidedOn", day($0))] } ?? []
    // Born on 2001-01-01, judged by a category without a publicity rule.
    let file = Shipped.person(
      code: Shipped.citizenID(born: "2001-01-01"), records: ("criminalJudgment", [record]), ("judgment", [record]))
    let report = try Shipped.report(on: file)
    #expect(report.omitted("minors") == (shows ? 0 : 2))
    #expect(report.lines(of: "judgment").isEmpty != shows)
  }

  @Test(
    arguments: [
      (Shipped.citizenID(born: "2009-01-01"), "2026-11-01", false),
      (Shipped.citizenID(born: "2000-01-01"), "2026-11-01", true),
      (Shipped.citizenID(born: "2000-01-01"), nil, false), ("440000000101001", "2026-11-01", true),
      // Wrong check character: the day that it writes counts all the same.
      ("440000200901010010", "2026-11-01", false), ("E12345678", "2026-11-01", true), (nil, nil, true),
    ] as [(String?, String?, Bool)])
  func inAnEnterprisesReportByTheNumberOfThePersonWhomTheRecordIsAbout(
    _ number: String?, _ decided: String?, _ shows: Bool
  ) throws {
    var record: [(String, Value)] = [("documentNumber", .text("一号"))]
    if let decided { record.append(("decisionDate", day(decided))) }
    if let number { record.append(("counterpartIdNumber", .text(number))) }
    let report = try Shipped.report(on: Shipped.enterprise(("penalty", [record])))
    #expect(report.omitted("minors") == (shows ? 0 : 1))
    #expect(report.lines(of: "penalty").isEmpty != shows)
  }

  /// The subject's birth date and that of the number in the record: the later one is the minor's.
  @Test(arguments: [
    // Decided when the subject was seventeen, and the other was of age; and the other way round.
    ("2001-01-01", "1990-01-01", "2018-06-01", false), ("1990-01-01", "2001-01-01", "2018-06-01", false),
    ("1990-01-01", "2001-01-01", "2019-01-01", true), ("2001-01-01", "1990-01-01", "2019-01-01", true),
  ])
  func ofTwoBirthDatesTheEarlierProvesNothing(
    _ subject: String, _ other: String, _ decided: String, _ shows: Bool
  ) throws {
    let penalties = try #require(try Shipped.catalogue().categories.first { $0.naming.key == "penalty" })
    let judgement = try #require(Reports.Minors().judgement(for: penalties))
    let record = Record(
      fields: Samples.fields([
        ("decisionDate", day(decided)), ("counterpartIdNumber", .text(Shipped.citizenID(born: other))),
      ]))
    #expect(
      judgement(record, PublicityContext(day: Samples.day(2026, 11, 21), birth: CalendarDate(text: subject))) != shows)
  }

  @Test func whatIsNoPenaltyStays() throws {
    let file = Shipped.person(
      code: Shipped.citizenID(born: "2001-01-01"), records: ("personalHonour", [[("awardedOn", day("2015-05-04"))]]))
    #expect(try Shipped.report(on: file).omissions.map(\.rule) == ["masked"])
  }
}
