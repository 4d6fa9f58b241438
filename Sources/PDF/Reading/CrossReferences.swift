/// Where the objects of a file stand (ISO 32000-1, 7.5.4), gathered from its last cross-reference table back to its
/// first.
struct CrossReferences: Sendable {
  struct Place: Sendable, Hashable {
    var offset: Int
    var generation: Int
  }
  /// By object number. Nil: the object is free.
  private(set) var places: [Int: Place?] = [:]
  /// Of the newest table.
  private(set) var trailer = PDFDictionary()
  private(set) var tableCount = 0

  /// Updates of one file that are followed.
  private static let maximumTables = 64

  init(of bytes: [UInt8], limits: PDFFile.Limits) throws(PDFReadingError) {
    var next: Int? = try Self.start(in: bytes)
    var visited: Set<Int> = []
    while let offset = next {
      guard offset < bytes.count else {
        throw .malformed("a cross-reference table outside of the file", offset: offset)
      }
      guard visited.insert(offset).inserted, tableCount < Self.maximumTables else {
        throw .malformed("cross-reference tables that lead to each other", offset: offset)
      }
      let trailer = try readTable(in: bytes, at: offset, limits: limits)
      if tableCount == 0 { self.trailer = trailer }
      tableCount += 1
      switch trailer["Prev"] {
      case nil: next = nil
      case .integer(let previous) where previous >= 0: next = previous
      default: throw .malformed("a bad /Prev", offset: offset)
      }
    }
  }

  /// The offset after the last `startxref`.
  private static func start(in bytes: [UInt8]) throws(PDFReadingError) -> Int {
    guard let keyword = bytes.lastRange(of: "startxref", within: 1100) else {
      throw .malformed("no 'startxref' at its end", offset: bytes.count)
    }
    var parser = PDFParser(bytes, at: keyword)
    try parser.expect("startxref")
    return try parser.natural()
  }

  private mutating func readTable(
    in bytes: [UInt8], at offset: Int, limits: PDFFile.Limits
  ) throws(PDFReadingError) -> PDFDictionary {
    var parser = PDFParser(bytes, at: offset)
    guard parser.skip("xref") else {
      if case .integer? = try? parser.value() { throw .unsupported("a cross-reference stream") }
      throw .malformed("no cross-reference table", offset: offset)
    }
    while !parser.skip("trailer") {
      let (first, count) = (try parser.natural(), try parser.natural())
      for number in first..<first + count {
        let place = Place(offset: try parser.natural(), generation: try parser.natural())
        let isUsed = parser.skip("n")
        guard isUsed || parser.skip("f") else { throw parser.malformed("a bad cross-reference entry") }
        // The newest table, which is read first, counts.
        guard places[number] == nil else { continue }
        guard places.count < limits.objects else { throw .tooLarge("the number of objects", limit: limits.objects) }
        places.updateValue(isUsed ? place : nil, forKey: number)
      }
    }
    guard case .dictionary(let trailer) = try parser.value() else { throw parser.malformed("no trailer") }
    if trailer["Encrypt"] != nil { throw .unsupported("encryption") }
    if trailer["XRefStm"] != nil { throw .unsupported("a cross-reference stream") }
    return trailer
  }
}

extension [UInt8] {
  /// Where `keyword` begins for the last time, looked for in the last `length` bytes.
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
