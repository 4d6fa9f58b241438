import CivilTime
import Records
import Testing

@testable import Reports

/// All samples are issued on 2026-11-21.
@Suite struct PublicityTests {
  @Test(arguments: [("可向社会公开", true), ("特定范围内公开", false), ("不可公开", false), ("不知何意", false)])
  func onlyWhatIsSaidToBePublicShows(_ type: String, _ shows: Bool) throws {
    let file = Samples.file(("commitment", [[(CatalogueKeys.publicityType, .text(type))]]))
    let report = try Samples.report(on: file)
    #expect(report.sections[3].count == (shows ? 1 : 0))
    #expect(report.sections[3].groups.isEmpty != shows)
    #expect(report.omitted("notPublic") == (shows ? 0 : 1))
  }

  @Test func aRecordThatDoesNotSayItsTypeIsPublic() throws {
    let report = try Samples.report(on: Samples.file(("commitment", [[]])))
    #expect(report.sections[3].count == 1)
  }

  @Test(arguments: [("已修复", false), ("修复中", true), ("不详", true)])
  func aRepairedRecordIsWithdrawn(_ status: String, _ shows: Bool) throws {
    let report = try Samples.report(on: Samples.file(("commitment", [[(CatalogueKeys.repairStatus, .text(status))]])))
    #expect(report.sections[3].count == (shows ? 1 : 0))
    #expect(report.omitted("repaired") == (shows ? 0 : 1))
  }

  @Test(arguments: [
    (Value.date(Samples.day(2026, 11, 20)), false), (.date(Samples.day(2026, 11, 21)), true), (.unlimited, true),
    (.text("见公告"), true),
  ])
  func aRecordShowsThroughItsOwnLastDayOfPublicity(_ end: Value, _ shows: Bool) throws {
    let file = Samples.file(("penalty", [[(CatalogueKeys.publicityEnd, end)], []]))
    let report = try Samples.report(on: file)
    #expect(report.sections[1].count == (shows ? 2 : 1))
    #expect(report.omitted("publicityEnded") == (shows ? 0 : 1))
  }

  @Test(arguments: [
    // Before the first rule: none applies.
    (Samples.day(2017, 7, 30), "一般", true),
    // The rule of 2017: a year, three for what is serious.
    (Samples.day(2025, 11, 20), "一般", false), (Samples.day(2025, 11, 21), "一般", true),
    (Samples.day(2023, 11, 20), "严重", false), (Samples.day(2023, 11, 21), "严重", true),
    // It says nothing on what is slight, so that its longest period holds; that of 2026 does.
    (Samples.day(2025, 1, 1), "轻微", true), (Samples.day(2018, 1, 1), "轻微", false),
    (Samples.day(2026, 11, 1), "轻微", false),
    // An unknown word is a doubt: the longest period.
    (Samples.day(2023, 11, 21), "较重", true), (Samples.day(2023, 11, 20), "较重", false),
  ])
  func theLongestPeriodRunsFromTheDecisionBySeverity(
    _ decided: CalendarDate, _ severity: String, _ shows: Bool
  ) throws {
    let report = try Samples.report(
      on: Samples.file(
        ("penalty", [[("decisionDate", .date(decided)), (CatalogueKeys.severity, .text(severity))]])))
    #expect(report.sections[1].count == (shows ? 1 : 0))
    #expect(report.omitted("maximumPeriod") + report.omitted("slightBreach") == (shows ? 0 : 1))
  }

  @Test func withoutADateNoPeriodIsOver() throws {
    let report = try Samples.report(on: Samples.file(("penalty", [[(CatalogueKeys.severity, .text("一般"))], []])))
    #expect(report.sections[1].count == 2)
  }

  @Test func aRecordIsCountedOnceByTheFirstRuleThatLeavesItOut() throws {
    let report = try Samples.report(
      on: Samples.file(
        (
          "penalty",
          [
            [
              ("decisionDate", .date(Samples.day(2018, 1, 1))),
              (CatalogueKeys.publicityEnd, .date(Samples.day(2019, 1, 1))),
              (CatalogueKeys.severity, .text("一般")), ("representativeIdentity", .text("1")),
            ]
          ]
        )))
    #expect(report.omissions.map(\.rule) == ["publicityEnded"])
    #expect(report.omissions.map(\.count) == [1])
  }

  @Test func monthsEndWhereTheCalendarLetsThem() {
    #expect(Samples.day(2024, 1, 31).adding(months: 1) == Samples.day(2024, 2, 29))
    #expect(Samples.day(2024, 2, 29).adding(months: 12) == Samples.day(2025, 2, 28))
    #expect(Samples.day(2024, 12, 5).adding(months: 1) == Samples.day(2025, 1, 5))
  }
}

@Suite struct StatusLabelsTests {
  @Test func honoursAndAbnormalOperationGiveLabelsWhileTheyLast() throws {
    let listed = Samples.file(
      ("abnormalOperation", [[("reason", .text("无法联系"))]]), ("taxGradeA", [[("year", .integer(2025))]]))
    #expect(try Samples.report(on: listed).subject.statusLabels == ["守信激励对象", "经营异常"])
    let removed = Samples.file(("abnormalOperation", [[("removedOn", .date(Samples.day(2026, 1, 1)))]]))
    #expect(try Samples.report(on: removed).subject.statusLabels == [])
  }

  /// Issued on 2026-11-21: whoever is taken off the list that day was on it.
  @Test(arguments: [(20, []), (21, ["经营异常"]), (22, ["经营异常"])] as [(Int, [String])])
  func aListingLastsToTheEndOfItsLastDay(_ day: Int, _ labels: [String]) throws {
    let file = Samples.file(("abnormalOperation", [[("removedOn", .date(Samples.day(2026, 11, day)))]]))
    #expect(try Samples.report(on: file).subject.statusLabels == labels)
  }

  @Test(arguments: [
    ("存续（在营、开业、在册）", "存续"), ("1", "存续"), ("3", "注销"), ("吊销，未注销", "吊销"), ("吊销，已注销", "注销"),
    ("已迁出", "迁出"), ("清算中", "清算中"),
  ])
  func theRegistrarsWordingIsPutInTheReportsWordsOrLeftAsItIs(_ given: String, _ label: String) throws {
    #expect(try Shipped.catalogue().statusLabels.registrationLabel(of: given) == label)
  }
}
