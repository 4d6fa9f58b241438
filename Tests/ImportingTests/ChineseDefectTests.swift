import ErrorCauses
import Testing

@testable import Importing

/// quality.csv and rejected.csv are for those who mend the tables.
@Suite struct ChineseDefectTests {
  private static let head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政许可决定文书号,许可决定日期,许可内容,许可机关,上报日期"
  private static let code = "91440001MA5C0R1U2T"
  private static func row(
    name: String = "示例公司", kind: String = "法人及非法人组织", code: String = code, number: String = "示〔2026〕1号",
    day: String = "2026-11-02", content: String = "示例内容", authority: String = "示例市示例局", received: String = "2026-11-05"
  ) -> String {
    [name, kind, code, number, day, content, authority, received].joined(separator: ",")
  }

  @Test(arguments: [
    (row(code: ""), "", "没有填写行政相对人代码_1"),
    (row(code: "000000000000000000"), "", "无效：全是同一个字符"),
    (row(kind: "自然人"), "", "是自然人的数据，而"),
    (row(name: ""), "", "没有填写行政相对人名称"),
    (row() + ",多余", "第 9 列", "该单元格没有表头"),
    (row(day: "去年"), "许可决定日期", "不是日期；请写成 2024-05-01"),
    (row(day: "2026-02-30"), "许可决定日期", "是不存在的日期"),
    (row(day: "2026-12-30"), "许可决定日期", "晚于数据截止日期 2026-11-20"),
    (row(content: ""), "许可内容", "未填写"),
    (row(authority: "12"), "许可机关", "不是机关名称"),
    (row(kind: "公司"), "行政相对人类别", "不在取值范围内：法人及非法人组织"),
    (row(received: "2026-11-19"), "上报日期", "即 2026-11-02 作出决定后的第 7 个工作日"),
    (row(received: "2026-11-01"), "上报日期", "早于作出决定的日期 2026-11-02"),
    (row() + "\n" + row(), "行政许可决定文书号", "与 a.csv:2 重复，主体相同"),
    (row() + "\n" + row(name: "另一机构"), "", "该代码下的名称毫无共同之处，不可能是同一主体：示例公司（第 2 行）、另一机构（第 3 行）"),
    (row() + "\n填表人：某", "", "是表尾，不是数据"),
  ])
  func everyDefectIsSaidInChinese(rows: String, column: String, message: String) throws {
    let imported = try Imported(Self.head + "\n" + rows)
    let cells = imported.defects.map(\.cells)
    #expect(
      cells.contains { (column.isEmpty || $0[2].contains(column)) && $0[6].contains(message) },
      "\(cells.map { "\($0[2]): \($0[6])" })")
    for row in cells {
      #expect(row.count == Defect.head.count && ["缺陷", "提示"].contains(row[5]))
      #expect(row[6].firstMatch(of: /[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/) == nil, "\(row[6])")
    }
    let rejected = String(decoding: imported.rejected.csv(), as: UTF8.self)
    #expect(rejected.firstMatch(of: /[A-Za-z]+ [A-Za-z]+ [A-Za-z]+/) == nil, "\(rejected)")
    for row in cells where row[4] == "rejected" { #expect(rejected.contains(row[6]), "\(rejected)") }
  }
}
