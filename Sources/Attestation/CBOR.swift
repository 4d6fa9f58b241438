/// The subset of CBOR (RFC 8949) that tokens and trust lists use. One value has one encoding: the deterministic one of
/// RFC 8949 §4.2.1 (shortest heads, definite lengths, map keys in the order of their encoded bytes).
indirect enum CBOR: Sendable, Equatable {
  case unsigned(UInt64)
  /// The number −1 − n.
  case negative(UInt64)
  case bytes([UInt8])
  case text(String)
  case boolean(Bool)
  case array([CBOR])
  case map([Entry])
  case tagged(UInt64, CBOR)

  struct Entry: Sendable, Equatable {
    var key: CBOR
    var value: CBOR
    init(_ key: CBOR, _ value: CBOR) { (self.key, self.value) = (key, value) }
  }

  static func integer(_ value: Int64) -> CBOR { value < 0 ? .negative(UInt64(-1 - value)) : .unsigned(UInt64(value)) }

  /// Nil if it is not an integer, or out of range.
  var integer: Int64? {
    switch self {
    case .unsigned(let value): Int64(exactly: value)
    case .negative(let value): Int64(exactly: value).map { -1 - $0 }
    default: nil
    }
  }

  var encoded: [UInt8] {
    var output: [UInt8] = []
    encode(into: &output)
    return output
  }

  private func encode(into output: inout [UInt8]) {
    switch self {
    case .unsigned(let value): Self.encodeHead(.unsigned, value, into: &output)
    case .negative(let value): Self.encodeHead(.negative, value, into: &output)
    case .bytes(let bytes):
      Self.encodeHead(.bytes, UInt64(bytes.count), into: &output)
      output += bytes
    case .text(let text):
      Self.encodeHead(.text, UInt64(text.utf8.count), into: &output)
      output += text.utf8
    case .boolean(let value): Self.encodeHead(.simple, value ? Self.true : Self.false, into: &output)
    case .array(let items):
      Self.encodeHead(.array, UInt64(items.count), into: &output)
      for item in items { item.encode(into: &output) }
    case .map(let entries):
      Self.encodeHead(.map, UInt64(entries.count), into: &output)
      let ordered = entries.map { (key: $0.key.encoded, value: $0.value) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      for (key, value) in ordered {
        output += key
        value.encode(into: &output)
      }
    case .tagged(let tag, let value):
      Self.encodeHead(.tag, tag, into: &output)
      value.encode(into: &output)
    }
  }

  /// RFC 8949 §3.1, in the upper three bits of an item's first byte.
  enum MajorType: UInt8 {
    case unsigned, negative, bytes, text, array, map, tag, simple
  }

  /// RFC 8949 §3.3.
  static let (`false`, `true`): (UInt64, UInt64) = (20, 21)

  private static func encodeHead(_ type: MajorType, _ argument: UInt64, into output: inout [UInt8]) {
    let (information, width): (UInt8, Int) =
      switch argument {
      case 0..<24: (UInt8(argument), 0)
      case 24...0xff: (24, 1)
      case 0x100...0xffff: (25, 2)
      case 0x1_0000...0xffff_ffff: (26, 4)
      default: (27, 8)
      }
    output.append(type.rawValue << 5 | information)
    for shift in stride(from: (width - 1) * 8, through: 0, by: -8) {
      output.append(UInt8(truncatingIfNeeded: argument >> UInt64(shift)))
    }
  }
}
