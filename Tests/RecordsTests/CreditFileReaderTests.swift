import CivilTime
import Testing

@testable import Records

@Suite struct ReadingCreditFiles {
  private func readFixture(_ name: String) throws -> Reading {
    try CreditFileReader(catalogue: try shippedCatalogue(), now: { readingTime }).read(path: fixture(name))
  }

  @Test func aFileWithLabelsAsPeopleWriteThem() throws {
    let reading = try readFixture("enterprise.json")
    let file = reading.file
    #expect(reading.warnings.map(\.description) == [])
    #expect(file.asOf.description == "2026-11-20T18:00:00+08:00")
    #expect(file.subject.kind == "enterprise")
    #expect(file.subject.name == "广州示例精密机械有限公司")
    #expect(file.subject.code == "91440101MA5DEM0A67")
    #expect(file.subject.fields["establishedOn"] == .date(try #require(CalendarDate(year: 1992, month: 5, day: 30))))
    #expect(file.subject.fields["businessScope"] == nil)
    #expect(file.records.map(\.category) == ["licence", "licence2015", "penalty", "taxGradeA", "courtList"])
    #expect(file.records.map(\.records.count) == [2, 1, 1, 1, 0])
    #expect(file.coverage.map(\.domains) == [["taxation"], ["fireSafety"]])
    #expect(file.coverage.map(\.state) == [.loaded, .failed])
    #expect(file.coverage.last?.reason == "接口超时")

    let licence = try #require(reading.first("licence"))
    #expect(licence["decisionDate"] == .date(try #require(CalendarDate(year: 2023, month: 3, day: 1))))
    #expect(licence["validThrough"] == .unlimited)
    #expect(licence["content"] == .text("示例许可内容\n第二段"))
    #expect(
      reading.file.records[0].records[1].fields["decisionDate"] == .date(try #require(CalendarDate(text: "2024-07-09")))
    )

    let penalty = try #require(file.records[2].records.first)
    #expect(penalty.domain == "taxation")
    #expect(penalty.pointer == "/records/行政处罚/0")
    #expect(penalty.fields["fine"] == .money(Money(millionths: 200_000)))
    #expect(penalty.fields["confiscation"] == .money(Money(millionths: 1_234_500_000)))
    #expect(penalty.fields["revokedCertificates"] == nil)
    // half past midnight in Beijing
    #expect(penalty.fields["decisionDate"] == .date(try #require(CalendarDate(text: "2024-05-02"))))
    #expect(penalty.fields["source"] == .text("国家税务总局示例市税务局"))
    #expect(reading.first("taxGradeA")?["year"] == .text("2023"))
  }

