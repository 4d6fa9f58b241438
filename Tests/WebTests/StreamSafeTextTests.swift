import Testing

@testable import Web

/// What would keep a processor busy when it is compared is no text.
@Suite struct StreamSafeTextTests {
  private let marks = String(repeating: "\u{301}\u{323}", count: 60_000)

  @Test(arguments: ["", "广东粤示例健康食品有限公司", "Tiê\u{301}ng Viê\u{323}t", "e" + String(repeating: "\u{301}", count: 30)])
  func whatPeopleWriteIsTaken(text: String) {
    #expect(streamSafeText(Array(text.utf8)).map { Array($0.utf8) } == Array(text.utf8))
    #expect(isStreamSafe(json: Array("{\"a\":\"\(text)\"}".utf8)))
  }

  @Test func aLongRunOfMarksIsNoTextWhereverItStands() throws {
    let bytes = Array(("a" + marks).utf8)
    #expect(streamSafeText(bytes) == nil)
    #expect(streamSafeText(Array(("e" + String(repeating: "\u{301}", count: 31)).utf8)) == nil)
    #expect(parseWebForm(bytes + Array("=1".utf8)) == nil && parseWebForm(Array("a=".utf8) + bytes) == nil)
    let head = Array("--x\r\nContent-Disposition: form-data; name=\"".utf8)
    #expect(throws: MultipartError.badHead) {
      try parseMultipart(
        head + bytes.prefix(200) + Array("\"\r\n\r\n1\r\n--x--".utf8), boundary: "x",
        limits: MultipartLimits(content: 1000))
    }
  }

  @Test(arguments: [#"\u0301"#, #"\uD834\uDD65"#, "\u{301}", #"\u0301\u0323"#])
  func escapedMarksAreMarks(mark: String) {
    let many = String(repeating: mark, count: 31)
    #expect(isStreamSafe(json: Array(#"{"\#(mark)":1}"#.utf8)))
    #expect(!isStreamSafe(json: Array(#"{"a\#(many)":1}"#.utf8)))
    #expect(decodedJSON(Array(#"{"a":"\#(many)"}"#.utf8), as: [String: String].self) == nil)
    #expect(isStreamSafe(json: Array(#"{"a\n\#(mark)b\#(mark)":"\"\\"}"#.utf8)))
  }

  @Test(arguments: [#""\u12""#, #""\uD834""#, #""\uD834\u0041""#, #""\uDD65""#])
  func brokenEscapesAreNoJSON(json: String) {
    #expect(!isStreamSafe(json: Array(json.utf8)))
  }
}
