import Records
import Testing

@testable import Reports

/// The rules of publicity and repair as the shipped catalogue has them (domain.md §1.8, §1.9), day by day.
@Suite struct PublicityRuleTests {
  private func shows(
    _ decided: String, issued: String, _ fields: [(String, Value)] = [], rule: String = "maximumPeriod",
    repaired: RepairTreatment? = nil
  ) throws -> Bool {
    let record = [("decisionDate", day(decided))] + fields
    let report = try Shipped.report(
      on: Shipped.enterprise(("penalty", [record])), issued: issued, options: .init(repaired: repaired))
    let shows = !report.lines(of: "penalty").isEmpty
    // What is slight is counted by a rule of its own, from the day of Order 36 on.
    #expect(report.omissions.map(\.rule) == (shows ? [] : [rule]))
    return shows
  }

  @Test(arguments: [
    // Before the first rule: none says when to stop.
    ("2017-07-30", "一般", "2030-01-01", true),
    // 2017: a year, three for what is serious; last day, and the day after.
    ("2017-07-31", "一般", "2018-07-31", true), ("2017-07-31", "一般", "2018-08-01", false),
    ("2017-07-31", "严重", "2020-07-31", true), ("2017-07-31", "严重", "2020-08-01", false),
    ("2017-07-31", "轻微", "2018-07-31", true), ("2017-07-31", "轻微", "2018-08-01", false),
    // 2019: the same; a leap day's year ends on the 28th.
    ("2019-07-01", "一般", "2020-07-01", true), ("2020-02-29", "一般", "2021-02-28", true),
    ("2020-02-29", "一般", "2021-03-01", false), ("2020-02-29", "严重", "2023-02-28", true),
    ("2020-02-29", "严重", "2023-03-01", false),
    // 2023: the last day of the rule before, and the first of this one.
    ("2023-04-30", "一般", "2024-05-01", false), ("2023-05-01", "一般", "2024-05-02", true),
    ("2023-05-01", "一般", "2026-05-01", true), ("2023-05-01", "一般", "2026-05-02", false),
    ("2024-02-29", "轻微", "2027-02-28", true), ("2024-02-29", "轻微", "2027-03-01", false),
    // 2026: what is slight is not shown, not even on the day of the decision.
    ("2026-03-31", "轻微", "2026-04-01", true), ("2026-04-01", "轻微", "2026-04-01", false),
    ("2026-04-01", "一般", "2027-04-01", true), ("2026-04-01", "一般", "2027-04-02", false),
    ("2026-04-01", "严重", "2029-04-01", true), ("2026-04-01", "严重", "2029-04-02", false),
    // A word that is not understood: the longest period.
    ("2026-04-01", "较重", "2029-04-01", true), ("2026-04-01", "较重", "2029-04-02", false),
  ])
  func aSeverityHasItsPeriod(_ decided: String, _ severity: String, _ issued: String, _ shown: Bool) throws {
    let rule = severity == "轻微" && decided >= "2026-04-01" ? "slightBreach" : "maximumPeriod"
    #expect(try shows(decided, issued: issued, [("severity", .text(severity))], rule: rule) == shown)
  }

  @Test(
    arguments: [
      // Order 36: a warning or 通报批评 alone is slight, and so is what the simplified procedure may give.
      ("警告", nil, false), ("通报批评", nil, false), ("警告、通报批评", nil, false), ("警告;罚款", nil, true),
      ("罚款", nil, true), ("罚款", "简易程序", false), ("警告；罚款", "简易程序", false), ("罚款", "普通程序", true),
      ("罚款;吊销许可证", "简易程序", true), ("没收违法所得", "简易程序", true), ("警告（口头）", nil, true), ("01", nil, true),
      (nil, "简易程序", true),
    ] as [(String?, String?, Bool)])
  func withoutASeverityTheDecisionsOwnWordsSettleWhatIsSlight(
    _ kinds: String?, _ procedure: String?, _ shown: Bool
  ) throws {
    let fields = [kinds.map { ("penaltyKind", Value.text($0)) }, procedure.map { ("procedure", .text($0)) }]
      .compactMap(\.self)
    #expect(try shows("2026-04-01", issued: "2026-04-02", fields, rule: "slightBreach") == shown)
    // Under the rule before, every kind has its three years.
    #expect(try shows("2026-03-31", issued: "2029-03-31", fields))
    #expect(try !shows("2026-03-31", issued: "2029-04-01", fields))
    // What is not settled shows for the longest period, and no longer.
    if shown {
      #expect(try shows("2026-04-01", issued: "2029-04-01", fields))
      #expect(try !shows("2026-04-01", issued: "2029-04-02", fields))
    }
  }

  @Test func aGraveKindMakesAStatedSeverityGraverOfSeveralKindsTheGravestCounts() throws {
    let fields: [(String, Value)] = [("penaltyKind", .text("警告、吊销营业执照")), ("severity", .text("轻微"))]
    #expect(try shows("2026-04-01", issued: "2029-04-01", fields))
    #expect(try !shows("2026-04-01", issued: "2029-04-02", fields))
  }

