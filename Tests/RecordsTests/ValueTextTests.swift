import Testing

@testable import Records

@Suite struct ValueTextTests {
  /// The short way, for texts that need no cleaning, and the long one give the same.
  @Test func whatNeedsNoCleaningStays() {
    let ends = [
      " ", "\t", "\r", "\n", "\u{A0}", "\u{85}", "\u{7F}", "\u{200B}", "\u{2028}", "\u{3000}", "\u{FEFF}", "_x000D_",
    ]
    for text in ["示例公司", "a", "91440001MA59G7P26C", "示〔2026〕1号", "“示例”", "（示例）", "", "é", "𠮷", "a_b", "a b"] {
      #expect(ValueText.cleaned(text) == text, "\(text)")
      for end in ends {
        #expect(
          ValueText.cleaned(end + text) == text && ValueText.cleaned(text + end) == text,
          "\(text) \(end.unicodeScalars)")
      }
    }
    #expect(ValueText.cleaned("a\r\nb\tc\u{2029}d_x000D_e") == "a\nb c\nd\ne")
  }
}
