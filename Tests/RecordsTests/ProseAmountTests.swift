import Testing

@testable import Records

/// Amounts in what a decision says of its penalty.
struct ProseAmountTests {
  @Test(
    arguments: [
      ("罚款1000元。", [1000]), ("处罚款人民币5,000元整", [5000]), ("罚款５０００元", [5000]), ("罚款人民币 3 000 元", [3000]),
      ("处以5000.50元罚款", [5000.5]), ("罚款0.5万元", [5000]), ("罚款5万", [50_000]), ("罚款1万5千元", [15_000]),
      ("罚款1.2亿元", [120_000_000]),
      ("罚款伍仟元整", [5000]), ("罚款人民币叁万贰仟圆整", [32_000]), ("罚款三千元", [3000]), ("罚款一百二十元", [120]), ("罚款十万元", [100_000]),
      ("罚款二〇〇元", [200]), ("罚款5000", [5000]), ("罚款金额：5000", [5000]), ("罚款为人民币5000", [5000]), ("￥罚款:¥200", [200]),
      ("一、没收违法所得3000元；二、罚款200元", [3000, 200]), ("RMB 700", [700]), ("人民币RMB700", [700]),
      // Numbers that are no money.
      ("依据第五十一条，于2025年4月18日给予警告", []), ("处货值金额三倍的罚款", []), ("暂扣3个月，记12分", []), ("", []), ("万元", []), ("元", []),
      ("12,34元", [34]), ("1.元", []),
    ] as [(String, [Double])])
  func areReadAsWritten(text: String, yuan: [Double]) {
    #expect(ProseAmounts.read(text).map { Double($0.millionths) / 100 } == yuan)
  }

  @Test func noNumberIsTooLong() {
    let text = "罚款" + String(repeating: "9", count: 10_000) + "亿亿亿元，" + String(repeating: "九", count: 10_000) + "万亿元"
    #expect(ProseAmounts.read(text) == Array(repeating: Money(millionths: .max), count: 2))
  }

  /// Whatever is written, a number in ASCII digits reads as the same number spelled out.
  @Test func bothWritingsAgree() {
    let digits = Array("零一二三四五六七八九").map(String.init)
    for number in [7, 42, 305, 999, 1000, 2050, 9999] {
      var spelled = ""
      for (scale, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / scale % 10
        if digit > 0 { spelled += digits[digit] + name } else if !spelled.isEmpty, number % scale > 0 { spelled += "零" }
      }
      #expect(ProseAmounts.read("罚款\(spelled)元") == ProseAmounts.read("罚款\(number)元"), "\(spelled)")
    }
  }
}
