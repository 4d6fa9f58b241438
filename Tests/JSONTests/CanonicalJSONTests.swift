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

  private struct Values: Equatable {
    var a: [Int] = []
    var c: String?, d = ""
    var e = false, f: [Int] = []
  }

  @discardableResult
  private func read(_ text: String) throws(CanonicalJSONFault) -> Values {
    var reader = CanonicalJSONReader(Array(text.utf8), version: 1)
    var values = Values()
    try reader.beginObject()
    try reader.name("a")
    values.a = try numbers(&reader)
    try reader.name("b")
    try reader.beginObject()
    try reader.name("c")
    values.c = reader.passesNull() ? nil : try reader.text()
    try reader.name("d")
    values.d = try reader.text()
    try reader.endObject()
    try reader.name("e")
    values.e = try reader.flag()
    try reader.name("f")
    values.f = try numbers(&reader)
    try reader.endObject()
    try reader.end()
    return values
  }

  private func numbers(_ reader: inout CanonicalJSONReader) throws(CanonicalJSONFault) -> [Int] {
    var numbers: [Int] = []
    try reader.beginArray()
    while reader.hasElement { numbers.append(try reader.natural()) }
    try reader.endArray()
    return numbers
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try read(Self.text) == Values(a: [1, 9_007_199_254_740_991], c: nil, d: "x\n", e: true, f: []))
    #expect(try read(Self.text.replacing("null", with: #""y""#)).c == "y")
  }

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