  @Test(
    arguments: [
      (nil, nil, false), (nil, "一般", false), ("2026-08-01", "一般", false), ("2026-07-01", "一般", false),
      // Before the shortest period of three months is over, before the decision, or yet to come.
      ("2026-06-30", "一般", true), ("2026-03-31", "一般", true), ("2026-11-22", "一般", true),
      // A serious one cannot be repaired within a year; one of unknown severity can after three months.
      ("2026-11-01", "严重", true), ("2026-11-01", nil, false), ("2026-06-30", nil, true), ("不详", "一般", false),
    ] as [(String?, String?, Bool)])
  func aRepairedRecordIsLeftOutUnlessItsRepairCannotHaveBeen(
    _ on: String?, _ severity: String?, _ shown: Bool
  ) throws {
    var fields: [(String, Value)] = [("repairStatus", .text("已修复")), ("penaltyKind", .text("罚款"))]
    if let on { fields.append(("repairedOn", day(on))) }
    if let severity { fields.append(("severity", .text(severity))) }
    #expect(try shows("2026-04-01", issued: "2026-11-21", fields, rule: "repaired") == shown)
    // Marked instead: shown in either case, and marked where it is repaired.
    let record = [("decisionDate", day("2026-04-01"))] + fields
    let report = try Shipped.report(on: Shipped.enterprise(("penalty", [record])), options: .init(repaired: .mark))
    let marks = report.sections.flatMap(\.groups).flatMap(\.records).map(\.marks)
    #expect(marks == [shown ? [] : ["已修复"]])
    #expect(report.omissions.isEmpty)
  }

  /// Nobody knows which of the two the authority went by; before the shorter of their periods it cannot have been.
  @Test(
    arguments: [
      ("一般", "吊销许可证", "2026-07-01", false), ("一般", "吊销许可证", "2026-06-30", true),
      ("严重", "吊销许可证", "2027-03-31", true), ("严重", "吊销许可证", "2027-04-01", false),
      (nil, "吊销许可证", "2027-03-31", true), (nil, "吊销许可证", "2027-04-01", false),
      // A word that is not understood may mean any of them, whatever the kind.
      ("较重", "吊销许可证", "2026-07-01", false), ("较重", "吊销许可证", "2026-06-30", true),
      // Order 36 gives what is slight no shortest period: repaired on the day of the decision.
      ("轻微", "罚款", "2026-04-01", false), ("轻微", "吊销许可证", "2026-04-01", false),
    ] as [(String?, String, String, Bool)])
  func aRepairOfABreachOfTwoSeveritiesIsBelievedFromTheShorterOfTheirPeriodsOn(
    _ severity: String?, _ kind: String, _ on: String, _ shown: Bool
  ) throws {
    var fields: [(String, Value)] = [
      ("repairStatus", .text("已修复")), ("repairedOn", day(on)), ("penaltyKind", .text(kind)),
    ]
    if let severity { fields.append(("severity", .text(severity))) }
    #expect(try shows("2026-04-01", issued: "2027-04-01", fields, rule: "repaired") == shown)
  }

  @Test func whereTheDecisionsDayIsNotKnownNothingSpeaksAgainstARepair() throws {
    #expect(
      try !shows(
        "不详", issued: "2026-11-21", [("repairStatus", .text("已修复")), ("repairedOn", day("2026-04-01"))],
        rule: "repaired"))
  }

  /// No rule gives it a period; no repair is older than what it repairs all the same.
  @Test(arguments: [("2026-03-31", true), ("2026-04-01", false)])
  func soWithACategoryWithoutARule(_ on: String, _ shown: Bool) throws {
    let fields = [("decisionDate", day("2026-04-01")), ("repairStatus", .text("已修复")), ("repairedOn", day(on))]
    let report = try Shipped.report(on: Shipped.enterprise(("coercion", [fields])))
    #expect(
      report.lines(of: "coercion").isEmpty != shown && report.omissions.map(\.rule) == (shown ? [] : ["repaired"]))
  }

  @Test func theCatalogueSaysWhatIsDoneWithRepairedRecords() throws {
    var catalogue = try Shipped.catalogue()
    #expect(catalogue.repaired == .omit)
    catalogue.repaired = .mark
    let file = Shipped.enterprise(("penalty", [[("repairStatus", .text("已修复"))]]))
    let build = { (options: ReportBuilder.Options) in
      try ReportBuilder(catalogue: catalogue, edition: "2021", options: options)
        .report(on: file, identity: Shipped.identity())
    }
    #expect(try build(.init()).sections.flatMap(\.groups).flatMap(\.records).map(\.marks) == [["已修复"]])
    #expect(try build(.init(repaired: .omit)).omitted("repaired") == 1)
  }
}
