import Testing

@testable import Reports

struct TypedLineTests {
  @Test(arguments: ["申请贷款；办理签证。", "Visa, e.g. France", "𠮷野"])
  func aLineIsPrintedAsItIsTyped(text: String) throws {
    #expect(try TypedLine(text, longest: 60).text == text)
  }

  /// Each would stand on the cover as another line, backwards, or as nothing.
  @Test(arguments: ["示例\n银行", "示例\u{202E}银行", "\u{1B}[31m示例", "示例\u{0}", "示例\u{2028}银行", "示例\u{E000}"])
  func whatCouldDisguiseItIsRefused(text: String) {
    #expect(throws: TypedLine.Problem.unprintable) { try TypedLine(text, longest: 60) }
  }

  @Test func aLineHasAnEnd() throws {
    #expect(try TypedLine(String(repeating: "长", count: 60), longest: 60).text.count == 60)
    #expect(throws: TypedLine.Problem.tooLong) { try TypedLine(String(repeating: "长", count: 61), longest: 60) }
  }
}
