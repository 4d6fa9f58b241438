import Records
import Testing

@testable import Importing

private let head = "序号,行政相对人名称,行政相对人类别,行政相对人代码_1,行政相对人代码_2,证件号码,行政许可决定文书号,许可决定日期,许可内容,许可机关,许可机关统一社会信用代码,上报日期"
private let code = "91440300YY16UTC914"
private let organisation = "YY16UTC91"
private let name = "深圳市诺晴熙信息科技有限公司"

/// Whom a row that nobody can be given for sure may be about.
@Suite struct MentionTests {
  @Test(arguments: [
    "统一社会信用代码:\(code)", "\(code).", "“\(code)”", "91-440300-YY16UTC91-4", "\(code)1", "1\(code)", "9144O3OOYY16UTC914",
    "91440300YY16UTС914",
    "9144\u{AD}0300YY16UTC914", "9l440300yy16utc914", "９１４４０３００ｙｙ１６ｕｔｃ９１４", "9144 0300 YY16 UTC9 14", "代码为\(code)（旧）",
    "A\(code)B", "91440300YY16UTC914/440301103456789",
  ])
  func aCodeIsFoundWhateverStandsAroundIt(text: String) { #expect(CodeMentions.all(in: text).contains(code)) }

  @Test(arguments: [
    "YY16UTC9-1", organisation, "YY16UTC9–1", "440300\(organisation)", "注册号440300\(organisation)",
    "91440300\(organisation)", "91440300\(organisation)5",
  ])
  func theOrganisationCodeWithinANumberIsFound(text: String) {
    #expect(CodeMentions.all(in: text).contains(organisation))
  }

  @Test func aRegistrationNumberIsFoundBesideWords() {
    #expect(CodeMentions.all(in: "注册号：440301103456789号").contains("440301103456789"))
    #expect(CodeMentions.all(in: "不详").isEmpty && CodeMentions.all(in: "91440300").isEmpty)
  }

  @Test(arguments: [
    (code, true), ("YY16UTC9-1", true), ("440301103456789", true), ("999999199001010016", true),
    ("91440300YY16UTC915", false), ("91440300", false),
    ("不详", false), ("待补充", false), ("详见附件", false), ("000000000", false), ("ABCDEFGHI", false), ("无统一社会信用代码", false),
    ("440300**********14", false),
  ])
  func whatPeopleTypeForACodeIsNone(text: String, isCode: Bool) { #expect(CodeMentions.isCode(text) == isCode) }

  @Test(arguments: [
    "\(name)、广州市别家贸易有限公司", "广州市别家贸易有限公司和\(name)", "\(name)&广州市别家贸易有限公司", "广州市别家贸易有限公司/\(name)", "张三、\(name)",
    "\(name)\n广州市别家贸易有限公司",
    "\(name)等3家企业", "\(name)等", "\(name)；", "\(name)，", "\(name)*", "1、\(name)", "2.\(name)", "当事人：\(name)",
    "企业名称:\(name)", "“\(name)”", "《\(name)》",
    "\(name)&nbsp;", "\(name)<br>", "\(name)（法定代表人：张三）", "\(name)(已注销)", "\(name)（曾用名：深圳市别的有限公司）",
    "深圳市别的有限公司（曾用名：\(name)）", "深圳市别的有限公司(原\(name))",
    "深圳市诺晴熙信息科技有限责任公司", "深圳市諾晴熙信息科技有限公司", "深圳市\u{AD}诺晴熙信息科技有限公司", "深圳市诺\u{FE0F}晴熙信息科技有限公司", "\(name)\u{E0020}",
    "\(name)\u{3164}",
    "深圳市诺\u{2062}晴熙信息科技有限公司", "深圳市诺\u{34F}晴熙信息科技有限公司", "深圳市诺\u{E0100}晴熙信息科技有限公司", "\u{2066}\(name)\u{2069}",
    "深圳市\u{180E}诺晴熙信息科技有限公司",
    "（1）\(name)（已注销）；", "\(name)南山分公司", "\(name)及法定代表人张三", "\(name)  深圳市别家有限公司", "深圳市别家有限公司。\(name)",
    "深圳市别家有限公司\\n\(name)",
  ])
  func aNameIsFoundWhateverStandsAroundIt(text: String) { #expect(SubjectNames.mentioned(in: text).contains(name)) }

  @Test(arguments: ["深圳市和记物流有限公司", "广州市人民医院和平分院", "深圳市甲乙有限公司和平路第二分公司", "A&B有限公司", "中国石油和化学工业协会", "平等企业管理有限公司", "李四"])
  func aWordThatCouldJoinIsPartOfAName(name: String) { #expect(SubjectNames.listed(in: name) == nil) }

  @Test(arguments: ["\(name)等3家企业", "张三等5人", "\(name)等公司"])
  func othersThatAreNotNamedAreSaid(name: String) {
    #expect(SubjectNames.hasUnnamed(in: name) && SubjectNames.listed(in: name)?.count == 1)
  }

  @Test(arguments: ["当事人", "详见附件", "（隐去）", "企业名称", "同上", "匿名", "待补充"])
  func aWordForANameIsNone(name: String) throws {
    #expect(try held(name: name, code: "").name == nil && held(name: name + "有限公司", code: "").name != nil)
  }

  /// Whatever one slip makes of a code, the code is found from it again.
  @Test func aCodeIsFoundThroughOneSlip() {
    for sound in [code, "11010519491231002X"] {
      let letters = Array(sound)
      var written: Set<String> = []
      for place in letters.indices {
        for sign in "07AXY" {
          written.insert(String(letters[..<place] + [sign] + letters[place...]))
          written.insert(String(letters[..<place] + [sign] + letters[(place + 1)...]))
        }
        written.insert(String(letters[..<place] + letters[(place + 1)...]))
        var exchanged = letters
        exchanged.swapAt(place, min(place + 1, letters.count - 1))
        written.insert(String(exchanged))
      }
      for text in written where UnifiedCreditCode.fault(in: text) != nil && CitizenID.fault(in: text) != nil {
        #expect(NearbyCodes.sound(near: text).contains(sound), "\(text)")
      }
      #expect(NearbyCodes.sound(near: sound).isEmpty)
    }
    for text in ["不详", "", "000000000000000000", "91440300", "粤税罚〔2024〕1号"] {
      #expect(NearbyCodes.sound(near: text).isEmpty)
    }
  }

  @Test func aFaultyCodeOfAHeldRowMayStandForItsNeighbours() throws {
    let slipped = String(code.prefix(9)) + (code.dropFirst(9).first == "1" ? "2" : "1") + String(code.dropFirst(10))
    #expect(try held(name: "", code: slipped).furtherCodes.contains(code))
    for text in [
      "代码:\(slipped)", "\(slipped)(原)", "\(slipped)。", slipped.prefix(6) + "-" + slipped.dropFirst(6), "\(slipped)、甲",
    ] {
      #expect(try held(name: "", code: String(text)).furtherCodes.contains(code), "\(text)")
    }
    // What is not the subject's is read as it stands.
    #expect(try !held(name: "某店", code: "", authorityCode: slipped).furtherCodes.contains(code))
  }

  @Test func codesOfAHeldRowAreFoundInEveryColumn() throws {
    #expect(try held(name: "某店", code: "", content: "没收\(code)的货物").furtherCodes.contains(code))
    #expect(try held(name: "某店", code: "", authorityCode: code).furtherCodes == [code])
    #expect(try held(name: "某店", code: "", authorityCode: "11440000033121773H").furtherCodes.isEmpty)
    #expect(try held(name: "某店", code: "统一社会信用代码:\(code)").codes.map(\.text).contains(code))
  }

  @Test(arguments: ["自然人", ""])
  func anOrganisationsCodeIsNoPersonsDocument(kind: String) throws {
    let row = try held(name: "张三", kind: kind, code: "", document: code)
    #expect(row.codes.map(\.text) == [code] && row.reason.contains("has an organisation's code for 证件号码"))
  }

  /// The day of such a row is another's.
  @Test(arguments: [
    ",1,\(name),法人及非法人组织,\(code),,,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,",
    "\(name),法人及非法人组织,\(code),,,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,,,",
    "1,,\(name),法人及非法人组织,,,示〔2026〕1号,\(code),2026-11-02,示例市示例局,,",
  ])
  func cellsUnderTheirNeighboursHeadsMayNameAnybody(row: String) throws {
    let held = try #require(try delivered(head + "\n" + row).first?.unattributed)
    #expect(held.isMisaligned && held.decided == nil && held.codes.map(\.text).contains(code))
  }

  @Test(arguments: [("示例公司", "有限责任公司"), ("自然人", "自然人"), ("自然人", "")])
  func whatPeopleTypeForAKindIsUnderItsHead(name: String, kind: String) throws {
    let row = "1,\(name),\(kind),,,999999199001010016,示〔2026〕1号,2026-11-02,示例内容,示例市示例局,,"
    #expect(try delivered(head + "\n" + row).first?.unattributed?.isMisaligned != true)
  }

  private func held(
    name: String, kind: String = "法人及非法人组织", code: String, document: String = "", content: String = "示例内容",
    authorityCode: String = ""
  ) throws -> UnattributedRow {
    let row = "1,\(name),\(kind),\(code),,\(document),示〔2026〕1号,2026-11-02,\(content),示例市示例局,\(authorityCode),"
    return try #require(try delivered(head + "\n" + row).first?.unattributed)
  }
}
