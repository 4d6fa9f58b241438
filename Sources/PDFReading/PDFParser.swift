/// Reads objects of the PDF syntax (ISO 32000-1, 7.2 and 7.3) from untrusted bytes.
struct PDFParser {
  let bytes: [UInt8]
  var position: Int
  private let allowance: ReadingAllowance
  /// The bytes before this position are charged.
  private var charged: Int

  /// The maximum nesting of arrays and dictionaries; reports nest five deep.
  private static let maximumDepth = 32

  /// - Parameter allowance: of the question that is asked; otherwise these bytes have one of their own.
  init(_ bytes: [UInt8], at position: Int = 0, allowance: ReadingAllowance? = nil) {
    self.bytes = bytes
    self.position = max(0, position)
    self.allowance = allowance ?? ReadingAllowance(size: bytes.count, limits: PDFFile.Limits())
    charged = self.position
  }

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The bytes up to the error are charged as well.
  mutating func malformed(_ what: String) -> PDFReadingError {
    noteProgress()
    return .malformed(what, offset: position)
  }

  /// Charges the bytes that were gone over since the last charge, and `more`.
  mutating func charge(_ more: Int = 0) throws(PDFReadingError) {
    noteProgress()
    try allowance.spend(more)
  }

  /// A parser that went back, to read a number again, is charged once.
  private mutating func noteProgress() {
    guard position > charged else { return }
    allowance.note(position - charged)
    charged = position
  }

  // MARK: Tokens

  mutating func skipSpace() {
    defer { noteProgress() }
    while let byte = peek {
      if byte == 0x25 {  // % a comment, up to the end of the line
        while let byte = peek, byte != 0x0A, byte != 0x0D { position += 1 }
      } else if byte.isPDFSpace {
        position += 1
      } else {
        return
      }
    }
  }

  /// Skips white space, and then `keyword` if it follows.
  mutating func skip(_ keyword: StaticString) -> Bool {
    skipSpace()
    let start = position
    let found = keyword.withUTF8Buffer { text in
      guard bytes.count - start >= text.count, bytes[start..<start + text.count].elementsEqual(text) else {
        return false
      }
      // `endobjx` is a different word.
      let next = start + text.count
      let isWord = text.last.map { !$0.isPDFDelimiter } ?? false
      return !isWord || next == bytes.count || bytes[next].isPDFSpace || bytes[next].isPDFDelimiter
    }
    if found { position += keyword.utf8CodeUnitCount }
    return found
  }

  mutating func expect(_ keyword: StaticString) throws(PDFReadingError) {
    guard skip(keyword) else { throw malformed("no '\(keyword)'") }
  }

  /// A whole number without a sign, as in references and cross-reference tables.
  mutating func natural() throws(PDFReadingError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while let byte = peek, (0x30...0x39).contains(byte) {
      value = value * 10 + Int(byte - 0x30)
      position += 1
      guard position - start <= 15 else { throw malformed("a number too long") }
    }
    guard position > start else { throw malformed("no number") }
    return value
  }

  // MARK: Objects

  mutating func value(depth: Int = 0) throws(PDFReadingError) -> PDFValue {
    try charge(ReadingAllowance.cost)
    let value = try uncharged(depth: depth)
    try charge()
    return value
  }

  private mutating func uncharged(depth: Int) throws(PDFReadingError) -> PDFValue {
    guard depth < Self.maximumDepth else { throw malformed("objects nested too deeply") }
    skipSpace()
    guard let first = peek else { throw malformed("the file's end within an object") }
    switch first {
    case 0x2F: return .name(try name())
    case 0x28: return .string(try literalString())
    case 0x3C:
      if position + 1 < bytes.count, bytes[position + 1] == 0x3C {
        return .dictionary(try dictionary(depth: depth))
      }
      return .string(try hexadecimalString())
    case 0x5B: return .array(try array(depth: depth))
    case 0x30...0x39: return try referenceOrNumber()
    case 0x2B, 0x2D, 0x2E: return try number()
    default:
      if skip("true") { return .boolean(true) }
      if skip("false") { return .boolean(false) }
      if skip("null") { return .null }
      throw malformed("no object")
    }
  }

  /// `12 0 R`, or the number 12.
  private mutating func referenceOrNumber() throws(PDFReadingError) -> PDFValue {
    let start = position
    if let number = try? natural(), let next = peek, next.isPDFSpace, let generation = try? natural(), skip("R") {
      return .reference(PDFReference(number: number, generation: generation))
    }
    position = start
    return try number()
  }

