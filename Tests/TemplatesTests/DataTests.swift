import Testing

@testable import Templates

/// Data from JSON.
struct DataTests {
  private func data(_ json: String) throws -> DataValue { try DataValue(json: Array(json.utf8)) }

  @Test func everyKindOfValue() throws {
    #expect(
      try data(#" {"a": [1, -2, "x", true, false, null], "b": {}, "c": []} "#) == [
        "a": [1, -2, "x", true, false, nil], "b": [:], "c": [],
      ])
  }

  @Test func amountsKeepTheirDigits() throws {
    #expect(try data("[0.20, 1e3, -0, 12345678901234567890]") == ["0.20", "1e3", 0, "12345678901234567890"])
  }

  @Test func escapesAndCharactersBeyondTheFirstPlane() throws {
    #expect(try data(#""\u4fe1\ud842\udfb7\"\\\/\b\f\n\r\t𠮷""#) == .text("信𠮷\"\\/\u{8}\u{C}\n\r\t𠮷"))
  }

  @Test func theLastOfEqualKeysHolds() throws {
    #expect(try data(#"{"a": 1, "a": 2}"#) == ["a": 2])
  }

  @Test(arguments: [
    "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a: 1}", "\"a", "\"\u{1}\"", "01", "-01", "1.", "-", "1e",
    "tru",
    "nul", "1 2", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "[1}", "+1", "\"\\",
  ]) func whatIsNoJSONIsRefused(json: String) {
    #expect(throws: DataJSONError.self) { try data(json) }
  }

  @Test func depthIsLimited() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try data(deep(200)) }
    #expect(throws: DataJSONError.self) { try data(deep(201)) }
    #expect(throws: DataJSONError.self) { try data(String(repeating: "[", count: 100_000)) }
  }

  @Test func noBytesBreakTheReader() {
    var random = SeededGenerator(seed: 3)
    let seed = Array(#"{"a":[1.5,"\u4fe1",true],"b":{"c":null}}"#.utf8)
    for _ in 0..<5000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...3, using: &random))
      do { _ = try DataValue(json: bytes) } catch { #expect((0...bytes.count).contains(error.offset)) }
    }
  }

  @Test func aShapeSaysWhereDataDiffer() {
    let shape = DataShape.object([
      "a": .list(.object(["b": .text, "c": .optional(.number)])), "d": .name(of: "colour", known: ["red"]),
    ])
    let good: DataValue = ["a": [["b": "x", "c": nil], ["b": "y", "c": 3]], "d": "red"]
    #expect(shape.difference(from: good) == nil)
    #expect(shape.difference(from: ["a": [["b": 1]], "d": "red"]) == "`a.0.b` is a number instead of a text")
    #expect(shape.difference(from: ["a": [], "d": "blue"]) == "`d` is no colour: blue")
    #expect(shape.difference(from: ["a": [], "d": "red", "e": 1]) == "`` has no `e`")
    #expect(shape.difference(from: ["a": []]) == "`d` is nothing instead of a text")
  }
}
