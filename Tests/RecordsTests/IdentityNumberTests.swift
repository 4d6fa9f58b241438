import CivilTime
import Testing

@testable import Records

/// Numbers that pass for an identity number are found in every form; how often others are taken for one is counted.
@Suite struct IdentityNumbersAnywhere {
  private func found(_ text: String, at context: IdentityNumber.Context = .anywhere) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return IdentityNumber.all(in: text, at: context).map { number in
      String(String.UnicodeScalarView(number.offsets.map { scalars[$0] }))
    }
  }

  @Test(arguments: [
    "11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X", "110105-19491231-002X",
    "1101 0519 4912 3100 2X", "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "110105.19491231.002X", "110105·1949·12·31·002X",
    "110105\u{200B}19491231\u{200B}002X", "1101\u{FEFF}0519491231002X", "110105\u{AD}19491231002X",
    "110105\u{2060}19491231002X", "1\u{332}1\u{332}0\u{332}105\u{301}19491231\u{20E3}002X", "110105\u{36F}490101002",
    "110105　19491231　002X", "110105\u{A0}19491231\u{A0}002X", "110105–19491231—002X", "110105 - 19491231 - 002X",
    "110105\n19491231002X", "110105\t19491231\t002X", "110105/19491231/002X", "110,105,194,912,310,02X",
    "11010519491231002Ⅹ",
    "11010519491231002×", "11010519491231002Х", "𝟏𝟏𝟎𝟏𝟎𝟓𝟏𝟗𝟒𝟗𝟏𝟐𝟑𝟏𝟎𝟎𝟐X",
    "（110105）19491231002X", "110105199003070033", "110105490101002", "１１０１０５４９０１０１００２", "110105 490101 002",
    "110 105 490 101 002",
  ])
  func inEveryForm(number: String) {
    let core = number.unicodeScalars.filter { IdentityDigit($0) != nil }
    let whole = String(String.UnicodeScalarView(core))
    let before = ["", "当事人", "编号：", "驾驶证号", "证号:", "No.", "第", "统一社会信用代码", "（", "ID", "〔2026〕", "SFZ"]
    let behind = ["", "号", "，男", "）", "元", "字", " ", "。"]
    let missed = before.flatMap { word in behind.map { (word, $0) } }.filter { found($0 + number + $1) != [whole] }
    #expect(missed.isEmpty, "\(number)")
  }

  @Test func runningIntoAnother() {
    #expect(found("11010519491231002X13812345678") == ["11010519491231002X"])
    #expect(found("11010519900307003313812345678") == ["110105199003070033"])
    #expect(found("110105199003070033110105199003070033") == ["110105199003070033", "110105199003070033"])
    #expect(found("13812345678，11010519491231002X、11010519491231002X") == ["11010519491231002X", "11010519491231002X"])
    #expect(found("12 110105 490101 002 3") == ["110105490101002"])
    #expect(found("1.11010519491231002X 2.110105199003070033") == ["11010519491231002X", "110105199003070033"])
  }

  /// 15 digits of a registration number are no person's; 20 of a sole trader's tax number are, with two digits behind.
  @Test func registrationAndTaxNumbers() {
    #expect(found("110105490101002", at: .registration) == [])
    #expect(found("11010519491231002X", at: .registration) == ["11010519491231002X"])
    #expect(found("11010519900307003301", at: .registration) == ["110105199003070033"])
    #expect(found("11010519900307003301") == [])
  }

  @Test(arguments: [
    "**************002X", "110105********002X", "1101051949****002X", "11010519491231002", "110105194912310021",
    "1101051949123100２１",
    "911101051949123100", "91440300192181490G", "9144030071526726XG", "2026-11-20 18:00:00 000123",
    "20261118181640123K7Q2Z",
    "2f2504e0110105490101002a0305e82c3301", "440524188001010014", "110105491301002",
  ])
  func othersAreNot(text: String) { #expect(found(text) == [], "\(text)") }

  /// Whatever is strung together at random: the check character, the calendar and the place let few through. Counts are of
  /// fixed seeds; the page docs/personal-data.md gives the rates.
  @Test func howOftenOthersAreTaken() {
    var random = SeededGenerator(state: 12)
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }
    func share(_ count: Int = 5000, at context: IdentityNumber.Context = .anywhere, _ text: () -> String) -> Double {
      Double((0..<count).count { _ in !found(text(), at: context).isEmpty }) / Double(count)
    }
    let day = { () -> CalendarDate in CalendarDate(daysSince1970: Int.random(in: 11_000...20_700, using: &random)) }
    let stamp = {
      day().description.filter { $0 != "-" } + "\(Int.random(in: 0...23, using: &random) + 100)".dropFirst() + digits(4)
    }
    #expect(share { enterpriseCode(&random) } == 0, "统一社会信用代码 of enterprises")
    #expect(share(at: .registration) { "44" + digits(13) } == 0, "工商注册号 in its field")
    #expect((0.03...0.045).contains(share { "44" + digits(13) }), "工商注册号 elsewhere")
    #expect((0.01...0.02).contains(share { digits(15) }), "15 digits")
    #expect(share { digits(18) } < 0.001, "18 digits")
    #expect(share { stamp() } == 0, "20240501123045")
    #expect(share { stamp() + digits(3) } == 0, "20240501123045123")
    #expect(share { stamp() + digits(4) } == 0, "with a serial number")
    #expect(
      share { "粤示罚〔\(Int.random(in: 2010...2026, using: &random))〕\(digits(Int.random(in: 1...14, using: &random)))号" }
        == 0, "document numbers")
    #expect(share { "\(Int.random(in: 0...99_999_999_999, using: &random)).\(digits(2))元" } == 0, "amounts")
    #expect(share { "\(day()) 10:30:2\(digits(1)) 至 \(day()) \(digits(2)):\(digits(2))" } < 0.001, "spans of time")
    #expect(share { "1\(digits(10)) 020-\(digits(8)) 1\(digits(10))" } < 0.001, "telephones in a row")
    // A region, a day and a serial number are what an identity number is: the check character alone tells.
    #expect((0.07...0.11).contains(share { "440106" + day().description.filter { $0 != "-" } + digits(4) }), "编码")
  }

  @Test func oneFormWhereverItShows() {
    #expect(ShownPerson.number("11010519491231002X") == "**************002X")
    // However it was shown before, no more of it shows.
    for shown in ["110105********002X", "1101051949****002X", "**************002X"] {
      #expect(ShownPerson.number(shown) == "**************002X")
    }
    #expect(ShownPerson.number("1234") == "****" && ShownPerson.number("") == "")
    #expect(ShownPerson.name("张示例") == "张**" && ShownPerson.name("张") == "张*")
    #expect(ShownPerson.code("91440300192181490G") == "91440300192181490G")
    #expect(ShownPerson.code("110105199003070033") == "**************0033")
    #expect(ShownPerson.text("编号110105-19491231-002X。") == "编号******-********-002X。")
  }

  /// A code of an enterprise with both check characters right and no letter but the last.
  private func enterpriseCode(_ random: inout SeededGenerator) -> String {
    while true {
      let serial = padded(Int.random(in: 0...99_999_999, using: &random), to: 8)
      let head = "91\(padded(Int.random(in: 110_000...659_999, using: &random), to: 6))\(serial)"
      for check in "0123456789X" where OrganisationCode.fault(in: serial + String(check)) == nil {
        for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
          let code = head + String(check) + String(last)
          if UnifiedCreditCode.fault(in: code) == nil { return code }
        }
      }
    }
  }
}