  private mutating func number() throws(PDFReadingError) -> PDFValue {
    let start = position
    while let byte = peek, !byte.isPDFSpace, !byte.isPDFDelimiter { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // Swift's `Double` would accept exponents and names such as `nan`, which PDF does not have.
    guard text.utf8.count <= 40,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0) })
    else { throw malformed("no number") }
    if let integer = Int(text) { return .integer(integer) }
    guard let real = Double(text), real.isFinite else { throw malformed("no number") }
    return .real(real)
  }

  private mutating func name() throws(PDFReadingError) -> String {
    position += 1
    var result: [UInt8] = []
    while let byte = peek, !byte.isPDFSpace, !byte.isPDFDelimiter {
      position += 1
      guard byte == 0x23 else {
        result.append(byte)
        continue
      }
      guard position + 1 < bytes.count, let high = bytes[position].hexadecimalDigit,
        let low = bytes[position + 1].hexadecimalDigit
      else { throw malformed("a bad escape in a name") }
      result.append(high << 4 | low)
      position += 2
    }
    guard result.count <= 127, let name = String(validating: result, as: UTF8.self) else {
      throw malformed("a name that is not UTF-8 or longer than 127 bytes")
    }
    return name
  }

  private mutating func literalString() throws(PDFReadingError) -> [UInt8] {
    position += 1
    var result: [UInt8] = []
    var parentheses = 1
    while let byte = peek {
      position += 1
      switch byte {
      case 0x28: parentheses += 1
      case 0x29:
        parentheses -= 1
        if parentheses == 0 { return result }
      case 0x5C:
        if let escaped = escape() { result.append(escaped) }
        continue
      case 0x0D:  // Any line end reads as a line feed.
        if peek == 0x0A { position += 1 }
        result.append(0x0A)
        continue
      default: break
      }
      result.append(byte)
    }
    throw malformed("a string without end")
  }

  /// The escape after a backslash (7.3.4.2, table 3). Nil: a line end, which the backslash removes.
  private mutating func escape() -> UInt8? {
    guard let byte = peek else { return nil }
    position += 1
    switch byte {
    case 0x6E: return 0x0A
    case 0x72: return 0x0D
    case 0x74: return 0x09
    case 0x62: return 0x08
    case 0x66: return 0x0C
    case 0x0A: return nil
    case 0x0D:
      if peek == 0x0A { position += 1 }
      return nil
    case 0x30...0x37:
      var value = UInt(byte - 0x30)
      for _ in 0..<2 {
        guard let digit = peek, (0x30...0x37).contains(digit) else { break }
        value = value * 8 + UInt(digit - 0x30)
        position += 1
      }
      return UInt8(truncatingIfNeeded: value)
    default: return byte
    }
  }

  private mutating func hexadecimalString() throws(PDFReadingError) -> [UInt8] {
    position += 1
    var digits: [UInt8] = []
    while let byte = peek {
      position += 1
      if byte == 0x3E {
        // If the number of digits is odd, a final 0 is assumed.
        if !digits.count.isMultiple(of: 2) { digits.append(0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
      }
      if byte.isPDFSpace { continue }
      guard let digit = byte.hexadecimalDigit else { break }
      digits.append(digit)
    }
    throw malformed("a bad hexadecimal string")
  }

  private mutating func array(depth: Int) throws(PDFReadingError) -> [PDFValue] {
    position += 1
    var items: [PDFValue] = []
    while !skip("]") {
      guard items.count < allowance.items else { throw .tooLarge("an array", limit: allowance.items) }
      items.append(try value(depth: depth + 1))
    }
    return items
  }

  /// Refuses a duplicate key, because it leaves open which value counts (7.3.7).
  private mutating func dictionary(
    depth: Int, note: (String, Range<Int>) -> Void = { _, _ in }
  ) throws(PDFReadingError) -> PDFDictionary {
    try expect("<<")
    var result = PDFDictionary()
    var keys: Set<String> = []
    while !skip(">>") {
      skipSpace()
      guard peek == 0x2F else { throw malformed("a dictionary key that is no name") }
      let key = try name()
      try charge(ReadingAllowance.cost)
      guard keys.count < allowance.items else { throw .tooLarge("a dictionary", limit: allowance.items) }
      guard keys.insert(key).inserted else { throw malformed("the dictionary key /\(key) twice") }
      skipSpace()
      let start = position
      result.append(key, try value(depth: depth + 1))
      note(key, start..<position)
    }
    return result
  }

  /// The dictionary that follows, with the positions of its entries' values; nil: something else follows.
  mutating func placedDictionary() throws(PDFReadingError) -> PlacedDictionary? {
    skipSpace()
    guard bytes[position...].starts(with: "<<".utf8) else { return nil }
    var ranges: [String: Range<Int>] = [:]
    let dictionary = try dictionary(depth: 0) { ranges[$0] = $1 }
    try charge()
    return PlacedDictionary(dictionary: dictionary, ranges: ranges)
  }
}

/// A dictionary, and the positions of its entries' values in the file.
struct PlacedDictionary {
  let dictionary: PDFDictionary
  let ranges: [String: Range<Int>]
}

extension PDFParser {
  /// The bytes between `stream` and `endstream` (7.3.8.1). They are not gone over, so only who unpacks them is charged.
  mutating func streamBody(length: PDFValue) throws(PDFReadingError) -> ArraySlice<UInt8> {
    try expect("stream")
    // A line feed, or a carriage return and a line feed, belongs to the keyword.
    if peek == 0x0D { position += 1 }
    guard peek == 0x0A else { throw malformed("no line end after 'stream'") }
    position += 1
    guard case .integer(let length) = length, length >= 0, length <= bytes.count - position else {
      throw malformed("a stream of wrong length")
    }
    let body = bytes[position..<position + length]
    try charge()
    position += length
    charged = position
    try expect("endstream")
    return body
  }
}

extension UInt8 {
  fileprivate var isPDFSpace: Bool {
    switch self {
    case 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20: true
    default: false
    }
  }

  fileprivate var isPDFDelimiter: Bool {
    switch self {
    case 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B, 0x7D, 0x2F, 0x25: true
    default: false
    }
  }

  var hexadecimalDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}
