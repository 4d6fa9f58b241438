/// The positions of the objects of a file (ISO 32000-1, 7.5.4 and 7.5.8), collected from its last cross-reference table
/// or stream back to its first.
struct CrossReferences: Sendable {
  enum Location: Sendable, Hashable {
    case free
    case at(offset: Int, generation: Int)
    /// In an object stream; `index` is its index there, from 0.
    case packed(stream: Int, index: Int)
  }
  /// By object number.
  private(set) var locations: [Int: Location] = [:]
  /// The trailer of the newest table.
  private(set) var trailer = PDFDictionary()
  private(set) var tableCount = 0
  /// Where the newest table or stream begins.
  private(set) var start = 0

  /// The maximum number of tables or streams that are followed.
  private static let maximumTables = 64

  init(of bytes: [UInt8], limits: PDFFile.Limits, allowance: ReadingAllowance) throws(PDFReadingError) {
    start = try Self.start(in: bytes)
    var next: Int? = start
    var visited: Set<Int> = []
    while let offset = next {
      guard offset < bytes.count else {
        throw .malformed("a cross-reference table outside of the file", offset: offset)
      }
      guard visited.insert(offset).inserted, tableCount < Self.maximumTables else {
        throw .malformed("cross-reference tables that lead to each other", offset: offset)
      }
      let trailer = try readTable(in: bytes, at: offset, limits: limits, allowance: allowance)
      if tableCount == 0 { self.trailer = trailer }
      tableCount += 1
      switch trailer["Prev"] {
      case nil: next = nil
      case .integer(let previous) where previous >= 0: next = previous
      default: throw .malformed("a bad /Prev", offset: offset)
      }
    }
  }

  /// The offset given by the last `startxref`.
  private static func start(in bytes: [UInt8]) throws(PDFReadingError) -> Int {
    guard let keyword = bytes.lastRange(of: "startxref", within: 1100) else {
      throw .malformed("no 'startxref' at its end", offset: bytes.count)
    }
    var parser = PDFParser(bytes, at: keyword)
    try parser.expect("startxref")
    return try parser.natural()
  }

  private mutating func readTable(
    in bytes: [UInt8], at offset: Int, limits: PDFFile.Limits, allowance: ReadingAllowance
  ) throws(PDFReadingError) -> PDFDictionary {
    var parser = PDFParser(bytes, at: offset, allowance: allowance)
    guard parser.skip("xref") else {
      return try readStream(in: bytes, at: offset, limits: limits, allowance: allowance)
    }
    while !parser.skip("trailer") {
      let (first, count) = (try parser.natural(), try parser.natural())
      for number in first..<first + count {
        let location = Location.at(offset: try parser.natural(), generation: try parser.natural())
        let isUsed = parser.skip("n")
        guard isUsed || parser.skip("f") else { throw parser.malformed("a bad cross-reference entry") }
        try parser.charge(ReadingAllowance.cost)
        try add(isUsed ? location : .free, forObject: number, limits: limits)
      }
      try parser.charge()
    }
    guard case .dictionary(let trailer) = try parser.value() else { throw parser.malformed("no trailer") }
    if trailer["Encrypt"] != nil { throw .unsupported("encryption") }
    // One program would read such a file by its table, another by its stream.
    if trailer["XRefStm"] != nil { throw .unsupported("a table and a stream of cross-references") }
    return trailer
  }

  /// The newest entry is read first, and it counts.
  private mutating func add(
    _ location: Location, forObject number: Int, limits: PDFFile.Limits
  ) throws(PDFReadingError) {
    guard locations[number] == nil else { return }
    guard locations.count < limits.objects else { throw .tooLarge("the number of objects", limit: limits.objects) }
    locations[number] = location
  }

  private mutating func readStream(
    in bytes: [UInt8], at offset: Int, limits: PDFFile.Limits, allowance: ReadingAllowance
  ) throws(PDFReadingError) -> PDFDictionary {
    let stream = try CrossReferenceRows(of: bytes, at: offset, limits: limits, allowance: allowance)
    for row in 0..<stream.count {
      let number = stream.numbers[row]
      switch (stream.field(0, of: row), stream.field(1, of: row), stream.field(2, of: row)) {
      case (0, _, _): try add(.free, forObject: number, limits: limits)
      case (1, let offset, let generation):
        try add(.at(offset: offset, generation: generation), forObject: number, limits: limits)
      case (2, let stream, let index):
        try add(.packed(stream: stream, index: index), forObject: number, limits: limits)
      // 7.5.8.3: to be treated as null.
      default: try add(.free, forObject: number, limits: limits)
      }
    }
    if stream.dictionary["Encrypt"] != nil { throw .unsupported("encryption") }
    return stream.dictionary
  }
}

extension [UInt8] {
  /// The position of the last occurrence of `keyword` in the last `length` bytes.
  func lastRange(of keyword: StaticString, within length: Int) -> Int? {
    keyword.withUTF8Buffer { text in
      var start = count - text.count
      while start >= 0, start >= count - length {
        if self[start..<start + text.count].elementsEqual(text) { return start }
        start -= 1
      }
      return nil
    }
  }
}
