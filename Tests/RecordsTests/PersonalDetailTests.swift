import CivilTime
import Testing

@testable import Records

/// What a running text says of persons (domain.md §4.3), and that nothing else is taken for it.
@Suite struct PersonalDetailsInText {
  private func found(_ text: String, label: String = "") -> [String] {
    let scalars = Array(text.unicodeScalars)
    return PersonalDetail.all(in: text, label: label).map { number in
      "\(number.kind) " + String(String.UnicodeScalarView(number.offsets.map { scalars[$0] }))
    }
  }

  @Test(arguments: [
    // Numbers of ID documents, by their check character.
    ("当事人张示例（440524188001010014）于当日", "[]"),  // nobody alive was born in 1880
    ("当事人（11010519491231002X）", "identity 11010519491231002X"),
    ("当事人11010519491231002x，男", "identity 11010519491231002x"),
    ("１１０１０５１９４９１２３１００２Ｘ", "identity １１０１０５１９４９１２３１００２Ｘ"),
    ("110105 19491231 002X", "identity 11010519491231002X"),
    // One whose check character is wrong is no such number, unless the text says that it is.
    ("编码110105194912310021", "[]"),
    ("身份证号：110105194912310021", "identity 110105194912310021"),
    ("身份证号码为110105491231002。", "identity 110105491231002"),
    ("公民身份号码11010519491231002X、11010519491231002X", "identity 11010519491231002X, identity 11010519491231002X"),
    ("护照号码E12345678", "identity E12345678"), ("护照E12345678号", "identity E12345678"),
    // Mobile telephones.
    ("电话13812345678。", "telephone 13812345678"), ("请致电138-1234-5678联系", "telephone 13812345678"),
    ("138 1234 5678", "telephone 13812345678"), ("+8613812345678", "telephone 8613812345678"),
    ("13812345678/13912345678", "telephone 13812345678, telephone 13912345678"),
    ("13812345678,13912345678", "telephone 13812345678, telephone 13912345678"),
    ("13812345678 13912345678", "telephone 13812345678, telephone 13912345678"),
    // Bank cards by Luhn's digit, accounts by the word before them.
    ("转入6222021234567890128内", "account 6222021234567890128"),
    ("6222 0212 3456 7890 128", "account 6222021234567890128"),
    // Of cards whose Luhn digit is wrong, and of accounts without a word before, the clause says what they are.
    ("转入6222021234567890129内", "account 6222021234567890129"),
    ("向其在示例银行示例支行开立的44050158110100000123转账5万元", "account 44050158110100000123"),
    ("货款由示例银行支付。合同6222021234567890129一份", "[]"),
    // Landlines.
    ("020-12345678", "telephone 02012345678"), ("(0755)87654321", "telephone 075587654321"),
    ("电话：87654321", "telephone 87654321"), ("传真0660-8765432-801", "telephone 06608765432801"),
    // Mail, WeChat, QQ.
    ("邮箱zhang.san@example.com.cn，", "contact zhang.san@example.com.cn"), ("ｚｓ＠ｅｘａｍｐｌｅ．ｃｎ", "contact ｚｓ＠ｅｘａｍｐｌｅ．ｃｎ"),
    ("微信号：zhangsan_88", "contact zhangsan_88"), ("QQ：123456789", "contact 123456789"), ("微信支付", "[]"),
    ("微信公众号ABCDEF", "[]"), ("@示例", "[]"),
    // Where somebody lives.
    ("家庭住址：示例市示例区示例路1号2栋301，", "address 示例市示例区示例路1号2栋301"),
    ("张示例，男，1980年1月1日出生，住示例省示例县示例镇示例村12号。", "address 示例省示例县示例镇示例村12号"),
    ("，住宅小区开发", "[]"), ("，现住院治疗于某市人民医院，", "[]"), ("住所：示例市示例路1号", "[]"),
    // Names of those who are not punished.
    ("举报人李示例反映", "name 李示例"), ("联系人：江小，", "name 江小"), ("消费者王某投诉", "[]"), ("消费者安全，", "[]"), ("受害人周明，", "name 周明"),
    ("账号：44050158110100000123", "account 44050158110100000123"),
    ("银行账户3602 0000 0920 0123 456", "account 3602000009200123456"),
    ("卡号6222021234567890129", "account 6222021234567890129"),
  ])
  func areFound(text: String, numbers: String) {
    let list = found(text).joined(separator: ", ")
    #expect(list == (numbers == "[]" ? "" : numbers), "\(text)")
  }

