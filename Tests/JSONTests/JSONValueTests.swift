import Foundation
import JSON
import Testing

@Suite struct JSONValueTests {
  @Test func textsAreEscapedAsFoundationReadsThem() throws {
    let texts = ["", "信报", "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}", "😀\u{2028}", "</script>"]
    let bytes = JSONValue.array(texts.map(JSONValue.string)).bytes
    #expect(try JSONDecoder().decode([String].self, from: Data(bytes)) == texts)
  }

  @Test func jsonForPeopleHasAMemberALine() {
    let value = JSONValue.object([("a", .array([.integer(1), .object([("b", .bool(true))])])), ("c", .array([]))])
    let text = """
      {
        "a": [
          1,
          {
            "b": true
          }
        ],
        "c": []
      }
      """
    #expect(value.text == text)
    #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"a":[1,{"b":true}],"c":[]}"#)
  }
}
