/// Why and where bytes are not in canonical form.
package struct CanonicalJSONFault: Error, Sendable, Equatable {
  package var problem: String
  /// The last member name that was read.
  package var member: String
  /// In bytes, from 0.
  package var offset: Int
}

/// Reads what ``CanonicalJSONWriter`` writes, and nothing else: each member in its position, no white space, no
/// unnecessary escape. Whatever it accepts is therefore written back as the same bytes. It reads from left to right
/// once and nests only as deep as the report's parts, so no input can cost more time or memory than its own length.
package struct CanonicalJSONReader {
  private let bytes: [UInt8]
  /// Version of the layout, for members that only some versions have.
  package let version: Int
  private var position = 0
  /// Whether a comma precedes the next member or element.
  private var follows = false
  /// For messages.
  private var member: StaticString = "{"

  package init(_ bytes: [UInt8], version: Int) { (self.bytes, self.version) = (bytes, version) }

  package func fault(_ problem: String) -> CanonicalJSONFault {
    CanonicalJSONFault(problem: problem, member: "\(member)", offset: position)
  }

  // MARK: Structure

  package mutating func beginObject() throws(CanonicalJSONFault) { try open(UInt8(ascii: "{")) }
  package mutating func endObject() throws(CanonicalJSONFault) { try close(UInt8(ascii: "}")) }
  package mutating func beginArray() throws(CanonicalJSONFault) { try open(UInt8(ascii: "[")) }
  package mutating func endArray() throws(CanonicalJSONFault) { try close(UInt8(ascii: "]")) }

  /// Whether the array that was begun last goes on.
  package var hasElement: Bool { position < bytes.count && bytes[position] != UInt8(ascii: "]") }

  /// Consumes a member's name; its value comes next.
  package mutating func name(_ name: StaticString) throws(CanonicalJSONFault) {
    guard passes(name) else { throw fault("no member `\(name)`") }
  }

  /// Consumes the name of an optional member if it is next; then its value comes next.
  package mutating func passes(_ name: StaticString) -> Bool {
    var next = position
    if follows {
      guard next < bytes.count, bytes[next] == UInt8(ascii: ",") else { return false }
      next += 1
    }
    let length = name.utf8CodeUnitCount
    guard length + 3 <= bytes.count - next, bytes[next] == UInt8(ascii: "\""),
      name.withUTF8Buffer({ bytes[next + 1..<next + 1 + length].elementsEqual($0) }),
      bytes[next + length + 1] == UInt8(ascii: "\""), bytes[next + length + 2] == UInt8(ascii: ":")
    else { return false }
    position = next + length + 3
    follows = false
    member = name
    return true
  }

  package mutating func end() throws(CanonicalJSONFault) {
    guard position == bytes.count else { throw fault("something follows the end") }
  }

  private mutating func open(_ bracket: UInt8) throws(CanonicalJSONFault) {
    try separate()
    try expect(bracket)
    follows = false
  }

  private mutating func close(_ bracket: UInt8) throws(CanonicalJSONFault) {
    try expect(bracket)
    follows = true
  }

  private mutating func separate() throws(CanonicalJSONFault) {
    if follows { try expect(UInt8(ascii: ",")) }
    follows = true
  }

  private mutating func expect(_ byte: UInt8) throws(CanonicalJSONFault) {
    guard position < bytes.count, bytes[position] == byte else {
      throw fault("no `\(Character(Unicode.Scalar(byte)))`")
    }
    position += 1
  }

  // MARK: Values

  /// From 0 to 2⁵³ − 1, without leading zeros.
  package mutating func natural() throws(CanonicalJSONFault) -> Int {
    try separate()
    let start = position
    var number = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      number = number * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
      guard number < 1 << 53 else { throw fault("a number too large") }
    }
    guard position > start else { throw fault("no number") }
    guard position == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw fault("a leading zero") }
    return number
  }

  package mutating func flag() throws(CanonicalJSONFault) -> Bool {
    try separate()
    if skips("true") { return true }
    if skips("false") { return false }
    throw fault("neither true nor false")
  }

  package mutating func text() throws(CanonicalJSONFault) -> String {
    try separate()
    return try string()
  }

  /// Consumes a null if it is next.
  package mutating func passesNull() -> Bool {
    let start = position
    if follows, position < bytes.count, bytes[position] == UInt8(ascii: ",") { position += 1 }
    if skips("null") {
      follows = true
      return true
    }
    position = start
    return false
  }

  private mutating func skips(_ word: StaticString) -> Bool {
    let length = word.utf8CodeUnitCount
    guard length <= bytes.count - position,
      word.withUTF8Buffer({ bytes[position..<position + length].elementsEqual($0) })
    else { return false }
    position += length
    return true
  }

  private mutating func string() throws(CanonicalJSONFault) -> String {
    try expect(UInt8(ascii: "\""))
    let start = position
    while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\\") {
      if bytes[position] == UInt8(ascii: "\"") {
        defer { position += 1 }
        return try string(bytes[start..<position])
      }
      position += 1
    }
    var content = Array(bytes[start..<position])
    while position < bytes.count, bytes[position] >= 0x20 {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        defer { position += 1 }
        return try string(content[...])
      }
      position += 1
      content.append(byte == UInt8(ascii: "\\") ? try escape() : byte)
    }
    throw fault("a text without end")
  }

  private func string(_ content: ArraySlice<UInt8>) throws(CanonicalJSONFault) -> String {
    guard let text = String(validating: content, as: UTF8.self) else { throw fault("a text that is not UTF-8") }
    return text
  }

  private mutating func escape() throws(CanonicalJSONFault) -> UInt8 {
    guard position < bytes.count else { throw fault("a text without end") }
    guard let (byte, length) = JSONText.unescaped(bytes[position...]) else {
      position += 1
      throw fault("an escape that is not needed")
    }
    position += length
    return byte
  }
}
