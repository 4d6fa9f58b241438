/// The file as a whole.
extension ObjectReader {
  /// The offset of the first object, and the offsets of stray bytes that belong to no object, cross-reference table or
  /// end mark. White space between objects is ignored.
  /// - Throws: if objects overlap. Each is read once, from the first on, so the work is linear in the file's length.
  func layout() throws(PDFReadingError) -> (firstObject: Int, strayBytes: [Int]) {
    var offsets: [(offset: Int, number: Int?)] = []
    for (number, location) in references.locations {
      if case .at(let offset, _) = location { offsets.append((offset, number)) }
    }
    if !offsets.contains(where: { $0.offset == references.start }) { offsets.append((references.start, nil)) }
    offsets.sort { $0.offset < $1.offset }
    var stray: [Int] = []
    var end = offsets[0].offset
    for (offset, number) in offsets {
      guard offset >= end else { throw .malformed("objects within each other", offset: offset) }
      if let offset = firstNonSpace(end..<offset) { stray.append(offset) }
      if let number {
        end = try object(number)?.extent.upperBound ?? offset
      } else {
        let stream = try crossReferenceStream()
        end = if let stream { stream.extent.upperBound } else { try endOfTable() }
      }
    }
    if let offset = strayByte(afterLastObject: end) { stray.append(offset) }
    return (offsets[0].offset, stray)
  }

  /// Includes the table's trailer.
  private func endOfTable() throws(PDFReadingError) -> Int {
    var parser = PDFParser(bytes, at: references.start, allowance: allowance)
    try parser.expect("xref")
    while !parser.skip("trailer") {
      let (_, count) = (try parser.natural(), try parser.natural())
      for _ in 0..<count {
        _ = (try parser.natural(), try parser.natural())
        guard parser.skip("n") || parser.skip("f") else { throw parser.malformed("a bad cross-reference entry") }
        try parser.charge()
      }
    }
    _ = try parser.value()
    return parser.position
  }

  /// After the last object only `startxref`, its number and the end mark may follow.
  private func strayByte(afterLastObject end: Int) -> Int? {
    let tail = Array("startxref\n\(references.start)\n%%EOF".utf8)
    let start = firstNonSpace(end..<bytes.count) ?? bytes.count
    let found = bytes[start...].filter { $0 != 0x0D }
    if found.elementsEqual(tail) || found.elementsEqual(tail + [0x0A]) { return nil }
    return min(start, bytes.count - 1)
  }

  private func firstNonSpace(_ range: Range<Int>) -> Int? {
    range.first { ![0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20].contains(bytes[$0]) }
  }
}
