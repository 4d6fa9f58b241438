import ReportKinds
import Testing

@testable import Reports

struct TypedLineTests {
  @Test(arguments: ["示例证券交易所", "示例银行（广州）", "Bank of Example, Ltd.", "𠮷野"])
  func aNameIsPrintedAsItIsTyped(text: String) throws {
    #expect(try TypedLine(text).text == text)
  }

  /// Each would stand on the cover as another line, backwards, or as nothing.
  @Test(arguments: ["示例\n银行", "示例\u{202E}银行", "\u{1B}[31m示例", "示例\u{0}", "示例\u{2028}银行", "示例\u{E000}"])
  func whatCouldDisguiseTheNameIsRefused(text: String) {
    #expect(throws: TypedLine.Problem.unprintable) { try TypedLine(text) }
  }

  @Test func aNameHasAnEnd() throws {
    #expect(try TypedLine(String(repeating: "长", count: 200)).text.count == 200)
    #expect(throws: TypedLine.Problem.tooLong) { try TypedLine(String(repeating: "长", count: 201)) }
  }

  @Test func aRecipientIsSuchALine() throws {
    let day = NoViolationSamples.day("2026-11-19")
    let catalogue = try Shipped.catalogue()
    for (recipient, problem) in [
      ("示例\n银行", TypedLine.Problem.unprintable), (String(repeating: "长", count: 201), .tooLong),
    ] {
      #expect(throws: NoViolationError.recipient(problem)) {
        try NoViolationQuestion(
          catalogue: catalogue, list: "guangdong-2021", domains: nil, period: day...day, purpose: .listing,
          recipient: recipient, profile: "guangdong")
      }
    }
  }
}
