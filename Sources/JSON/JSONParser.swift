import ErrorCauses

/// Size limits, in bytes and nesting levels.
package struct JSONLimits: Sendable, Equatable {
  /// Of a string or number.
  package var valueBytes: Int
  /// The nesting depth of objects and arrays.
  package var nesting: Int

  package init(valueBytes: Int, nesting: Int) { (self.valueBytes, self.nesting) = (valueBytes, nesting) }
}

/// A strict JSON parser (RFC 8259): UTF-8 only, no duplicate keys, no lone surrogates, no control characters.
package struct JSONParser {
  let bytes: [UInt8]
  let limits: JSONLimits
  let shown: (String) -> String
  private(set) var index = 0
  private(set) var nodes: [JSONDocument.Node] = []
  /// Key nodes of the open objects, innermost last.
  private var keys: [Int] = []
  /// The parser's position in each open container.
  private(set) var path: [Step] = []

  enum Step {
    case start
    /// At the value of a key, identified by the key's node.
    case key(Int)
    case element(Int)
  }

  /// - Parameter shown: makes a key fit for messages: it may be anything from somebody's file.
  package static func parse(
    _ bytes: [UInt8], limits: JSONLimits, shown: @escaping (String) -> String
  ) throws(JSONFault) -> JSONDocument {
    var parser = JSONParser(bytes: bytes, limits: limits, shown: shown)
    try parser.checkEncoding()
    parser.nodes.reserveCapacity(bytes.count / 16)
    parser.skipSpace()
    if parser.index == bytes.count {
      throw parser.fault(Wording("is empty", "文件是空的"), Wording("it must hold a JSON object", "其内容须是一个 JSON 对象"))
    }
    try parser.value(depth: 0)
    parser.skipSpace()
    if parser.index < bytes.count {
      throw parser.fault(
        Wording("there is more after the end of the JSON text", "JSON 内容结束后还有其他内容"),
        Wording("remove it, or a closing bracket too many", "请删去多余的内容，或多余的右括号"))
    }
    return JSONDocument(bytes: bytes, nodes: parser.nodes)
  }

  private init(bytes: [UInt8], limits: JSONLimits, shown: @escaping (String) -> String) {
    (self.bytes, self.limits, self.shown) = (bytes, limits, shown)
  }

  /// RFC 8259 requires UTF-8; a byte-order mark, which many editors write, is ignored (section 8.1 allows it).
  private mutating func checkEncoding() throws(JSONFault) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
    } else if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(2).contains(0) {
      throw noText()
    }
  }

  private static let value = Wording("a value", "值")

  private mutating func value(depth: Int) throws(JSONFault) {
    guard index < bytes.count else { throw unexpected(Self.value) }
    switch bytes[index] {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try literal("true", .true)
    case UInt8(ascii: "f"): try literal("false", .false)
    case UInt8(ascii: "n"): try literal("null", .null)
    default: throw unexpected(Self.value)
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) {
    let node = try open(.object, depth: depth)
    let firstKey = keys.count
    var manyKeys: Set<String> = []
    path.append(.start)
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
          throw unexpected(Wording("a key in double quotes", "双引号括起的名称"))
        }
        let key = nodes.count
        let start = index
        try string()
        path[path.count - 1] = .key(key)
        if isRepeated(key, since: firstKey, &manyKeys) {
          index = start
          throw repeatedKey(shown(document.text(of: key)))
        }
        keys.append(key)
        guard take(UInt8(ascii: ":")) else { throw unexpected(Wording("a colon after the key", "名称后的冒号")) }
        skipSpace()
        try value(depth: depth)
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw unexpected(Wording("a comma or }", "逗号或 }")) }
    }
    path.removeLast()
    keys.removeSubrange(firstKey...)
    close(node)
  }

  private mutating func array(depth: Int) throws(JSONFault) {
    let node = try open(.array, depth: depth)
    path.append(.start)
    if !take(UInt8(ascii: "]")) {
      var count = 0
      repeat {
        skipSpace()
        path[path.count - 1] = .element(count)
        try value(depth: depth)
        count += 1
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw unexpected(Wording("a comma or ]", "逗号或 ]")) }
    }
    path.removeLast()
    close(node)
  }

  private mutating func open(_ kind: JSONDocument.Node.Kind, depth: Int) throws(JSONFault) -> Int {
    guard depth <= limits.nesting else {
      throw tooDeep()
    }
    nodes.append(JSONDocument.Node(kind: kind, start: UInt32(index), end: UInt32(index)))
    index += 1
    return nodes.count - 1
  }

  private mutating func close(_ node: Int) {
    nodes[node].end = UInt32(index)
    nodes[node].next = Int32(nodes.count)
  }

  private mutating func append(_ kind: JSONDocument.Node.Kind, from start: Int, to end: Int, isPlain: Bool = true) {
    let next = Int32(nodes.count + 1)
    nodes.append(
      JSONDocument.Node(kind: kind, isPlain: isPlain, start: UInt32(start), end: UInt32(end), next: next))
  }

  /// Compares few keys one by one and many through a set, so that no file takes quadratic time. A key with escapes is
  /// decoded once, so it needs the set at once.
  private func isRepeated(_ key: Int, since first: Int, _ many: inout Set<String>) -> Bool {
    let count = keys.count - first
    if count < 40, many.isEmpty, nodes[key].isPlain { return keys[first...].contains { areSameKeys($0, key) } }
    if many.isEmpty { many = Set(keys[first...].map { document.text(of: $0) }) }
    return !many.insert(document.text(of: key)).inserted
  }

  /// - Parameters: keys without escapes.
  private func areSameKeys(_ a: Int, _ b: Int) -> Bool {
    let (startA, startB) = (Int(nodes[a].start), Int(nodes[b].start))
    let count = Int(nodes[a].end) - startA
    guard count == Int(nodes[b].end) - startB else { return false }
    // From the end, where keys of a table differ (CF_CFJG, CF_CFLB).
    for offset in (0..<count).reversed() where bytes[startA + offset] != bytes[startB + offset] { return false }
    return true
  }

  private mutating func literal(_ word: StaticString, _ kind: JSONDocument.Node.Kind) throws(JSONFault) {
    let end = index + word.utf8CodeUnitCount
    guard bytes[index..<min(end, bytes.count)].elementsEqual(word.description.utf8) else {
      throw unexpected(Self.value)
    }
    append(kind, from: index, to: end)
    index = end
  }

  private mutating func number() throws(JSONFault) {
    let start = index
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    let leading = index
    try digits()
    if bytes[leading] == UInt8(ascii: "0"), index > leading + 1 {
      index = leading
      throw beginsWithZero()
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      try digits()
    }
    try checkLength(from: start)
    append(.number, from: start, to: index)
  }

  private mutating func digits() throws(JSONFault) {
    let start = index
    while index < bytes.count, isDigit(bytes[index]) { index += 1 }
    if index == start { throw unexpected(Wording("a digit", "数字")) }
  }

  private mutating func string() throws(JSONFault) {
    index += 1
    let start = index
    var isPlain = true
    scan: while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""): break scan
      case UInt8(ascii: "\\"):
        isPlain = false
        try escape()
      case 0..<0x20:
        throw rawControlCharacter(byte)
      case 0x7F: throw controlCharacter(UInt32(byte))
      case 0x80...: try multibyte(&isPlain)
      case UInt8(ascii: "_"):
        index += 1
        // _x000D_ of spreadsheets must be cleaned away
        if index + 1 < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "x"), bytes[index + 1] == UInt8(ascii: "0") {
          isPlain = false
        }
      default: index += 1
      }
    }
    guard index < bytes.count else {
      index = start - 1
      throw unclosedString()
    }
    try checkLength(from: start)
    append(.string, from: start, to: index, isPlain: isPlain)
    index += 1
  }

  private mutating func checkLength(from start: Int) throws(JSONFault) {
    guard index - start > limits.valueBytes else { return }
    let length = index - start
    index = start
    throw tooLong(length)
  }

  private mutating func escape() throws(JSONFault) {
    let letter = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"):
      index += 2
    case UInt8(ascii: "b"): throw controlCharacter(8)
    case UInt8(ascii: "f"): throw controlCharacter(12)
    case UInt8(ascii: "u"):
      let code = try codeUnit(at: index)
      switch code {
      case 0x09, 0x0A, 0x0D: index += 6
      case 0..<0x20, 0x7F..<0xA0: throw controlCharacter(code)
      case 0xD800..<0xDC00:
        let low = try? codeUnit(at: index + 6)
        guard let low, (0xDC00..<0xE000).contains(low) else { throw loneSurrogate(code) }
        index += 12
      case 0xDC00..<0xE000: throw loneSurrogate(code)
      default: index += 6
      }
    default:
      throw unknownEscape()
    }
  }

  /// The code unit of `\uXXXX`.
  private func codeUnit(at start: Int) throws(JSONFault) -> UInt32 {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u"),
      bytes[(start + 2)..<(start + 6)].allSatisfy({ isDigit($0) || (0x61...0x66).contains($0 | 0x20) })
    else { throw fault(Wording("\\u is not followed by four hexadecimal digits", "\\u 后面不是四位十六进制数")) }
    return hexValue(bytes[(start + 2)..<(start + 6)])
  }

  /// One non-ASCII UTF-8 character: table 3-7 of the Unicode standard.
  private mutating func multibyte(_ isPlain: inout Bool) throws(JSONFault) {
    let first = bytes[index]
    let second = index + 1 < bytes.count ? bytes[index + 1] : 0
    let count: Int
    let seconds: ClosedRange<UInt8>
    switch first {
    case 0xC2...0xDF: (count, seconds) = (2, 0x80...0xBF)
    case 0xE0: (count, seconds) = (3, 0xA0...0xBF)
    case 0xED: (count, seconds) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, seconds) = (3, 0x80...0xBF)
    case 0xF0: (count, seconds) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, seconds) = (4, 0x80...0xBF)
    case 0xF4: (count, seconds) = (4, 0x80...0x8F)
    default: throw invalidUTF8()
    }
    guard index + count <= bytes.count, seconds.contains(second) else { throw invalidUTF8() }
    for offset in 2..<max(count, 2) where bytes[index + offset] & 0xC0 != 0x80 { throw invalidUTF8() }
    if first == 0xC2, second < 0xA0 { throw controlCharacter(UInt32(second)) }
    // U+2028 and U+2029 are line breaks that must be cleaned away
    if first == 0xE2, second == 0x80, bytes[index + 2] & 0xFE == 0xA8 { isPlain = false }
    index += count
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 9
    {
      index += 1
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
