import Blocks
import Testing

@testable import Typesetting

@Suite struct BreakRulesTests {
  /// `|` stands where a break is allowed.
  @Test(arguments: [
    "公|司",
    "罚|款|12,345.67|元。",
    "于|2024-05-01|决|定",
    "（一）|甲，|乙；|丙",
    "“信|用|广|东”|网",
    "《行|政|处|罚|法》|第|三|条",
    "甲|——|乙……|丙",
    "税|率|13％|的……％",
    "￥100|元",
    "约|37℃|时",
    "张|三·|李|四",
    "2020～|2024|年",
    "A|公|司|and |B",
    "a/|b|或|c-|d",
    "don't |stop",
    "粤|税|罚|〔2024〕|1|号",
    "第|(3)|条",
    "甲\u{2060}乙|丙",
    "甲\u{200B}|乙",
    "a\u{200B}|b",
    "１|２|３",
    "か|きゃ",
    "한|국|어",
    "𠮷|野|家",
    "e\u{301}tude",
    "甲 |乙",
    "甲 ）|乙",
    "（ 甲",
  ])
  func opportunities(_ expected: String) throws {
    let text = expected.replacing("|", with: "")
    #expect(try marked(text) == normalized(expected))
  }

  private func normalized(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !isFormat($0) }))
  }

  private func isFormat(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200B}" || scalar == "\u{2060}" }

  private func marked(_ text: String) throws -> String {
    var composer = Composer(tables: CharacterTables(metrics: .simple), rules: BreakRules(), pageCount: 1)
    let items = try composer.itemize([TextRun(text, style: CharacterStyle())])
    var result = String.UnicodeScalarView()
    for item in composer.galley.items[items] {
      if item.breakBefore == .allowed { result.append("|") }
      result.append(Unicode.Scalar(UInt32(item.glyph) + (item.font == 1 ? 0x20000 : 0))!)
    }
    return String(result)
  }

  @Test func aNewlineEndsALineAndCRLFIsOne() throws {
    let pages = try typesetter.pages(of: Document([.text("甲\n乙\r\n丙\u{2028}丁\n\n戊")]))
    #expect(pages.pages[0].lineTexts == ["甲", "乙", "丙", "丁", "戊"])
    let baselines = pages.pages[0].lines.map { $0[0].baseline }
    #expect(abs(baselines[4] - baselines[3] - 40) < 1e-6, "the empty line has its height")
  }
}
