import Records
import Testing

@testable import Importing

/// Heads as templates of cities and provinces write them.
@Suite struct HeadTextTests {
  @Test(arguments: [
    ("处罚决定日期（必填，XXXX/XX/XX格式）", "处罚决定日期"), ("证件类型（必填）（身份证、护照）", "证件类型"),
    ("信息使用范围（必填）:公示;仅可授权查询", "信息使用范围"), ("当前状态【选填】", "当前状态"),
    ("罚款金额（单位万元）", "罚款金额"), ("行政相对人代码_1(统一社会信用代码)（必填）", "行政相对人代码_1(统一社会信用代码)"),
  ]) func rulesBehindANameAreNoPartOfIt(text: String, name: String) { #expect(HeadText.name(text) == name) }

  /// Where the brackets say which column it is, nothing may be cut off.
  @Test(arguments: [
    "罚款金额（元）", "罚款金额（元，必填）", "罚款金额（必填，单位：元）", "没收违法所得、没收非法财物的金额（万元）", "行政相对人代码_1(统一社会信用代码)", "（必填）", "名称",
    "甲（乙", "",
  ]) func whatTellsColumnsApartStays(text: String) { #expect(HeadText.name(text) == text) }

  @Test func aNameWithBracketsOfItsOwnIsFoundFirst() {
    let names = Vocabulary([
      Naming(key: "fine", label: "罚款金额(万元)", aliases: ["罚款金额"]), Naming(key: "day", label: "日期（格式）"),
    ])
    let index = { (text: String) in HeadCell(text).names.lazy.compactMap { names.index(ofFolded: $0) }.first }
    #expect(index("日期（格式）") == 1)
    #expect(index("罚款金额（单位万元）") == 0)
    #expect(index("罚款金额（元，必填）") == nil)
  }
}
