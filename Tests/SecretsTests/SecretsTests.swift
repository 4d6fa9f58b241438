import Testing

@testable import Secrets

@Suite struct SecretsTests {
  @Test func aRandomTextHasTheAlphabetAndLengthOfASecret() {
    let texts = Set((0..<200).map { _ in randomText() })
    #expect(texts.count == 200)
    #expect(texts.allSatisfy { $0.wholeMatch(of: #/[A-Za-z0-9_-]{43}/#) != nil })
  }

  /// RFC 4648 §10; the two characters beyond letters and digits are those for URLs.
  @Test(arguments: [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")])
  func base64IsThatForURLs(text: String, encoded: String) {
    #expect(base64URL(Array(text.utf8)) == encoded)
    #expect(base64URL([0xfb, 0xff, 0xfe]) == "-__-")
  }

  @Test(arguments: [
    ("", "", true), ("a", "a", true), ("信报", "信报", true), ("a", "b", false), ("a", "", false), ("a", "aa", false),
    // Composed and decomposed: one text to Swift, two secrets.
    ("é", "e\u{301}", false),
  ]) func equalIsByteForByte(one: String, other: String, isSo: Bool) { #expect(areEqual(one, other) == isSo) }
}
