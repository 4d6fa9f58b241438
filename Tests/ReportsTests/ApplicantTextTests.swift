import ReportKinds
import Testing

@testable import Reports

struct ApplicantTextTests {
  @Test(arguments: ["示例证券交易所", "示例银行（广州）", "Bank of Example (Hong Kong)", "求职、个人贷款", "𠮷野", "二〇二六·示例-A1、B座", "Société"])
  func whatNamesHaveIsPrintedAsItIsTyped(text: String) throws {
    #expect(try ApplicantText(text).text == text)
  }

  /// Praise, another line, a name that reads backwards or is invisible, letters with marks that stand on other lines.
  @Test(arguments: [
    ("示例银行：该企业信用优秀！", "U+FF1A"), ("示例\n银行", "U+A"), ("示例\u{202E}银行", "U+202E"), ("示例\u{0}", "U+0"),
    ("示例\u{E000}", "U+E000"), ("e\u{301}", "U+301"), ("★示例银行", "U+2605"), ("示例\u{3000}银行", "U+3000"),
  ])
  func whatNoNameHasIsRefused(text: String, code: String) {
    #expect(throws: ApplicantText.Problem.character(code)) { try ApplicantText(text) }
  }

  @Test func aTextHasAnEnd() throws {
    #expect(try ApplicantText(String(repeating: "长", count: 60)).text.count == 60)
    #expect(throws: ApplicantText.Problem.tooLong) { try ApplicantText(String(repeating: "长", count: 61)) }
  }

  @Test func theRecipientOfAReportIsSuchAName() throws {
    let day = NoViolationSamples.day("2026-11-19")
    let catalogue = try Shipped.catalogue()
    for (recipient, problem) in [
      ("示例\n银行", ApplicantText.Problem.character("U+A")), (String(repeating: "长", count: 61), .tooLong),
    ] {
      #expect(throws: NoViolationError.recipient(problem)) {
        try NoViolationQuestion(
          catalogue: catalogue, list: "guangdong-2021", domains: nil, period: day...day, purpose: .listing,
          recipient: recipient, profile: "guangdong")
      }
    }
  }
}
