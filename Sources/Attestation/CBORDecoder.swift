/// Why bytes are not deterministic CBOR, and where (offset in bytes).
struct CBORError: Error, Equatable, CustomStringConvertible {
  enum Problem: String, Sendable {
    case truncated = "ends in the middle of an item"
    case trailingBytes = "bytes follow the value"
    case longHead = "a head is longer than it needs to be"
    case indefiniteLength = "indefinite length"
    case unsupportedType = "a type that tokens do not use"
    case invalidText = "text is not UTF-8"
    case unsortedKeys = "map keys are not in order"
    case duplicateKey = "a map key comes twice"
    case tooDeep = "nested too deep"
    case notDeterministic = "another encoding than the deterministic one"
  }
  var problem: Problem
  var offset: Int
  var description: String { "CBOR, byte \(offset): \(problem.rawValue)" }
}

extension CBOR {
  /// Decodes exactly one value and refuses every encoding of it but the deterministic one, so that no two different
  /// byte strings stand for the same token.
  init(decoding bytes: [UInt8]) throws(CBORError) {
    var decoder = CBORDecoder(bytes: bytes)
    let value = try decoder.item(depth: 0)
    guard decoder.offset == bytes.count else { throw decoder.error(.trailingBytes) }
    // The decoder refuses every other encoding that it knows of; this comparison catches the rest.
    guard value.encoded == bytes else { throw CBORError(problem: .notDeterministic, offset: 0) }
    self = value
  }
}

private struct CBORDecoder {
  /// A token nests four deep; the limit keeps hostile input off the stack.
  static let maximumDepth = 16

  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ problem: CBORError.Problem) -> CBORError { CBORError(problem: problem, offset: offset) }

  mutating func item(depth: Int) throws(CBORError) -> CBOR {
    guard depth < Self.maximumDepth else { throw error(.tooDeep) }
    let (type, argument) = try head()
    switch type {
    case .unsigned: return .unsigned(argument)
    case .negative: return .negative(argument)
    case .bytes: return .bytes(Array(try take(argument)))
    case .text:
      let start = offset
      guard let text = String(validating: try take(argument), as: UTF8.self) else {
        throw CBORError(problem: .invalidText, offset: start)
      }
      return .text(text)
    case .array:
      var items: [CBOR] = []
      for _ in 0..<(try count(argument)) { items.append(try item(depth: depth + 1)) }
      return .array(items)
    case .map: return .map(try entries(count: try count(argument), depth: depth))
    case .tag: return .tagged(argument, try item(depth: depth + 1))
    case .simple: return .boolean(argument == CBOR.true)
    }
  }

  private mutating func entries(count: Int, depth: Int) throws(CBORError) -> [CBOR.Entry] {
    var entries: [CBOR.Entry] = []
    var previous: ArraySlice<UInt8>?
    for _ in 0..<count {
      let start = offset
      let key = try item(depth: depth + 1)
      let encoded = bytes[start..<offset]
      if let previous, !previous.lexicographicallyPrecedes(encoded) {
        throw CBORError(problem: previous == encoded ? .duplicateKey : .unsortedKeys, offset: start)
      }
      previous = encoded
      entries.append(CBOR.Entry(key, try item(depth: depth + 1)))
    }
    return entries
  }

  /// RFC 8949 §3: the major type and its argument, in the shortest form only.
  private mutating func head() throws(CBORError) -> (CBOR.MajorType, UInt64) {
    guard offset < bytes.count else { throw error(.truncated) }
    let initial = bytes[offset]
    guard let type = CBOR.MajorType(rawValue: initial >> 5) else { throw error(.unsupportedType) }
    if type == .simple, initial & 31 != CBOR.false, initial & 31 != CBOR.true {
      throw error(.unsupportedType)
    }
    let width: Int
    let least: UInt64
    switch initial & 31 {
    case let small where small < 24:
      offset += 1
      return (type, UInt64(small))
    case 24: (width, least) = (1, 24)
    case 25: (width, least) = (2, 0x100)
    case 26: (width, least) = (4, 0x1_0000)
    case 27: (width, least) = (8, 0x1_0000_0000)
    case 31: throw error(.indefiniteLength)
    default: throw error(.unsupportedType)
    }
    guard bytes.count - offset > width else { throw error(.truncated) }
    let argument = bytes[offset + 1...offset + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard argument >= least else { throw error(.longHead) }
    offset += 1 + width
    return (type, argument)
  }

  /// An item takes at least one byte, so a count beyond the remaining bytes is false: it is refused before memory is
  /// allocated.
  private func count(_ argument: UInt64) throws(CBORError) -> Int {
    guard argument <= UInt64(bytes.count - offset) else { throw error(.truncated) }
    return Int(argument)
  }

  private mutating func take(_ length: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
    let length = try count(length)
    defer { offset += length }
    return bytes[offset..<offset + length]
  }
}
