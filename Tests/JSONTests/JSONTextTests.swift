import Foundation
import JSON
import Testing

@Suite struct JSONTextTests {
  private func told(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// RFC 8785, 3.2.2.2.
  @Test(arguments: [
    ("", #""""#), ("企业 𠮷 é /", #""企业 𠮷 é /""#), (#"a"b\c"#, #""a\"b\\c""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}\u{2028}", "\"\\u0000\\u001f\u{7F}\u{2028}\""),
  ])
  func aTextHasOneForm(text: String, form: String) {
    #expect(told(text) == form)
  }

  @Test func everyCharacterOfTheFirst256IsReadBackByFoundation() throws {
    for code in UInt32(0)..<256 {
      let text = "a" + String(try #require(Unicode.Scalar(code))) + "b"
      let read = try JSONSerialization.jsonObject(with: Data(told(text).utf8), options: .fragmentsAllowed)
      #expect(read as? String == text)
    }
  }

  @Test func everyEscapeThatIsWrittenIsReadBack() {
    for byte in UInt8(0)..<0x80 {
      let form = Array(told(String(Unicode.Scalar(byte))).utf8).dropFirst().dropLast()
      guard form.count > 1 else { continue }
      let read = JSONText.unescaped(form.dropFirst())
      #expect(read?.byte == byte && read?.length == form.count - 1)
    }
  }

  @Test(arguments: [
    "", "/", "a", "u", "u000", "u0041", "u000a", "u001F", "u0020", "u00ff", "u4fe1", "U0000", "x00", "0",
  ])
  func noOtherEscapeIsRead(text: String) {
    #expect(JSONText.unescaped(Array(text.utf8)[...]) == nil)
  }
}
