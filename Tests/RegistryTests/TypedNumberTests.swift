import Testing

@testable import Registry

@Suite struct TypedNumberTests {
  /// As people type it from paper.
  @Test(arguments: [
    "20261118181640123K7Q0Z", "20261118181640123k7qoz", " 2026 1118 1816 4012 3K7Q 0Z ", "２０２６１１１８１８１６４０１２３Ｋ７ＱＯＺ",
    "2026-11-18-181640123-K7Q0Z", "2O26lll8I8I64Ol23K7Q0Z",
  ])
  func aNumberIsForgivenItsForm(typed: String) {
    #expect(typedReportNumber(typed) == "20261118181640123K7Q0Z")
  }
}
