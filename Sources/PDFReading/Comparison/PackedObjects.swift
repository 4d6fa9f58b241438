/// The objects of an object stream (ISO 32000-1, 7.5.7).
struct PackedObjects {
  /// By number: the object's bytes.
  private(set) var objects: [Int: ArraySlice<UInt8>] = [:]

  init(_ bytes: [UInt8], dictionary: PDFDictionary) throws(PDFReadingError) {
    guard case .integer(let count)? = dictionary["N"], case .integer(let first)? = dictionary["First"],
      count >= 0, (0...bytes.count).contains(first)
    else { throw .malformed("a bad object stream", offset: 0) }
    var parser = PDFParser(bytes)
    var rows: [(number: Int, start: Int)] = []
    // Each row consumes bytes, so an exaggerated count fails when they run out.
    for _ in 0..<count {
      let (number, offset) = (try parser.natural(), try parser.natural())
      guard offset <= bytes.count - first, offset + first >= rows.last?.start ?? 0, parser.position <= first else {
        throw .malformed("a bad object stream", offset: parser.position)
      }
      rows.append((number, first + offset))
    }
    for (index, row) in rows.enumerated() {
      let end = index + 1 < rows.count ? rows[index + 1].start : bytes.count
      guard objects.updateValue(bytes[row.start..<end], forKey: row.number) == nil else {
        throw .malformed("an object twice in an object stream", offset: row.start)
      }
    }
  }
}