  @Test(arguments: PersonalNumberScanner.wordsForIdentity)
  func theShortSearchKnowsEveryWordForIdentityNumbers(word: String) {
    let mistyped = "440524188001010014"
    #expect(PersonalDetail.namesIdentityNumber("当事人，\(word)号码：\(mistyped)"))
    #expect(PersonalDetail.namesIdentityNumber(mistyped, label: word))
    #expect(!PersonalDetail.namesIdentityNumber("\(word)齐全，依照2026年第440524188001010014号决定"))
  }

  @Test(arguments: [
    "穗天市监处罚〔2026〕13812345678号", "（2026）粤0106执13812345678号", "文号：13812345678", "许可证编号440106199001010012",
    "许可证号13812345678", "统一社会信用代码911101051949123100", "91440101MA5DEM0A67", "914403001921814908",
    "罚款13800000000元", "合计13812345678.00元", "13,812,345,678元", "面积13812345678平方米×15000000000米", "2024-05-01", "20240501",
    "2026050419025750859D39", "20260504190257508590", "GF-2017-0201-13812345678", "JY14401061380013800",
    "400-800-1234", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "批号SL-20250037", "域名a.13812345678.cn", "12345678901",
    "6222_0212_3456_7890_128", "承诺编码44010620250311000027", "暂扣许可证件号12345678", "第13812345678号",
    "合同编号：6222021234567890128",
    "2024年5月1日10时30分", "1286400.00", "8765432112345678",
  ])
  func othersStayAsTheyAre(text: String) { #expect(found(text) == [], "\(text)") }

  @Test func theLabelOfAFieldSaysWhatItsValueIs() {
    #expect(found("01012345678", label: "手机号码") == ["telephone 01012345678"])
    #expect(found("110105194912310021", label: "身份证号") == ["identity 110105194912310021"])
    #expect(found("13812345678", label: "合同编号") == [])
    #expect(found("13812345678", label: "经办窗口") == ["telephone 13812345678"])
  }

  /// Codes of organisations, document numbers, amounts and dates in any text: none is ever touched.
  @Test func randomNumbersOfOtherKindsAreNeverTaken() {
    var random = SeededGenerator(state: 20_261_121)
    for _ in 0..<4000 {
      let year = Int.random(in: 2010...2026, using: &random)
      let digits = { (count: Int) in (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined() }
      let money = Int.random(in: 0...99_999_999_999, using: &random)
      let text = [
        Self.code(&random), "粤示罚〔\(year)〕\(digits(Int.random(in: 1...14, using: &random)))号", "\(money)元",
        "\(money).5万元",
        "\(year)-0\(Int.random(in: 1...9, using: &random))-1\(Int.random(in: 0...9, using: &random))",
        "\(year)年\(Int.random(in: 1...12, using: &random))月", "编号\(digits(17))", "代码\(digits(17))",
      ]
      #expect(found(text.joined(separator: "，")) == [], "\(text)")
    }
  }

  /// Random persons' numbers, in any surroundings: each is found, whole.
  @Test func randomNumbersOfPersonsAreAlwaysFound() {
    var random = SeededGenerator(state: 7)
    for _ in 0..<2000 {
      let born = CalendarDate(daysSince1970: Int.random(in: -14_000...13_000, using: &random))
      let body =
        "4401\(padded(Int.random(in: 1...99, using: &random), to: 2))" + born.description.filter { $0 != "-" }
        + padded(Int.random(in: 0...999, using: &random), to: 3)
      let number = body + "0123456789X".map(String.init).first { CitizenID.fault(in: body + $0) == nil }!
      let mobile =
        "1\(Int.random(in: 3...9, using: &random))" + padded(Int.random(in: 0...999_999_999, using: &random), to: 9)
      #expect(found("经查，当事人（\(number)，\(mobile)）称") == ["identity \(number)", "telephone \(mobile)"])
    }
  }

  /// A code of an enterprise with both check characters right; half of them without a letter.
  private static func code(_ random: inout SeededGenerator) -> String {
    let serial =
      Bool.random(using: &random)
      ? "MA5\(padded(Int.random(in: 0...99_999, using: &random), to: 5))"
      : padded(Int.random(in: 0...99_999_999, using: &random), to: 8)
    let head = "9144\(padded(Int.random(in: 100...2000, using: &random), to: 4))\(serial)"
    for check in "0123456789X" where OrganisationCode.fault(in: serial + String(check)) == nil {
      for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" {
        let code = head + String(check) + String(last)
        if UnifiedCreditCode.fault(in: code) == nil { return code }
      }
    }
    return head
  }
}
