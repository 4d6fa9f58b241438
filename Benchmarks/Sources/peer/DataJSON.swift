import Templates

/// Why some bytes are not JSON.
struct DataJSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Byte at which reading stopped, from 0.
  var offset: Int
  var problem: String
  var description: String { "byte \(offset): \(problem)" }
}

extension DataValue {
  /// JSON (RFC 8259) as data for a template. Numbers that are not whole stay as they are written, as text: amounts of
  /// money are never binary floating point. Of equal keys the last holds. At most 200 levels deep.
  init(json bytes: [UInt8]) throws(DataJSONError) {
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<DataValue, DataJSONError> in
      var reader = JSONReader(bytes: buffer)
      do throws(DataJSONError) { return .success(try reader.document()) } catch { return .failure(error) }
    }
    self = try result.get()
  }
}

/// Reads from left to right, once; lives only as long as the bytes that it reads.
private struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var depth = 0
  /// Keys of the object read last: rows of a table have the same ones and then share one array.
  var lastKeys: [String] = []

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func document() throws(DataJSONError) -> DataValue {
    let value = try value()
    guard next == nil else { throw fault("something follows the value") }
    return value
  }

  /// The next byte that is not white space.
  private var next: UInt8? {
    mutating get {
      while position < bytes.count {
        switch bytes[position] {
        case 0x20, 0x0A, 0x0D, 0x09: position += 1
        case let byte: return byte
        }
      }
      return nil
    }
  }

  private func fault(_ problem: String) -> DataJSONError { DataJSONError(offset: position, problem: problem) }

  private mutating func value() throws(DataJSONError) -> DataValue {
    switch next {
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "{"): return try nested { reader throws(DataJSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { reader throws(DataJSONError) in try reader.list() }
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .none)
    case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
    case nil: throw fault("the text ends where a value must be")
    default: throw fault("no value begins like this")
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(DataJSONError) -> DataValue
  ) throws(DataJSONError) -> DataValue {
    guard depth < 200 else { throw fault("more than 200 levels deep") }
    depth += 1
    position += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  /// After `{`.
  private mutating func object() throws(DataJSONError) -> DataValue {
    var keys: [String] = []
    var values: [DataValue] = []
    if next == UInt8(ascii: "}") {
      position += 1
      return .object(DataObject(keys: [], values: []))
    }
    while true {
      guard next == UInt8(ascii: "\"") else { throw fault("a key in quotes must be here") }
      let key = try string()
      guard next == UInt8(ascii: ":") else { throw fault("`:` must be here") }
      position += 1
      let value = try value()
      if let index = keys.firstIndex(of: key) {
        values[index] = value
      } else {
        keys.append(key)
        values.append(value)
      }
      if try ends(with: UInt8(ascii: "}")) { break }
    }
    if keys == lastKeys { keys = lastKeys } else { lastKeys = keys }
    return .object(DataObject(keys: keys, values: values))
  }

  /// After `[`.
  private mutating func list() throws(DataJSONError) -> DataValue {
    var values: [DataValue] = []
    if next == UInt8(ascii: "]") {
      position += 1
      return .list([])
    }
    while true {
      values.append(try value())
      if try ends(with: UInt8(ascii: "]")) { return .list(values) }
    }
  }

  /// Passes a comma, or the end.
  private mutating func ends(with end: UInt8) throws(DataJSONError) -> Bool {
    let byte = next
    guard byte == end || byte == UInt8(ascii: ",") else {
      throw fault("`,` or `\(Character(Unicode.Scalar(end)))` must be here")
    }
    position += 1
    return byte == end
  }

  private mutating func word(_ word: StaticString, _ value: DataValue) throws(DataJSONError) -> DataValue {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].elementsEqual("\(word)".utf8) else {
      throw fault("no value begins like this")
    }
    position = end
    return value
  }

  private mutating func number() throws(DataJSONError) -> DataValue {
    let start = position
    var whole = true
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if try digits() > 1, bytes[start] == UInt8(ascii: "0") || bytes[start...].starts(with: "-0".utf8) {
      throw fault("a number has no leading zero")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      whole = false
      position += 1
      _ = try digits()
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      whole = false
      position += 1
      if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) { position += 1 }
      _ = try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if whole, let number = Int(text) { return .number(number) }
    return .text(text)
  }

  private mutating func digits() throws(DataJSONError) -> Int {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
    guard position > start else { throw fault("a digit must be here") }
    return position - start
  }

  /// At the opening quote.
  private mutating func string() throws(DataJSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw fault("a control character in a text")
      default: position += 1
      }
    }
    throw fault("a text without its closing quote")
  }

  private mutating func escapedString(from start: Int) throws(DataJSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case 0..<0x20: throw fault("a control character in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text without its closing quote")
  }

  /// After the backslash.
  private mutating func escape() throws(DataJSONError) -> [UInt8] {
    guard position < bytes.count else { throw fault("a text without its closing quote") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      let unit = try codeUnit()
      if UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        let trail = try codeUnit()
        if UTF16.isTrailSurrogate(trail) { return Array(String(decoding: [unit, trail], as: UTF16.self).utf8) }
      }
      guard let scalar = Unicode.Scalar(unit) else { throw fault("half of a surrogate pair") }
      return Array(String(scalar).utf8)
    default: throw fault("an escape that JSON does not have")
    }
  }

  private mutating func codeUnit() throws(DataJSONError) -> UInt16 {
    let end = position + 4
    guard end <= bytes.count,
      bytes[position..<end].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw fault("four hexadecimal digits must follow \\u") }
    position = end
    return unit
  }
}
