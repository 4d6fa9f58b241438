import Blocks
import Foundation
import Records
import Testing

@testable import Templates

/// `{{ … }}` in texts: paths, filters, page numbers, styles.
struct TextTests {
  private func text(_ source: String, _ data: DataValue) throws -> String {
    try template("- paragraph: \(source)").document(for: data).text
  }

  @Test(arguments: [
    ("'{{ a.b.0.c }}'", "值"), ("'{{ a.b.1 | or-else: \"— —\" }}'", "— —"), ("'{{ none | or-else: “无” }}'", "无"),
    ("'{{ empty | or-else: \"— —\" }}'", "— —"), ("'{{ day | date }}'", "2026年1月5日"),
    ("'{{ day | datetime }}'", "2026年1月5日"),
    ("'{{ time | date }} {{ time | time }}'", "2026年11月20日 18:00"), ("'{{ time | datetime }}'", "2026年11月20日 18:00"),
    ("'{{ forever | date }}'", "长期"), ("'{{ many | thousands }}'", "1,234,567"), ("'{{ few | thousands }}'", "-12"),
    ("'{{ money | thousands }}'", "12,345.678901"), ("'{{ forever | thousands }}'", "长期"),
    ("'{{ twelve | chinese-number }}'", "十二"), ("'{{ code | upper }}'", "91MA"), ("'{{ tags | join: \"、\" }}'", "甲、乙"),
    ("'{{ tags | count }} 个'", "2 个"), ("'{{ identity | mask: 3, 4 }}'", "440***********002X"),
    ("'{{ code | mask: 3, 4 }}'", "9***"), ("'a{b}c}}d'", "a{b}c}}d"), ("'{{day}}{{ day }}'", "2026-01-052026-01-05"),
    ("'{{ none | date | or-else: \"}}\" }}'", "}}"),
  ]) func placeholdersAndFilters(source: String, expected: String) throws {
    let data: DataValue = [
      "a": ["b": [["c": "值"]]], "none": nil, "empty": "", "day": "2026-01-05", "time": "2026-11-20T18:00:00+08:00",
      "forever": "长期", "many": 1_234_567, "few": -12, "money": "12345.678901", "twelve": 12, "code": "91ma",
      "tags": ["甲", "乙"], "identity": "44010619800101002X",
    ]
    #expect(try text(source, data) == expected)
  }

  @Test(arguments: [
    ("0.2", "0.2", "2,000.00"), ("1234.567891", "1,234.567891", "12,345,678.91"), ("0.000001", "0.000001", "0.01"),
    ("0", "0", "0.00"), ("-0.50", "-0.5", "-5,000.00"),
    (
      "12345678901234567890.1", "12,345,678,901,234,567,890.1",
      "123,456,789,012,345,678,901,000.00"
    ),
    ("1.00000012", "1.00000012", "10,000.0012"), ("不详", "不详", "不详"), ("1.", "1.", "1."), ("", "", ""),
  ]) func amountsOfMoney(amount: String, tenThousands: String, yuan: String) throws {
    let data: DataValue = ["a": .text(amount)]
    #expect(try text("'{{ a | money: \"万元\" }}'", data) == tenThousands)
    #expect(try text("'{{ a | money: \"元\" }}'", data) == yuan)
  }

  // The examples of 支付结算办法, annex 1, and where zeros stand.
  @Test(arguments: [
    ("2000", "贰仟元整"), ("1,409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"), ("100000000", "壹亿元整"), ("100000001", "壹亿零壹元整"), ("1000000000000", "壹万亿元整"),
    ("100010001", "壹亿零壹万零壹元整"), ("10.00", "壹拾元整"), ("0.05", "伍分"), ("0.50", "伍角整"), ("0", "零元整"), ("-3", "负叁元整"),
    ("120000", "壹拾贰万元整"), ("1.001", "1.001"), ("12345678901234567", "12345678901234567"), ("不详", "不详"),
  ]) func amountsInCapitalNumerals(amount: String, expected: String) {
    #expect(chineseMoney(amount) == expected)
  }

