import JSON
import Testing

@Suite struct CanonicalJSONTests {
  private static let text = #"{"a":[1,9007199254740991],"b":{"c":null,"d":"x\n"},"e":true,"f":[]}"#

  @Test func membersAreWrittenWithoutWhiteSpace() {
    var writer = CanonicalJSONWriter(capacity: 100, version: 1)
    writer.beginObject()
    writer.name("a")
    writer.beginArray()
    writer.value(1)
    writer.value(9_007_199_254_740_991)
    writer.endArray()
    writer.name("b")
    writer.beginObject()
    writer.name("c")
    writer.null()
    writer.name("d")
    writer.value("x\n")
    writer.endObject()
    writer.name("e")
    writer.value(true)
    writer.name("f")
    writer.beginArray()
    writer.endArray()
    writer.endObject()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == Self.text)
  }

  private func read(_ text: String) throws(CanonicalJSONFault) {
    var reader = CanonicalJSONReader(Array(text.utf8), version: 1)
    try reader.beginObject()
    try reader.name("a")
    try readNumbers(&reader)
    try reader.name("b")
    try reader.beginObject()
    try reader.name("c")
    if !reader.passesNull() { _ = try reader.text() }
    try reader.name("d")
    _ = try reader.text()
    try reader.endObject()
    try reader.name("e")
    _ = try reader.flag()
    try reader.name("f")
    try readNumbers(&reader)
    try reader.endObject()
    try reader.end()
  }

  private func readNumbers(_ reader: inout CanonicalJSONReader) throws(CanonicalJSONFault) {
    try reader.beginArray()
    while reader.hasElement { _ = try reader.natural() }
    try reader.endArray()
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
