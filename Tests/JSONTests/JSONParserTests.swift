import JSON
import Testing

/// What is no JSON, and how that is told, is tested with credit files (RecordsTests).
@Suite struct JSONParserTests {
  private func parsed(_ text: String, valueBytes: Int = 100, nesting: Int = 64) throws(JSONFault) -> JSONDocument {
    let limits = JSONLimits(valueBytes: valueBytes, nesting: nesting)
    return try JSONParser.parse(Array(text.utf8), limits: limits) { "‹\($0.prefix(3))›" }
  }

  @Test func whatIsReadIsWhatWasWritten() throws {
    let text = #"{"a\n\"\\\/\t": "\u5317\u4EAC \ud842\udfb7 é", "n": [-0.10e+3, true, false, null, {}, []], "": ""}"#
    let document = try parsed(text)
    let keys = Array(document.children(of: 0))
    #expect(keys.map { document.text(of: $0) } == ["a\n\"\\/\t", "n", ""])
    #expect(document.text(of: keys[0] + 1) == "北京 𠮷 é")
    let elements = Array(document.children(of: keys[1] + 1))
    #expect(elements.map { document.text(of: $0) } == ["-0.10e+3", "true", "false", "null", "{}", "[]"])
    #expect(document.pointer(to: elements[4]) == "/n/4")
    #expect(document.pointer(to: keys[0]) == "/a\n\"\\~1\t")
    #expect(document.pointer(to: 0) == "")
  }

  @Test func limitsAreKeptToTheByteAndTheLevel() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try parsed(nested(64)) }
    let deep = try #require(throws: JSONFault.self) { try parsed(nested(65)) }
    #expect(deep.isLimit && deep.offset == 64)
    #expect(throws: Never.self) {
      try parsed("[\"0123456789\", 0123456789]".replacing(", 0", with: ", 1"), valueBytes: 10)
    }
    let long = try #require(throws: JSONFault.self) { try parsed(#"{"a": ["", "01234567890"]}"#, valueBytes: 10) }
    #expect(long.isLimit && long.pointer == "/a/1" && long.offset == 12)
  }

  @Test func aKeyThatStandsTwiceIsFoundAmongFewAndMany() throws {
    for count in [1, 39, 40, 41, 500] {
      let keys = (0..<count).map { #""key\#($0)": \#($0)"# }
      #expect(throws: Never.self) { try parsed("{\(keys.joined(separator: ","))}") }
      let fault = try #require(throws: JSONFault.self) {
        try parsed("{\(keys.joined(separator: ",")), \"k\\u0065y\(count - 1)\": 0}")
      }
      #expect(fault.message == "the key ‹key› stands twice in one object")
      #expect(fault.pointer == "/key\(count - 1)" && !fault.isLimit)
    }
  }

  /// Whatever the bytes, the parser answers; and what it accepts has its nodes in order.
  @Test(arguments: 0..<8) func randomBytesNeverCrashIt(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let alphabet =
      Array(#"{}[]",:\/u0dDbBeE+-.1tfnrlas _x "#.utf8) + [
        0xE4, 0xBC, 0x81, 0xF0, 0xA0, 0xAE, 0xB7, 0x00, 0x0A, 0xC2, 0xEF,
      ]
    for _ in 0..<1_000 {
      let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      guard let document = try? JSONParser.parse(bytes, limits: JSONLimits(valueBytes: 50, nesting: 5), shown: { $0 })
      else { continue }
      for (index, node) in document.nodes.enumerated() {
        let isInOrder = node.start <= node.end && Int(node.end) <= bytes.count && Int(node.next) > index
        if !isInOrder { Issue.record("node \(index) of \(bytes)") }
        _ = document.text(of: index)
        _ = document.pointer(to: index)
      }
    }
  }
}

private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  /// SplitMix64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
