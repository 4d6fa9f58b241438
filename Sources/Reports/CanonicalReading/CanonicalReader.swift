import Hexadecimal

/// Reads what ``JSONWriter`` writes, and nothing else: each member where it must stand, no white space, no escape that
/// is not needed. Whatever it accepts is therefore written back as the same bytes. It goes from left to right once, and
/// only as deep as the report's parts are nested, so that no input makes it work or remember more than its own length.
struct CanonicalReader {
  private let bytes: [UInt8]
  /// Of the layout, as it stands at the end of the data.
  let version: Int
  private var position = 0
  /// Whether a comma precedes the next member or element.
  private var follows = false
  /// For messages.
  private var member: StaticString = "{"

  init(_ bytes: [UInt8], version: Int) { (self.bytes, self.version) = (bytes, version) }

  func fault(_ problem: String) -> CanonicalDataError {
    .malformed(problem, member: "\(member)", offset: position)
  }

  // MARK: Structure

  mutating func object<Result>(
    _ members: (inout CanonicalReader) throws(CanonicalDataError) -> Result
  ) throws(CanonicalDataError) -> Result {
    try separate()
    try expect(UInt8(ascii: "{"))
    follows = false
    let result = try members(&self)
    try expect(UInt8(ascii: "}"))
    follows = true
    return result
  }

  mutating func array<Element>(
    _ element: (inout CanonicalReader) throws(CanonicalDataError) -> Element
  ) throws(CanonicalDataError) -> [Element] {
    try separate()
    try expect(UInt8(ascii: "["))
    follows = false
    var elements: [Element] = []
    while position < bytes.count, bytes[position] != UInt8(ascii: "]") { elements.append(try element(&self)) }
    try expect(UInt8(ascii: "]"))
    follows = true
    return elements
  }

  /// Passes a member's name; its value comes next.
  mutating func name(_ name: StaticString) throws(CanonicalDataError) {
    guard passes(name) else { throw fault("no member `\(name)`") }
  }

  /// Whether a member that may be missing is there; then its value comes next.
  mutating func passes(_ name: StaticString) -> Bool {
    var place = position
    if follows {
      guard place < bytes.count, bytes[place] == UInt8(ascii: ",") else { return false }
      place += 1
    }
    let length = name.utf8CodeUnitCount
    guard length + 3 <= bytes.count - place, bytes[place] == UInt8(ascii: "\""),
      name.withUTF8Buffer({ bytes[place + 1..<place + 1 + length].elementsEqual($0) }),
      bytes[place + length + 1] == UInt8(ascii: "\""), bytes[place + length + 2] == UInt8(ascii: ":")
    else { return false }
    position = place + length + 3
    follows = false
    member = name
    return true
  }

  mutating func end() throws(CanonicalDataError) {
    guard position == bytes.count else { throw fault("something follows the end") }
  }

  private mutating func separate() throws(CanonicalDataError) {
    if follows { try expect(UInt8(ascii: ",")) }
    follows = true
  }

  private mutating func expect(_ byte: UInt8) throws(CanonicalDataError) {
    guard position < bytes.count, bytes[position] == byte else {
      throw fault("no `\(Character(Unicode.Scalar(byte)))`")
    }
    position += 1
  }

  // MARK: Values

  /// From 0 to 2⁵³ − 1, without leading zeros.
  mutating func natural() throws(CanonicalDataError) -> Int {
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

  mutating func flag() throws(CanonicalDataError) -> Bool {
    try separate()
    if skips("true") { return true }
    if skips("false") { return false }
    throw fault("neither true nor false")
  }

  mutating func text() throws(CanonicalDataError) -> String {
    try separate()
    return try string()
  }

  mutating func optionalText() throws(CanonicalDataError) -> String? {
    try separate()
    return skips("null") ? nil : try string()
  }

  /// Whether null stands here, which is then passed.
  mutating func passesNull() -> Bool {
    let place = position
    if follows, position < bytes.count, bytes[position] == UInt8(ascii: ",") { position += 1 }
    if skips("null") {
      follows = true
      return true
    }
    position = place
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

  private mutating func string() throws(CanonicalDataError) -> String {
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

  private func string(_ content: ArraySlice<UInt8>) throws(CanonicalDataError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else { throw fault("a text that is not UTF-8") }
    return text
  }

  /// After the backslash. RFC 8785, 3.2.2.2: every character has one form only.
  private mutating func escape() throws(CanonicalDataError) -> UInt8 {
    guard position < bytes.count else { throw fault("a text without end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "u"):
      for code: UInt8 in 0..<0x20 where ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(code) {
        if bytes[position...].starts(with: "00\(hexadecimal([code]))".utf8) {
          position += 4
          return code
        }
      }
      throw fault("an escape that is not needed")
    default: throw fault("an escape that is not needed")
    }
  }
}
