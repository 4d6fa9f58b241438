import JSON
import Testing

@Suite struct CanonicalJSONTests {
  private static let text = #"{"a":[1,9007199254740991],"b":{"c":null,"d":"x\n"},"e":true,"f":[]}"#

  @Test func membersAreWrittenWithoutWhiteSpace() {
    var writer = CanonicalJSONWriter(capacity: 100)
    writer.object { writer in
      writer.name("a")
      writer.array([1, 9_007_199_254_740_991]) { $0.value($1) }
      writer.name("b")
      writer.object { writer in
        writer.name("c")
        writer.value(nil)
        writer.name("d")
        writer.value("x\n")
      }
      writer.name("e")
      writer.value(true)
      writer.name("f")
      writer.array([Int]()) { $0.value($1) }
    }
    #expect(String(decoding: writer.bytes, as: UTF8.self) == Self.text)
  }

  private func read(_ text: String) throws(CanonicalJSONFault) {
    var reader = CanonicalJSONReader(Array(text.utf8), version: 1)
    try reader.object { reader throws(CanonicalJSONFault) in
      try reader.name("a")
      _ = try reader.array { reader throws(CanonicalJSONFault) in try reader.natural() }
      try reader.name("b")
      try reader.object { reader throws(CanonicalJSONFault) in
        try reader.name("c")
        _ = try reader.optionalText()
        try reader.name("d")
        _ = try reader.text()
      }
      try reader.name("e")
      _ = try reader.flag()
      try reader.name("f")
      _ = try reader.array { reader throws(CanonicalJSONFault) in try reader.natural() }
    }
    try reader.end()
  }

  @Test func whatIsWrittenIsRead() throws { try read(Self.text) }

  @Test func nothingThatIsCutOffIsRead() {
    for length in 0..<Self.text.utf8.count {
      #expect(throws: CanonicalJSONFault.self) {
        try read(String(decoding: Self.text.utf8.prefix(length), as: UTF8.self))
      }
    }
  }

  @Test(arguments: [
    ("[1,", "[1, "), ("[1,", "[01,"), ("[1,", "[-1,"), ("[1,", "[1.0,"), ("991]", "992]"), ("[1,", "[1,,"),
    ("x\\n", "x\\u000a"),
    ("x\\n", "x\\/"), ("x\\n", "x\n"), ("null", "nul"), ("true", "True"), ("{\"a\"", "{ \"a\""), ("[]}", "[]} "),
    ("[]}", "[],}"),
    ("\"b\"", "\"B\""),
  ])
  func anotherFormIsNotRead(part: String, other: String) {
    #expect(Self.text.contains(part))
    #expect(throws: CanonicalJSONFault.self) { try read(Self.text.replacing(part, with: other)) }
  }
}
