/// Writes JSON in the canonical form of RFC 8785 (JCS) as bytes: no white space, only the escapes that JSON requires.
///
/// The caller writes the members of an object in ascending order of their names; numbers are integers below 2⁵³.
package struct CanonicalJSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// Whether the next member or element is preceded by a comma.
  private var follows = false

  package init(capacity: Int) { bytes.reserveCapacity(capacity) }

  package mutating func object(_ members: (inout CanonicalJSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    members(&self)
    close(UInt8(ascii: "}"))
  }

  @inlinable
  package mutating func array<Elements: Sequence>(
    _ elements: Elements, _ write: (inout CanonicalJSONWriter, Elements.Element) -> Void
  ) {
    open(UInt8(ascii: "["))
    for element in elements { write(&self, element) }
    close(UInt8(ascii: "]"))
  }

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

  package mutating func value(_ text: String?) {
    separate()
    guard let text else { return bytes.append(contentsOf: "null".utf8) }
    JSONText.append(text, to: &bytes)
  }

  @usableFromInline
  package mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    follows = false
  }

  @usableFromInline
  package mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    follows = true
  }

  private mutating func separate() {
    if follows { bytes.append(UInt8(ascii: ",")) }
    follows = true
  }
}
