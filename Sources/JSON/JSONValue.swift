/// JSON to be written, with keys in the order given. Small and without Foundation, because every answer of the API
/// passes through it.
public enum JSONValue: Sendable, Equatable {
  case string(String)
  case integer(Int64)
  case bool(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// On one line.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    write(to: &bytes, depth: nil)
    return bytes
  }

  /// Also readable for people: one member per line.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes, depth: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A key whose value is nil is omitted.
  public static func object(optional pairs: [(String, JSONValue?)]) -> JSONValue {
    .object(pairs.compactMap { pair in pair.1.map { (pair.0, $0) } })
  }

  /// - Parameter depth: the depth of the value if each member gets its own line; nil: everything on one line.
  private func write(to bytes: inout [UInt8], depth: Int?) {
    switch self {
    case .string(let text): JSONText.append(text, to: &bytes)
    case .integer(let number): bytes += String(number).utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .array(let values):
      Self.write(values, "[", "]", depth, to: &bytes) { $1.write(to: &$0, depth: depth.map { $0 + 1 }) }
    case .object(let pairs):
      Self.write(pairs, "{", "}", depth, to: &bytes) {
        JSONText.append($1.0, to: &$0)
        $0 += (depth == nil ? ":" : ": ").utf8
        $1.1.write(to: &$0, depth: depth.map { $0 + 1 })
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, _ depth: Int?, to bytes: inout [UInt8],
    _ item: (inout [UInt8], Item) -> Void
  ) {
    func breakLine(_ depth: Int) { bytes += ("\n" + String(repeating: "  ", count: depth)).utf8 }
    bytes += open.utf8
    for (index, value) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if let depth { breakLine(depth + 1) }
      item(&bytes, value)
    }
    if let depth, !items.isEmpty { breakLine(depth) }
    bytes += close.utf8
  }

  public static func == (left: JSONValue, right: JSONValue) -> Bool { left.bytes == right.bytes }
}
