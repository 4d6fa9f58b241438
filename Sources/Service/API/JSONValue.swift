import Hexadecimal

/// JSON to be written, its keys in the order given. Small and without Foundation, since every answer of the API passes
/// through it.
enum JSONValue: Sendable, Equatable {
  case string(String)
  case integer(Int64)
  case bool(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    write(to: &bytes)
    return bytes
  }

  /// A key whose value is nil is left out.
  static func object(optional pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { pair in pair.1.map { (pair.0, $0) } })
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): Self.write(text, to: &bytes)
    case .integer(let number): bytes += String(number).utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let pairs):
      bytes.append(UInt8(ascii: "{"))
      for (index, pair) in pairs.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(pair.0, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        pair.1.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// RFC 8259 §7: quotation mark, backslash and controls are escaped, all else is UTF-8.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes += hexadecimal([byte]).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  static func == (left: JSONValue, right: JSONValue) -> Bool { left.bytes == right.bytes }
}