  @Test func anExportedTable() throws {
    let reading = try readFixture("exchange-codes.json")
    #expect(reading.warnings.map(\.description) == [])
    // CF and 行政处罚 are one category
    #expect(reading.file.records.map(\.category) == ["licence", "penalty"])
    let penalties = reading.file.records[1].records
    #expect(penalties.map(\.pointer) == ["/records/CF/0", "/records/行政处罚/0"])
    #expect(penalties.map { $0.fields["documentNumber"] } == [.text("示应急罚〔2025〕9号"), .text("示应急罚〔2025〕10号")])
    #expect(
      penalties.map { $0.fields["fine"] } == [.money(Money(millionths: 1_000_000)), .money(Money(millionths: 20_000))])
    let licence = try #require(reading.first("licence"))
    #expect(licence["validThrough"] == .unlimited)
    #expect(licence["status"] == .text("1"))
    #expect(licence["legalRepresentativeIdNumber"] == .text("44000019900101001X"))
    #expect(licence["counterpartRegistrationNumber"] == nil)
    #expect(licence["note"] == nil)
    // In the catalogue's order, whatever the file's.
    #expect(licence.entries.first?.key == "documentNumber")
  }

  @Test func aPerson() throws {
    let reading = try readFixture("person.json")
    #expect(reading.warnings.map(\.description) == [])
    #expect(reading.file.subject.kind == "person")
    #expect(reading.file.subject.name == "示例·𠮷")
    #expect(reading.file.subject.code == "44000019900101001X")
  }

  /// Label, key and code of the same thing, and the file with and without a byte-order mark, mean the same.
  @Test func namesOfAThingAreInterchangeable() throws {
    let texts = [
      creditFile(records: #"{"行政处罚": [{"行政处罚决定书文号": "一号", "罚款金额(万元)": 1}]}"#),
      creditFile(records: #"{"penalty": [{"documentNumber": "一号", "fine": "1"}]}"#),
      creditFile(records: #"{"CF": [{"CF_WSH": "一号", "CF_NR_FK": "1.0"}]}"#),
      "\u{FEFF}" + creditFile(records: #"{"行政处罚信息": [{"行政处罚决定文书号": " 一号\r\n", "罚款金额（万元）": 10e-1}]}"#),
    ]
    let readings = try texts.map { try read($0) }
    #expect(Set(readings.map { $0.first("penalty").map { "\($0)" } }).count == 1)
    #expect(readings.allSatisfy { $0.first("penalty")?.entries.count == 2 })
  }

  @Test(arguments: [
    "", " ", "-", "--", "— —", "——", "－", "/", "//", "无", "空", "NULL", "null", "(null)", "N/A", "暂无", "\u{3000}",
    "_x000D_",
  ])
  func nullsOfEveryHabitAreAbsent(text: String) throws {
    let reading = try read(file(act: #""内容": "\#(text)", "决定日期": "\#(text)", "备注": null"#))
    #expect(reading.first("confirmation")?.entries == [])
    #expect(reading.warnings == [])
  }

  @Test(arguments: ["无罪", "-1", "空调", "0", "a/b", "NULLABLE", "无。"]) func otherTextsAreNot(text: String) throws {
    #expect(try read(file(act: #""内容": "\#(text)""#)).first("confirmation")?["content"] == .text(text))
  }

  @Test func textsAreCleanedAndNothingElse() throws {
    let given = #"\t 第一段\r\n第二段_x000D_\n\n第三段\u2028第\t四段_x0041_　"#
    let fields = try #require(try read(file(act: #""内容": "\#(given)""#)).first("confirmation"))
    #expect(fields["content"] == .text("第一段\n第二段\n\n第三段\n第 四段_x0041_"))
  }

  @Test func numbersAndBooleansAreTheirOwnText() throws {
    let fields = try #require(
      try read(file(act: #""内容": 1.0E5, "类别": true, "文书号": 0.10, "依据": -0"#)).first("confirmation"))
    #expect(fields["content"] == .text("1.0E5"))
    #expect(fields["actKind"] == .text("true"))
    #expect(fields["documentNumber"] == .text("0.10"))
    #expect(fields["legalBasis"] == .text("-0"))
  }

  @Test func aValueGivenTwiceAlikeIsOne() throws {
    #expect(try read(file(act: #""内容": "甲", "决定内容": "甲", "content": null"#)).first("confirmation")?.entries.count == 1)
    let error = try readingError(file(act: #""内容": "甲", "决定内容": "乙""#))
    #expect(error.pointer == "/records/行政确认/0/决定内容")
    #expect(error.message == "内容 is given twice, under two names, with different values")
  }
}

@Suite struct UnknownNames {
  @Test func areRefusedWithTheNearestKnownOne() throws {
    let field = try readingError("{\n" + creditFile(records: #"{"行政处罚": [{}, {"处罚类型": "罚款"}]}"#).dropFirst())
    #expect(field.description.hasPrefix("a.json:2:"))
    #expect(field.description.hasSuffix(": /records/行政处罚/1/处罚类型: 行政处罚 has no field 处罚类型; did you mean 处罚类别?"))
    let category = try readingError(creditFile(records: #"{"行政处法": []}"#))
    #expect(category.description.hasSuffix(": /records/行政处法: there is no category 行政处法; did you mean 行政处罚?"))
    let kind = try readingError(creditFile(subject: #"{"kind": "企页", "name": "甲", "code": "1"}"#))
    #expect(kind.description.hasSuffix(": /subject/kind: there is no subject kind 企页; did you mean 企业?"))
    let domain = try readingError(file(act: #""领域": "水务""#))
    #expect(
      domain.description.hasSuffix(
        ": /records/行政确认/0/领域: there is no domain 水务; did you mean 水利?"))
    let part = try readingError(creditFile(more: #", "record": {}"#))
    #expect(part.description.hasSuffix(": /record: the credit file has no part record; did you mean records?"))
  }

  @Test func areKeptOnRequest() throws {
    let text = creditFile(
      records: #"{"行政处法": [{"甲": "乙", "丙": null, "公开类型": "不可公开"}], "行政确认": [{"水质": 3, "内容": "丁", "领域": "水务"}]}"#)
    let reading = try read(text, keepUnknown: true)
    #expect(reading.file.records.map(\.category) == ["confirmation", "other"])
    let known = try #require(reading.first("confirmation"))
    #expect(known.unknown == [UnknownField(label: "水质", text: "3"), UnknownField(label: "领域", text: "水务")])
    let other = try #require(reading.first("other"))
    #expect(other.unknown == [UnknownField(label: "信息类别", text: "行政处法"), UnknownField(label: "甲", text: "乙")])
    // What must not be published is still known to be so.
    #expect(other["publicityType"] == .text("不可公开"))
    #expect(reading.warnings.map(\.pointer) == ["/records/行政确认/0/领域"])
  }

  @Test func areNeverKeptOutsideOfRecordsAndSubject() throws {
    let error = try readingError(creditFile(more: #", "extra": 1"#), keepUnknown: true)
    #expect(error.message == "the credit file has no part extra")
  }
}

@Suite struct Doubts {
  /// Fields of an act, and the one warning they give.
  @Test(arguments: [
    (#""决定日期": "2024-02-30""#, "/决定日期: 决定日期 is a day that the calendar lacks: 2024-02-30; it is printed as given"),
    (#""决定日期": "上月""#, "/决定日期: 决定日期 is no date: 上月; write 2024-05-01; it is printed as given"),
    (#""决定日期": "长期""#, "/决定日期: 决定日期 cannot be 长期; it is printed as given"),
    (#""决定日期": true"#, "/决定日期: 决定日期 is no date: true; write 2024-05-01; it is printed as given"),
    (#""决定日期": "2026-11-21""#, "/决定日期: 决定日期 2026-11-21 lies after the file's asOf, 2026-11-20; check the year"),
    (
      #""决定机关统一社会信用代码": "1144000099900001""#,
      "/决定机关统一社会信用代码: 决定机关统一社会信用代码 1144000099900001 has 16 characters instead of 18; "
        + "compare it with the register; it is printed as given"
    ),
    (#""备注": "\#(String(repeating: "长", count: 513))""#, "/备注: 备注 has 513 characters; the tables allow 512"),
    (
      #""行政相对人名称": "别的公司""#,
      ": 行政相对人名称 is 别的公司, but the file is about 示例公司; the record may belong to another subject"
    ),
    (
      #""统一社会信用代码": "91440101MA5DEM0B42""#,
      ": 行政相对人代码_1(统一社会信用代码) is 91440101MA5DEM0B42, but the subject's is 91440101MA5DEM0A67; "
        + "the record may belong to another subject"
    ),
    (#""失信程度": "很严重""#, "/失信程度: 失信程度 is 很严重, which the rules do not know; it is one of 轻微, 一般, 严重"),
  ])
  func warnOnce(fields: String, warning: String) throws {
    let reading = try read(file(act: fields))
    #expect(reading.warnings.map(\.description) == ["a.json: warning: /records/行政确认/0" + warning])
    #expect(reading.warningCount == 1)
    // Nothing is lost, and what was doubtful is refused where nothing may be.
    #expect(reading.first("confirmation")?.entries.count == 1)
    let error = try readingError(file(act: fields), strict: true)
    #expect(error.kind == .strictness)
    #expect(error.description.hasSuffix(": /records/行政确认/0" + warning))
  }

  @Test func whatCannotBeReadIsKeptAsItWasGiven() throws {
    let reading = try read(
      creditFile(records: #"{"合同": [{"签订日期": "去年底", "金额": "1.2345678"}]}"#.replacing("合同", with: "合同履行")))
    #expect(reading.first("contract")?["signedOn"] == .text("去年底"))
    #expect(reading.first("contract")?["amount"] == .text("1.2345678"))
    #expect(reading.warningCount == 2)
  }

  @Test func missingFieldsOfARecordAreToldTogether() throws {
    let reading = try read(creditFile(records: #"{"行政许可": [{"许可编号": "1"}], "行政处罚": [{"违法事实": "无"}]}"#))
    #expect(reading.warnings.map(\.message).first == "lacks 行政许可决定文书号")
    #expect(reading.warnings.last?.message.contains("违法事实") == true)
    #expect(reading.warningCount == 2)
  }

  @Test func theSubjectsCodeIsChecked() throws {
    // A code that exists and fails: domain.md §4.1. It is used all the same.
    let real = try read(creditFile(subject: #"{"kind": "企业", "name": "某", "code": "91350211M0000XUF46"}"#))
    #expect(real.file.subject.code == "91350211M0000XUF46")
    #expect(real.warnings.map(\.pointer) == ["/subject/code"])
    let short = try read(creditFile(subject: #"{"kind": "企业", "name": "某", "code": "9135021M0000XUF46"}"#))
    #expect(short.warnings.first?.message == "统一社会信用代码 9135021M0000XUF46 has 17 characters instead of 18")
    let person = try read(creditFile(subject: #"{"kind": "个人", "name": "某", "code": "44000019900101001X"}"#))
    #expect(person.warnings == [])
    let wrong = try read(creditFile(subject: #"{"kind": "个人", "name": "某", "code": "440000199001010011"}"#))
    // without the number, which is a person's
    #expect(wrong.warnings.first?.message == "the ID number has the wrong check character (X fits)")
    let unborn = try read(creditFile(subject: #"{"kind": "个人", "name": "某", "code": "440000203001010019"}"#))
    #expect(unborn.warnings.first?.message == "the ID number says a day of birth that is yet to come")
    let passport = try read(creditFile(subject: #"{"kind": "个人", "name": "某", "code": "E1", "证件类型": "护照号"}"#))
    #expect(passport.warnings == [])
  }

  @Test func manyAreCountedNotListed() throws {
    let records = Array(repeating: #"{"决定日期": "上月"}"#, count: 1_500).joined(separator: ",")
    let reading = try read(creditFile(records: #"{"行政确认": [\#(records)]}"#))
    #expect(reading.warningCount == 1_500)
    #expect(reading.warnings.count == CreditFileReader.warningLimit)
    #expect(reading.warnings.last?.pointer == "/records/行政确认/999/决定日期")
  }
}

@Suite struct Refusals {
  static let subject = #"{"kind": "企业", "name": "甲", "code": "91440101MA5DEM0A67"}"#

  @Test(arguments: [
    ("[]", "a.json:1:1: the credit file must be a JSON object"),
    (
      "{}", "a.json:1:1: asOf is missing; a report must say up to when records were gathered: 2026-11-20T18:00:00+08:00"
    ),
    (#"{"version": 2}"#, "a.json:1:13: /version: the version is not 1, the only one there is"),
    (
      #"{"version": 1, "asOf": "昨天"}"#, "a.json:1:24: /asOf: asOf is no moment; write it like 2026-11-20T18:00:00+08:00"
    ),
    (#"{"version": 1, "asOf": "2026-11-20"}"#, "a.json:1:1: subject is missing"),
    (
      #"{"version": 1, "asOf": "2026-11-20", "数据截止时间": 1}"#,
      "a.json:1:38: /数据截止时间: the credit file has asOf twice; remove one"
    ),
  ])
  func ofWhatIsNoCreditFile(text: String, message: String) throws {
    #expect(try readingError(text).description == message)
  }

  @Test(arguments: [
    ("null", "/subject: subject must be an object"),
    ("{}", "/subject: subject.kind is missing; it is one of 企业, 个体工商户, 农民专业合作社, 事业单位, 社会组织, 机关, 自然人, 农户"),
    (
      #"{"kind": "企业", "code": "1"}"#,
      "/subject: subject.name is missing; give the name under which the subject is registered"
    ),
    (
      #"{"kind": "企业", "name": " — — ", "code": "1"}"#,
      "/subject/name: subject.name is missing; give the name under which the subject is registered"
    ),
    (
      #"{"kind": "企业", "name": "甲", "code": null}"#,
      "/subject/code: subject.code is missing; give the 统一社会信用代码, or a person's ID number"
    ),
    (
      #"{"kind": "企业", "name": "甲", "企业名称": "乙", "code": "1"}"#,
      "/subject/企业名称: 企业名称 is given twice, with different values; remove one"
    ),
    (
      #"{"kind": "企业", "name": "甲", "code": "1", "住所": ["一", "二"]}"#,
      "/subject/住所: a value must be a text, a number, true, false or null, not an object or array"
    ),
  ])
  func ofSubjects(subject: String, message: String) throws {
    #expect(try readingError(creditFile(subject: subject)).description.hasSuffix(": " + message))
  }

  @Test(arguments: [
    ("[]", #"/records: records must be an object: {"行政处罚": [{…}]}"#),
    (#"{"行政确认": {}}"#, "/records/行政确认: the records of a category must be an array; put the record in [ ]"),
    (#"{"行政确认": [1]}"#, "/records/行政确认/0: a record must be an object"),
    (
      #"{"行政确认": [{"内容": {"a": 1}}]}"#,
      "/records/行政确认/0/内容: a value must be a text, a number, true, false or null, not an object or array"
    ),
    (
      #"{"行政确认": [{"领域": "税务", "domain": "文化执法"}]}"#,
      "/records/行政确认/0/domain: domain is given twice, with different values; remove one"
    ),
  ])
  func ofRecords(records: String, message: String) throws {
    #expect(try readingError(creditFile(records: records)).description.hasSuffix(": " + message))
  }

  @Test(arguments: [
    ("{}", "/coverage: coverage must be an array"),
    ("[{}]", "/coverage/0: an entry of coverage does not name its source"),
    (#"[{"source": "某局"}]"#, "/coverage/0: the state of a source must be given; it is loaded, failed or missing"),
    (
      #"[{"source": "某局", "state": "ok"}]"#,
      "/coverage/0/state: the state of a source must be given; it is loaded, failed or missing"
    ),
    (
      #"[{"source": "某局", "state": "loaded", "through": "昨天"}]"#,
      "/coverage/0/through: this is no day; write it like 2026-11-19; leave out what is not known"
    ),
    (
      #"[{"source": "某局", "state": "loaded", "domains": "税务"}]"#,
      "/coverage/0/domains: domains must be an array of names"
    ),
    (
      #"[{"source": "某局", "state": "loaded", "domains": ["水务"]}]"#,
      "/coverage/0/domains/0: there is no domain 水务; did you mean 水利?"
    ),
    (
      #"[{"source": "某局", "status": "loaded"}]"#,
      "/coverage/0/status: an entry of coverage has no part status; did you mean state?"
    ),
  ])
  func ofCoverage(coverage: String, message: String) throws {
    let error = try readingError(creditFile(more: #", "coverage": \#(coverage)"#))
    #expect(error.description.hasSuffix(": " + message), "\(error)")
  }

  @Test func messagesStayOnOneLineAndShort() throws {
    let error = try readingError(file(act: #""\n\#(String(repeating: "长", count: 5_000))": 1"#))
    #expect(!error.message.contains("\n"))
    #expect(error.message.count < 100)
  }
}

@Suite struct TooMuch {
  @Test func recordsAreCountedOverAllCategories() throws {
    var limits = CreditFileReader.Limits.standard
    limits.records = 3
    let text = { (more: String) in creditFile(records: #"{"行政确认": [{}, {}], "行政裁决": [{}\#(more)]}"#) }
    #expect(throws: Never.self) { try read(text(""), limits: limits) }
    let error = try readingError(text(", {}"), limits: limits)
    #expect(error.kind == .limit)
    #expect(error.description.hasSuffix(": /records/行政裁决/1: there are more than 3 records; split the file"))
  }

  @Test func valuesAreLimitedTo64KB() throws {
    let text = { (bytes: Int) in file(act: #""内容": "\#(String(repeating: "x", count: bytes))""#) }
    #expect(try read(text(65_536)).warningCount == 0)
    let error = try readingError(text(65_537))
    #expect(error.kind == .limit)
    #expect(error.pointer == "/records/行政确认/0/内容")
    #expect(error.message == "a value has 65537 bytes; at most 65536 are read")
  }

  @Test func filesAreLimitedTo16MB() throws {
    let error = try readingError(String(repeating: " ", count: 16 << 20) + "{}")
    #expect(error.description == "a.json: has 16777218 bytes; at most 16777216 are read; split it")
    #expect(error.kind == .limit)
  }
}

@Suite struct Files {
  private func error(reading path: String) throws -> ReadingError {
    let reader = CreditFileReader(catalogue: try shippedCatalogue(), now: { readingTime })
    return try #require(throws: ReadingError.self) { try reader.read(path: path) }
  }

  @Test func thatAreNotThere() throws {
    #expect(try error(reading: "/no/such.json").description == "/no/such.json: there is no such file; check the path")
    #expect(try error(reading: "/dev").description == "/dev: is a directory; name a file in it")
    #expect(try error(reading: fixture("person.json") + "/x").kind == .access)
  }

  @Test func withoutEndAreNotReadToTheirEnd() throws {
    #expect(
      try error(reading: "/dev/zero").description == "/dev/zero: is too large; at most 16777216 are read; split it")
    #expect(try error(reading: "/dev/null").description == "/dev/null:1:1: is empty; it must hold a JSON object")
  }
}
