/// Writes JSON in the canonical form of RFC 8785 (JCS) as bytes: no white space, only the escapes that JSON requires.
///
/// The caller writes the members of an object in ascending order of their names; numbers are integers below 2⁵³.
package struct CanonicalJSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Version of the layout, for members that only some versions have.
  package let version: Int
  /// Whether the next member or element is preceded by a comma.
  private var follows = false

  package init(capacity: Int, version: Int) {
    self.version = version
    bytes.reserveCapacity(capacity)
  }

  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// The name of the member whose value is written next. It must not need escapes.
  package mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    follows = false
  }

  package mutating func value(_ number: Int) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  package mutating func value(_ flag: Bool) {
    separate()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  package mutating func value(_ text: String) {
    separate()
    JSONText.append(text, to: &bytes)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    follows = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    follows = true
  }

  private mutating func separate() {
    if follows { bytes.append(UInt8(ascii: ",")) }
    follows = true
  }
}
