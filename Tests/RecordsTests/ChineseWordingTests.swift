import ErrorCauses
import Testing

@testable import Records

/// What the reader says of a file goes into tables that clerks read.
@Suite struct ChineseWordingTests {
  private static func file(
    kind: String = "企业", code: String = "91440300192181490G", name: String = "示例公司", _ rest: String = ""
  ) -> String {
    #"{"version": 1, "asOf": "2026-11-20T18:00:00+08:00", "#
      + #""subject": {"kind": "\#(kind)", "name": "\#(name)", "code": "\#(code)"}\#(rest.isEmpty ? "" : ", " + rest)}"#
  }

  private static func penalty(_ fields: String) -> String {
    file(#""records": {"行政处罚": [{\#(fields)}]}"#)
  }

  @Test(arguments: [
    (#"{"version": 1"#, "/version：文件在应有逗号或 }处就结束了；文件可能不完整"),
    ("{\"version\": 1,\n 'asOf': 2}", "应有双引号括起的名称处出现“'”；请使用英文双引号"),
    ("", "文件是空的；其内容须是一个 JSON 对象"),
    (#"{"version": 2}"#, "/version：版本（version）不是 1；目前只有版本 1"),
    (#"{"version": 1}"#, "缺少数据截止时间（asOf）；报告须写明数据归集到何时，如 2026-11-20T18:00:00+08:00"),
    (file(kind: "企业们"), "/subject/kind：没有“企业们”这种主体类型；是否应为“企业”？"),
    (file(#""records": {"行政处法": []}"#), "/records/行政处法：没有“行政处法”这个信息类别；是否应为“行政处罚”？"),
    (penalty(#""处罚类形": "罚款""#), "/records/行政处罚/0/处罚类形：行政处罚没有“处罚类形”这个字段；是否应为“处罚类别”？"),
    (file(#""records": []"#), "/records：信用信息（records）须为对象"),
    (file(#""coverage": [{"source": "某局"}]"#), "/coverage/0：必须写明数据来源的状态（state）；应为 loaded（已归集）"),
    (
      file(#""coverage": [{"source": "某局", "state": "loaded", "from": "2026-02-01", "through": "2026-01-01"}]"#),
      "/coverage/0/from：起始日期晚于截止日期；请对调两者，或更正有误的一个"
    ),
    (file(#""request": {"basis": "self"}"#), "/request：查询申请没有写明查询人；请填写查询人"),
    (file(#""unattributed": [{"source": "某局"}]"#), "/unattributed/0：unattributed 的一项没有写明 reason"),
  ])
  func whyAFileCannotBeReadIsSaidInChineseWithItsPlace(text: String, chinese: String) throws {
    let error = try readingError(text)
    #expect(error.wording.chinese.contains(chinese), "\(error.wording.chinese)")
    let (line, column) = (try #require(error.line), try #require(error.column))
    #expect(error.wording.chinese.hasPrefix("a.json 第 \(line) 行第 \(column) 列："), "\(error.wording.chinese)")
    #expect(Self.english(in: error.wording.chinese) == nil)
    #expect(error.description == error.wording.english && Self.english(in: error.description) != nil)
  }

  @Test(arguments: [
    (penalty(#""处罚决定日期": "2026-13-40""#), "/records/行政处罚/0/处罚决定日期：处罚决定日期“2026-13-40”是不存在的日期；报告中按原文打印"),
    (penalty(#""处罚决定日期": "去年""#), "处罚决定日期“去年”不是日期；请写成 2024-05-01；报告中按原文打印"),
    (penalty(#""处罚决定日期": "2027-01-01""#), "处罚决定日期 2027-01-01 晚于数据截止日期 2026-11-20；请核对年份"),
    (penalty(#""罚款金额(万元)": "很多""#), "罚款金额(万元)“很多”不是金额；报告中按原文打印，不作四舍五入"),
    (penalty(#""行政相对人名称": "另一公司""#), "行政相对人名称为“另一公司”，而本档案的主体是“示例公司”；该记录可能属于其他主体"),
    (penalty(#""处罚内容": "某""#), "缺少"),
    (file(code: "91440300192181490X"), "/subject/code：统一社会信用代码“91440300192181490X”校验码不符（应为 G）；请与登记信息核对"),
    (file(code: "9144030019218149"), "统一社会信用代码“9144030019218149”共有 16 位，应为 18 位"),
  ])
  func whatIsDoubtfulIsSaidInChinese(text: String, chinese: String) throws {
    let warnings = try read(text).warnings.map(\.wording)
    #expect(warnings.contains { $0.chinese.contains(chinese) }, "\(warnings.map(\.chinese))")
    for warning in warnings {
      #expect(Self.english(in: warning.chinese) == nil, "\(warning.chinese)")
      #expect(warning.english.contains(": warning: "))
    }
  }

  @Test func aPersonsNumberIsMaskedInBothLanguages() throws {
    let text = Self.file(kind: "自然人", code: "440000199001010018", #""records": {"44000019900101001X": []}"#)
    let error = try readingError(text)
    for words in [error.wording.english, error.wording.chinese] {
      #expect(words.contains("001X") && !words.contains("44000019900101001X"), "\(words)")
    }
  }

  /// Three words of English in a row, outside of what is quoted.
  private static func english(in text: String) -> String? {
    let words = text.replacing(/“[^”]*”/, with: "")
    return words.firstMatch(of: /[A-Za-z']+ [A-Za-z']+ [A-Za-z']+/).map { String($0.output) }
  }
}