  @Test func amountsOnFileInCapitalNumerals() throws {
    #expect(try text("'{{ a | money: \"元\" | chinese-money }}'", ["a": "0.2"]) == "贰仟元整")
  }

  @Test func masksOfTheCatalogueHaveNames() throws {
    let catalogue = try Catalogue.load(directory: repository.appending(path: "templates/catalogue").path)
    func template(_ mask: String) throws -> Template {
      try Template(
        text:
          "information: {title: x}\npage: {margins: 25 mm}\nbody: [{paragraph: '{{ subject.code | mask: \(mask) }}'}]",
        name: "t.yaml", catalogue: catalogue)
    }
    #expect(try template("\"identity\"").document(for: sampleReport()).text == "**************490G")
    let error = #expect(throws: TemplateError.self) { try template("\"identiti\"") }
    #expect(error?.description == "t.yaml:3:39: unknown mask `identiti`; did you mean `identity`?")
  }

  @Test func partsOfATextMayBeThereOrNot() throws {
    let source = "{text: [第一条, {text: '【{{ marks | join: \"、\" }}】', if: marks}, 。]}"
    #expect(try text(source, ["marks": ["已修复", "甲"]]) == "第一条【已修复、甲】。")
    #expect(try text(source, ["marks": []]) == "第一条。")
  }

  @Test func numbersInChinese() {
    let expected = [
      1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 100: "一百", 101: "一百零一", 110: "一百一十",
      119: "一百一十九", 1001: "一千零一", 1010: "一千零一十", 2300: "二千三百", 9999: "九千九百九十九", 0: "0", 10_000: "10000",
    ]
    for (number, text) in expected { #expect(chineseNumber(number) == text) }
    #expect(Set((1...9999).map(chineseNumber)).count == 9999)
  }

  @Test func pageNumbersAreLeftToTheTypesetter() throws {
    let document = try template("- paragraph: 第 {{ page-number }} 页 共 {{ page-count }} 页").document(for: [:])
    let runs = try #require(document.blocks.first?.paragraph).runs
    #expect(runs.map(\.content) == [.text("第 "), .pageNumber, .text(" 页 共 "), .pageCount, .text(" 页")])
  }

  @Test func partsOfATextHaveStylesOfTheirOwn() throws {
    let document = try template(
      "- paragraph: {text: [普通, {text: 红, style: {color: FF0000}}, {text: 黑体, style: strong}], style: {size: 20 pt}}",
      styles: "{strong: {font: hei, size: 12 pt}}"
    ).document(for: [:])
    let runs = try #require(document.blocks.first?.paragraph).runs
    #expect(runs.map(\.words) == ["普通", "红", "黑体"])
    #expect(runs.map(\.style.size) == [20, 20, 12])
    #expect(runs[1].style.color == Color(hex: 0xFF0000))
    #expect(runs[2].style.font == .hei)
  }

  @Test func foldedChineseHasNoSpacesWhereLinesWere() throws {
    #expect(
      try text(">\n    公共信用，\n    信息 报告 in\n    English 与\n    {{ a }}完", ["a": "值"]) == "公共信用，信息报告 in English 与 值完")
  }

  @Test func everyLineOfALiteralTextIsAParagraph() throws {
    let document = try template("- paragraph: |\n    一 {{ a }}\n    二\n\n    三").document(for: ["a": "甲\n乙"])
    #expect(document.blocks.compactMap { $0.paragraph?.text } == ["一 甲\n乙", "二", "", "三"])
  }

  @Test func missingDataStopTheTemplateWhereItAsksForThem() throws {
    let template = try template("- spring\n- paragraph: 名称：{{ subject.name }}")
    for data: DataValue in [[:], ["subject": "x"], ["subject": ["name": nil]], ["subject": ["name": []]]] {
      let error = #expect(throws: TemplateError.self) { try template.document(for: data) }
      #expect(error?.description.hasPrefix("t.yaml:6:22: ") == true, "\(error?.description ?? "")")
    }
  }

  @Test func aFilterThatDoesNotFitStopsTheTemplate() throws {
    let template = try template("- paragraph: x{{ a | chinese-number }}")
    #expect(throws: TemplateError.self) { try template.document(for: ["a": "五"]) }
  }
}
