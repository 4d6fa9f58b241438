import CivilTime
import Testing

@testable import Records

/// What a file says of deliveries is read to the letter: a doubt here could make a domain look clean.
@Suite struct CoverageReadingTests {
  private func coverage(_ entry: String, keepUnknown: Bool = false) throws -> Coverage {
    let text = creditFile(more: #", "coverage": [{"source": "某局", "state": "loaded"\#(entry)}]"#)
    return try #require(try read(text, keepUnknown: keepUnknown).file.coverage.first)
  }

  private func unattributed(_ entry: String) -> String { creditFile(more: #", "unattributed": [\#(entry)]"#) }

  @Test func domainsAndCategoriesAreNamedLikeThoseOfRecords() throws {
    let entry = try coverage(#", "领域": ["税务", "消防"], "类别": ["行政处罚", "coercion", "行政处罚"]"#)
    #expect(entry.domains == ["taxation", "fireSafety"])
    #expect(entry.categories == ["penalty", "coercion"])
  }

  @Test func whatIsNotSaidStaysUnsaid() throws {
    for entry in try [coverage(""), coverage(#", "domains": null, "信息类别": null"#)] {
      #expect(entry.domains == nil && entry.categories == nil)
    }
  }

  /// `[]` would mean nothing, and a list left out means all.
  @Test(arguments: ["domains", "categories"]) func aListThatNamesNothingIsRefused(part: String) throws {
    for list in ["[]", "[null]", #"["— —"]"#] {
      let error = try readingError(
        creditFile(more: #", "coverage": [{"source": "某局", "state": "loaded", "\#(part)": \#(list)}]"#))
      #expect(error.pointer == "/coverage/0/\(part)" && error.message == "\(part) names nothing")
    }
  }

  @Test func namesThatTheCatalogueDoesNotKnowAreRefusedOrKeptBesideThoseThatItDoes() throws {
    let error = try readingError(
      creditFile(more: #", "coverage": [{"source": "某局", "state": "loaded", "categories": ["行政处法"]}]"#))
    #expect(error.description.hasSuffix("/coverage/0/categories/0: there is no category 行政处法; did you mean 行政处罚?"))
    let kept = try coverage(#", "domains": ["水务"], "categories": ["行政处罚", "行政约谈"]"#, keepUnknown: true)
    #expect(kept.domains == [] && kept.unknownDomains == ["水务"])
    #expect(kept.categories == ["penalty"] && kept.unknownCategories == ["行政约谈"])
  }

  @Test(arguments: [
    ("2026-11-20", "2026-11-19", "loaded"), ("2026-11-20", "2026-11-19", "failed"),
    ("2026-11-20T10:00:00", "2026-11-20T09:59:59", "missing"),
  ])
  func daysThatAreExchangedAreRefused(from: String, through: String, state: String) throws {
    let entry = #"{"source": "某局", "state": "\#(state)", "from": "\#(from)", "through": "\#(through)"}"#
    let error = try readingError(creditFile(more: #", "coverage": [\#(entry)]"#))
    #expect(error.pointer == "/coverage/0/from" && error.message == "from lies after through")
  }

  /// Of what was delivered, only days that are wholly over count; of what failed, every day that it touches.
  @Test(arguments: [
    ("2026-11-01", "2026-11-19", "2026-11-01", "2026-11-19", "2026-11-01", "2026-11-19"),
    ("2026-11-01T00:00:00", "2026-11-19T23:59:59", "2026-11-01", "2026-11-19", "2026-11-01", "2026-11-19"),
    ("20261101000001", "20261119235958", "2026-11-02", "2026-11-18", "2026-11-01", "2026-11-19"),
    ("2026-11-01T00:00:01", "2026-11-19T23:59:58", "2026-11-02", "2026-11-18", "2026-11-01", "2026-11-19"),
    // The first second of a day in Beijing.
    ("2026-10-31T16:00:00Z", "2026-11-19T16:00:00Z", "2026-11-01", "2026-11-19", "2026-11-01", "2026-11-20"),
    ("2026-10-31T15:59:59Z", "2026-11-19T15:59:59Z", "2026-11-01", "2026-11-19", "2026-10-31", "2026-11-19"),
    ("2026/11/1 0:00", "2026-11-19 00:00:00", "2026-11-01", "2026-11-18", "2026-11-01", "2026-11-19"),
    ("2026-11-01T08:00+08:00", "2026-11-19T18：00", "2026-11-02", "2026-11-18", "2026-11-01", "2026-11-19"),
  ])
  func aMomentCompletesNoDayThatItLiesIn(
    from: String, through: String, firstLoaded: String, lastLoaded: String, firstFailed: String, lastFailed: String
  ) throws {
    for (state, first, last) in [("loaded", firstLoaded, lastLoaded), ("failed", firstFailed, lastFailed)] {
      let text = #"{"source": "某局", "from": "\#(from)", "through": "\#(through)", "state": "\#(state)"}"#
      let entry = try #require(try read(creditFile(more: #", "coverage": [\#(text)]"#)).file.coverage.first)
      #expect(entry.from?.description == first && entry.through?.description == last, "\(state)")
    }
  }

  @Test func aDeliveryOfLessThanADayIsRefused() throws {
    let entry = #"{"source": "某局", "state": "loaded", "from": "2026-11-19T08:00", "through": "2026-11-19T18:00"}"#
    let error = try readingError(creditFile(more: #", "coverage": [\#(entry)]"#))
    #expect(error.pointer == "/coverage/0/from" && error.message.hasPrefix("no whole day"))
  }

  @Test(arguments: ["长期", "2099-12-31", "9999-12-31", "1900-01-00", "2026-02-30"])
  func whatIsNoDayIsNone(text: String) throws {
    let error = try readingError(
      creditFile(more: #", "coverage": [{"source": "某局", "state": "loaded", "through": "\#(text)"}]"#))
    #expect(error.pointer == "/coverage/0/through" && error.message == "this is no day")
  }

  @Test func coverageIsDeclaredUnlessTheFileSaysThatItWasComputed() throws {
    #expect(try read(creditFile()).file.coverageBasis == .declared)
    for (text, basis) in [("deliveries", CoverageBasis.deliveries), ("交付记录", .deliveries), ("单位声明", .declared)] {
      #expect(try read(creditFile(more: #", "归集依据": "\#(text)""#)).file.coverageBasis == basis)
    }
    let error = try readingError(creditFile(more: #", "coverageBasis": "trust me""#))
    #expect(error.pointer == "/coverageBasis")
  }

  @Test func whatNobodyCouldAttributeIsCountedAndSaysNothingOfItself() throws {
    let entry =
      #"{"source": "某局", "类别": ["行政处罚"], "domains": ["税务"], "day": "2025-05-01", "count": 3, "reason": "无代码"}"#
    let file = try read(unattributed(entry)).file
    let row = Unattributed(
      source: "某局", categories: ["penalty"], domains: ["taxation"], day: CalendarDate(text: "2025-05-01"), count: 3,
      reason: "无代码")
    #expect(file.unattributed == [row])
  }

  @Test(arguments: [
    (#"{"categories": ["行政处罚"], "count": 1, "reason": "r"}"#, "", "does not say its source"),
    (#"{"source": "某局", "count": 1, "reason": "r"}"#, "", "does not say its categories"),
    (#"{"source": "某局", "categories": ["行政处罚"], "count": 1}"#, "", "does not say its reason"),
    (#"{"source": "某局", "categories": ["行政处罚"], "count": 0, "reason": "r"}"#, "/count", "at least 1"),
    (#"{"source": "某局", "categories": ["行政处罚"], "count": 1.5, "reason": "r"}"#, "/count", "at least 1"),
    (#"{"source": "某局", "categories": [], "count": 1, "reason": "r"}"#, "/categories", "names nothing"),
    (
      #"{"source": "某局", "categories": ["行政处罚"], "count": 1, "reason": "r", "name": "某人"}"#, "/name",
      "has no part name"
    ),
    (
      #"{"source": "某局", "categories": ["行政处罚"], "count": 1, "reason": "\#(String(repeating: "长", count: 201))"}"#,
      "/reason", "more than 200 characters"
    ),
  ])
  func itHasNoRoomForAnythingElse(entry: String, pointer: String, message: String) throws {
    for keepUnknown in [false, true] {
      let error = try readingError(unattributed(entry), keepUnknown: keepUnknown)
      #expect(error.pointer == "/unattributed/0" + pointer)
      #expect(error.message.contains(message), "\(error)")
    }
  }

  @Test func whatPersonsExcludedIsCountedByItsSource() throws {
    let entry = #"{"数据来源单位": "某局", "类别": ["行政处罚"], "条数": 2, "原因": "经人工核实排除"}"#
    for name in ["excluded", "已排除待核记录"] {
      let file = try read(creditFile(more: #", "\#(name)": [\#(entry)]"#)).file
      #expect(file.excluded == [Excluded(source: "某局", categories: ["penalty"], count: 2, reason: "经人工核实排除")])
    }
    #expect(try read(creditFile(more: #", "excluded": null"#)).file.excluded.isEmpty)
    #expect(try read(creditFile()).file.excluded.isEmpty)
    let unknown = #"{"source": "某局", "categories": ["甲类"], "count": 1, "reason": "r"}"#
    let kept = try read(creditFile(more: #", "excluded": [\#(unknown)]"#), keepUnknown: true).file.excluded
    #expect(kept.map(\.unknownCategories) == [["甲类"]])
  }

  @Test(arguments: [
    (#"{"categories": ["行政处罚"], "count": 1, "reason": "r"}"#, "", "does not say its source"),
    (#"{"source": "某局", "categories": ["行政处罚"], "count": 0, "reason": "r"}"#, "/count", "at least 1"),
    (
      #"{"source": "某局", "categories": ["行政处罚"], "count": 1, "reason": "r", "day": "2025-05-01"}"#, "/day",
      "has no part day"
    ),
  ])
  func whatPersonsExcludedHasNoRoomForAnythingElse(entry: String, pointer: String, message: String) throws {
    let error = try readingError(creditFile(more: #", "excluded": [\#(entry)]"#), keepUnknown: true)
    #expect(error.pointer == "/excluded/0" + pointer && error.message.contains(message), "\(error)")
  }
}
