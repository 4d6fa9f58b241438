/// A JSON text and the positions of everything in it, without copying a string or number: a list of nodes in text
/// order. A node is interpreted only on request.
package struct JSONDocument: Sendable {
  package struct Node: Sendable {
    package enum Kind: UInt8, Sendable {
      /// Keys and values alternate.
      case object
      case array, string, number, `true`, `false`, null
    }
    package var kind: Kind
    /// For a string: its bytes are its text, and contain nothing left behind by a spreadsheet that readers clean away
    /// (`_x000D_`, U+2028, U+2029).
    package var isPlain = true
    /// Byte offsets; for a string, without its quotes.
    package var start: UInt32, end: UInt32
    /// The index of the node after this one and all its descendants.
    package var next: Int32 = 0
  }

  package var bytes: [UInt8]
  package var nodes: [Node] = []

  package func bytes(of node: Int) -> ArraySlice<UInt8> { bytes[Int(nodes[node].start)..<Int(nodes[node].end)] }

  /// A string's characters with escapes decoded, a number as written, `true`, `false`, `null`.
  package func text(of node: Int) -> String {
    let isEscaped = nodes[node].kind == .string && !nodes[node].isPlain
    return isEscaped ? decoded(bytes(of: node)) : String(decoding: bytes(of: node), as: UTF8.self)
  }

  /// The elements of an array, or the keys of an object (a key's value is the node after it).
  package func children(of node: Int) -> Children {
    Children(nodes: nodes, isObject: nodes[node].kind == .object, child: node + 1, end: Int(nodes[node].next))
  }

  package struct Children: Swift.Sequence, IteratorProtocol {
    fileprivate let nodes: [Node]
    fileprivate let isObject: Bool
    fileprivate var child: Int
    fileprivate let end: Int

    package mutating func next() -> Int? {
      guard child < end else { return nil }
      defer { child = Int(nodes[isObject ? child + 1 : child].next) }
      return child
    }
  }

  /// JSON pointer (RFC 6901) to a value; for a key, to its value.
  package func pointer(to target: Int) -> String {
    var pointer = ""
    var node = 0
    while node < target, let step = step(from: node, towards: target) {
      pointer += "/" + pointerToken(step.token)
      node = step.value
    }
    return pointer
  }

  /// The child of a container that is, or contains, a node.
  private func step(from container: Int, towards target: Int) -> (token: String, value: Int)? {
    let isObject = nodes[container].kind == .object
    guard isObject || nodes[container].kind == .array else { return nil }
    for (index, child) in children(of: container).enumerated() {
      let value = isObject ? child + 1 : child
      if target < nodes[value].next { return (isObject ? text(of: child) : String(index), value) }
    }
    return nil
  }

  /// Line and column from 1; columns count characters (Unicode scalars).
  package func position(of node: Int) -> (line: Int, column: Int) {
    // A string begins at its quote.
    textPosition(of: Int(nodes[node].start) - (nodes[node].kind == .string ? 1 : 0), in: bytes)
  }

  /// Decodes the escapes of RFC 8259, section 7; the parser has checked that they are well formed.
  private func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index] == UInt8(ascii: "\\") else {
        text.append(bytes[index])
        index += 1
        continue
      }
      let letter = bytes[index + 1]
      index += 2
      switch letter {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        var code = hexValue(bytes[index..<index + 4])
        index += 4
        if code & 0xFC00 == 0xD800 {
          code = 0x10000 + (code & 0x3FF) << 10 + hexValue(bytes[(index + 2)..<(index + 6)]) & 0x3FF
          index += 6
        }
        if let scalar = Unicode.Scalar(code) { text += Array(String(scalar).utf8) }
      default: text.append(letter)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// The value of four hexadecimal digits.
func hexValue(_ digits: ArraySlice<UInt8>) -> UInt32 {
  digits.reduce(0) { $0 << 4 | UInt32($1 < 0x40 ? $1 - 0x30 : ($1 | 0x20) - 0x57) }
}

/// A key as a reference token of a JSON pointer.
func pointerToken(_ key: String) -> String {
  guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
  return key.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
}

package func textPosition(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
  var line = 1
  var column = 1
  for byte in bytes.prefix(offset) {
    if byte == 0x0A {
      (line, column) = (line + 1, 1)
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
  return (line, column)
}
