import Records
import Testing

@testable import Reports

/// A day that cannot be believed puts no record outside of the period (docs/judgement.md).
@Suite struct RecordDayTests {
  /// Whatever programs and people write where they know no day.
  static let habits = [
    "1970-01-01", "1970/01/01", "19700101", "1970-01-01 00:00:00", "1970-01-01 08:00:00", "1970-01-01T00:00:00Z",
    "1969-12-31T16:00:00", "1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1904-01-01", "0001-01-01",
    "0001-01-01T00:00:00Z", "0000-00-00", "1601-01-01", "1753-01-01", "1000-01-01", "9999-12-31", "2099-12-31", "长期",
    "1911-10-10", "1949-09-30", "2062-05-01", "2025-02-30", "2023-11-19 24:00:00", "不详",
  ]

  /// The categories whose records have a day, with the labels of its field and of the field of its end.
  private static func dated() throws -> [(category: String, date: String, end: String?)] {
    try Shipped.catalogue().categories.compactMap { category in
      let label = { (key: String?) in key.flatMap { category.field($0)?.naming.label } }
      return label(category.dateField).map { (category.naming.label, $0, label(category.endDateField)) }
    }
  }

  /// Those of lists: their records end.
  private static func lists() throws -> [(category: String, date: String, end: String)] {
    let lists = try dated().compactMap { category in category.end.map { (category.category, category.date, $0) } }
    try #require(!lists.isEmpty)
    return lists
  }

  @Test(arguments: habits) func itsRecordCountsInEveryCategoryAndIsMarked(_ habit: String) throws {
    let categories = try Self.dated()
    #expect(categories.count > 20)
    let records = categories.map { #""\#($0.category)": [{"\#($0.date)": "\#(habit)"}]"# }.joined(separator: ", ")
    let judged = try Judged(records)
    #expect(!judged.leftOut.contains("outsidePeriod"))
    #expect(judged.marks.count == categories.count)
    #expect(judged.marks.allSatisfy { $0.contains("日期不详或者有误，按计入处理") })
  }

  /// The day is printed as it was given.
  @Test func whatWasGivenIsPrinted() throws {
    let judged = try Judged(#""行政强制": [{"决定日期": "1900-01-00", "文书号": "一号"}]"#)
    #expect(String(decoding: judged.report.canonicalData(), as: UTF8.self).contains("1900-01-00"))
  }

  @Test(arguments: habits + ["2019-06-01"])
  func theEndOfAListDoesNotEndItUnlessItIsADayAfterItsBeginning(_ end: String) throws {
    for category in try Self.lists() {
      let record = #"{"\#(category.date)": "2020-01-01", "\#(category.end)": "\#(end)"}"#
      let judged = try Judged(#""\#(category.category)": [\#(record)]"#)
      #expect(!judged.leftOut.contains("outsidePeriod"), "\(category.category)")
      #expect(judged.marks.count == 1)
    }
  }

  @Test(
    arguments: [
      // Off it on the last day before the period, on its first day, before it was on it.
      ("2020-01-01", "2023-11-19", false), ("2020-01-01", "2023-11-20", true), ("2023-06-01", "2022-12-31", true),
      // Where the beginning is not said, an end in the past is enough; where it cannot be, nothing is.
      (nil, "2023-11-19", false), ("1970-01-01", "2023-11-19", true), ("2062-05-01", "2022-12-31", true),
      (nil, "1949-09-30", true), (nil, "1949-10-01", false), ("2020-01-01", nil, true),
      // A day may begin and end it.
      ("2023-01-01", "2023-01-01", false), ("2023-11-20", "2023-11-20", true),
    ] as [(String?, String?, Bool)])
  func aListCountsWhileTheSubjectMayHaveBeenOnIt(_ from: String?, _ to: String?, _ counts: Bool) throws {
    for category in try Self.lists() {
      let fields = [from.map { #""\#(category.date)": "\#($0)""# }, to.map { #""\#(category.end)": "\#($0)""# }]
      let records = #""\#(category.category)": [{\#(fields.compactMap(\.self).joined(separator: ", "))}]"#
      let judged = try Judged(records)
      #expect(judged.leftOut.contains("outsidePeriod") != counts, "\(category.category)")
      #expect(judged.marks.count == (counts ? 1 : 0))
    }
  }

  /// Nothing was decided before there was a republic, and nothing about a company before it was set up.
  @Test(arguments: [
    ("1949-09-30", "", true), ("1949-10-01", "", false), ("2011-12-31", #", "成立日期": "2012-01-01""#, true),
    ("2012-01-01", #", "成立日期": "2012-01-01""#, false),
    // A day of registration that is none sets no bound, and neither does one of the empire.
    ("2011-12-31", #", "成立日期": "1970-01-01""#, false), ("1970-01-02", #", "成立日期": "1970-01-01""#, false),
    ("1949-09-30", #", "成立日期": "1898-07-03""#, true), ("1949-10-01", #", "成立日期": "1898-07-03""#, false),
  ])
  func theFirstDayOnWhichSomethingCanHaveBeen(_ day: String, _ subject: String, _ counts: Bool) throws {
    let judged = try Judged(#""行政强制": [{"决定日期": "\#(day)"}]"#, subject: subject)
    #expect(judged.leftOut.contains("outsidePeriod") != counts)
    #expect(judged.marks == (counts ? [["日期不详或者有误，按计入处理"]] : []))
  }

  /// 24:00 at the end of the day before the period is its first moment; at the end of its last day, its last.
  @Test func midnightBetweenTwoDaysIsInThePeriodIfEitherIs() throws {
    for day in ["2023-11-19 24:00:00", "2026-11-19T24:00:00+08:00", "2023-11-19T16:00:00Z"] {
      let judged = try Judged(#""行政强制": [{"决定日期": "\#(day)"}]"#)
      #expect(!judged.leftOut.contains("outsidePeriod"), "\(day)")
    }
  }
}
