import CivilTime
import Testing

@testable import Records

/// 查询申请: who asks for a report.
@Suite struct Requests {
  private func request(_ text: String) throws -> Request? {
    try read(creditFile(more: #", "request": \#(text)"#)).file.request
  }

  @Test func aFileMayBeSilent() throws {
    #expect(try read(creditFile()).file.request == nil)
    #expect(try request("null") == nil)
  }

  @Test(arguments: [
    #"{"requester": "甲", "basis": "self", "purpose": "求职"}"#, #"{"查询人": " 甲 ", "查询依据": "本人申请", "查询用途": "求职"}"#,
    #"{"申请人": "甲", "查询 依据": "本人查询", "用途": "求职", "授权书编号": "— —"}"#,
  ])
  func itsPartsHaveNamesInBothLanguages(text: String) throws {
    #expect(try request(text) == Request(requester: "甲", basis: .own, purpose: "求职"))
  }

  @Test func anAuthorisationHasADocumentAndDays() throws {
    let text =
      #"{"查询人": "某银行", "查询依据": "书面授权", "查询用途": "贷款", "授权书编号": "授〔2026〕1号", "授权日期": "2026年11月1日", "授权有效期至": "长期"}"#
    #expect(
      try request(text)
        == Request(
          requester: "某银行", basis: .authorisation, purpose: "贷款", document: "授〔2026〕1号",
          authorisedOn: CalendarDate(text: "2026-11-01"), validThrough: .unlimited))
    let limited = try request(text.replacing("长期", with: "2026/12/31"))
    #expect(limited?.validThrough == CalendarDate(text: "2026-12-31").map(Request.Term.through))
  }

  @Test(arguments: [
    (#"[]"#, "/request: the request must be a JSON object"),
    (#"{}"#, "/request: the request does not name its requester; give 查询人"),
    (#"{"查询人": "/"}"#, "/request/查询人: the request does not name its requester"),
    (#"{"查询人": "甲"}"#, "/request: the basis of the request must be given; it is self (本人申请) or authorisation (书面授权)"),
    (#"{"查询人": "甲", "查询依据": "口头"}"#, "/request/查询依据: the basis of the request must be given"),
    (#"{"查询人": "甲", "查询依据": "本人"}"#, "/request: the request does not say its purpose; give 查询用途"),
    (#"{"查询人": "甲", "查询依据": "本人", "用途": "x", "授权日期": "昨天"}"#, "/request/授权日期: this is no day"),
    (
      #"{"查询人": "甲", "查询依据": "本人", "用途": "x", "授权有效期至": "昨天"}"#,
      "/request/授权有效期至: this is no day; write 2026-11-19, or 长期"
    ),
    (#"{"查询人": "甲", "申请人": "乙"}"#, "/request/申请人: the request has requester twice; remove one"),
    (#"{"查寻人": "甲"}"#, "/request/查寻人: the request has no part 查寻人; did you mean 查询人?"),
  ])
  func mistakesAreNamedWithTheirPlace(text: String, message: String) throws {
    let error = try readingError(creditFile(more: #", "request": \#(text)"#))
    #expect(error.description.contains(message), "\(error)")
    #expect(error.line == 1 && error.column != nil)
  }
}

@Suite struct DoubtfulFiles {
  @Test func aDocumentNumberThatComesTwiceIsToldWithBothPlaces() throws {
    let record = #"{"文书号": "示确〔2026〕1号", "决定机关": "某局"}"#
    let reading = try read(
      creditFile(
        records: #"""
          {"行政确认": [\#(record), {"文书号": "示确[2026]1号", "机关": " 某局"}, {"文书号": "示确〔2026〕1号", "机关": "另局"}],
          "confirmation": [\#(record)], "行政裁决": [\#(record), {"内容": "无文号"}, {"内容": "无文号"}]}
          """#))
    #expect(reading.warnings.map(\.pointer) == ["/records/行政确认/1", "/records/confirmation/0"])
    #expect(reading.warnings.allSatisfy { $0.message.contains("/records/行政确认/0") })
    #expect(reading.file.records.map(\.records.count) == [4, 3])
  }

  @Test(arguments: [
    ("企业", "91440101MA5DEM0A67", false), ("个体工商户", "91440101MA5DEM0A67", true), ("机关", "91440101MA5DEM0A67", true),
    ("农民专业合作社", "91440101MA5DEM0A67", true), ("社会组织", "91440101MA5DEM0A67", true),
  ])
  func aCodeThatBeginsLikeAnotherKindsIsDoubtful(kind: String, code: String, warns: Bool) throws {
    let reading = try read(creditFile(subject: #"{"kind": "\#(kind)", "name": "示例", "code": "\#(code)"}"#))
    #expect(reading.warnings.contains { $0.pointer == "/subject/code" && $0.message.contains("企业") } == warns)
    #expect(reading.warningCount == (warns ? 1 : 0))
  }

  @Test(arguments: [
    ("11010519491231002X", "1949-12-31"), ("110105491231002", "1949-12-31"), ("110105490231002", nil),
    ("110105194912310021", nil), ("E12345678", nil),
  ])
  func aNumberOfEitherLengthSaysTheDayOfBirth(number: String, birth: String?) {
    #expect(CitizenID.birthDate(of: number)?.description == birth)
  }

  @Test func aBirthdayWaitsForADayThatTheCalendarHas() throws {
    let born = try #require(CalendarDate(text: "2008-02-29"))
    #expect(born.birthday(age: 18).description == "2026-03-01")
    #expect(born.birthday(age: 20).description == "2028-02-29")
    #expect(born.adding(months: 12).description == "2009-02-28")
    #expect(try #require(CalendarDate(text: "2024-01-31")).adding(months: 1).description == "2024-02-29")
  }
}
