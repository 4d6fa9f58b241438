/// The indirect objects of one file, one by one, as they stand in it.
struct FileObjects {
  struct IndirectObject {
    var value: PDFValue
    /// As it stands in the file, encoded.
    var body: ArraySlice<UInt8>?
    /// From its number to its `endobj`, in the file.
    var extent: Range<Int>
  }

  let bytes: [UInt8]
  let references: CrossReferences

  init(_ bytes: [UInt8], limits: PDFFile.Limits) throws(PDFReadingError) {
    guard bytes.starts(with: "%PDF-".utf8) else { throw .notPDF }
    self.bytes = bytes
    references = try CrossReferences(of: bytes, limits: limits)
  }

  /// Nil where the file has no such object, or has it in an object stream.
  func object(_ number: Int) throws(PDFReadingError) -> IndirectObject? {
    guard case .at(let offset, let generation)? = references.places[number] else { return nil }
    guard offset < bytes.count else { throw .malformed("an object outside of the file", offset: offset) }
    var parser = PDFParser(bytes, at: offset)
    guard try parser.natural() == number, try parser.natural() == generation else {
      throw .malformed("another object than \(number)", offset: offset)
    }
    return try Self.rest(of: &parser, from: offset)
  }

  /// The cross-reference stream, which may not list itself; nil: the file has a table.
  func crossReferenceStream() throws(PDFReadingError) -> IndirectObject? {
    var parser = PDFParser(bytes, at: references.start)
    if parser.skip("xref") { return nil }
    _ = (try parser.natural(), try parser.natural())
    return try Self.rest(of: &parser, from: references.start)
  }

  /// After an object's number and generation.
  static func rest(of parser: inout PDFParser, from offset: Int) throws(PDFReadingError) -> IndirectObject {
    try parser.expect("obj")
    let value = try parser.value()
    var body: ArraySlice<UInt8>?
    var probe = parser
    if probe.skip("stream") {
      guard case .dictionary(let dictionary) = value, case .integer? = dictionary["Length"] else {
        throw .unsupported("a stream that does not say its own length")
      }
      body = try parser.streamBody(length: dictionary["Length"] ?? .null)
    }
    try parser.expect("endobj")
    return IndirectObject(value: value, body: body, extent: offset..<parser.position)
  }

  // MARK: The file as a whole

  /// Where the first object begins, and the places of bytes that belong to no object, cross-reference table or end
  /// mark. White space between objects is nothing.
  /// - Throws: objects that stand within each other. Each is read once, from the first on, so that the work is the
  ///   file's length.
  func layout() throws(PDFReadingError) -> (firstObject: Int, strayBytes: [Int]) {
    var offsets: [(offset: Int, number: Int?)] = []
    for (number, place) in references.places {
      if case .at(let offset, _) = place { offsets.append((offset, number)) }
    }
    if !offsets.contains(where: { $0.offset == references.start }) { offsets.append((references.start, nil)) }
    offsets.sort { $0.offset < $1.offset }
    var stray: [Int] = []
    var end = offsets[0].offset
    for (offset, number) in offsets {
      guard offset >= end else { throw .malformed("objects within each other", offset: offset) }
      if let place = firstNonSpace(end..<offset) { stray.append(place) }
      if let number {
        end = try object(number)?.extent.upperBound ?? offset
      } else {
        let stream = try crossReferenceStream()
        end = if let stream { stream.extent.upperBound } else { try endOfTable() }
      }
    }
    if let place = strayByte(afterLastObject: end) { stray.append(place) }
    return (offsets[0].offset, stray)
  }

  /// A table's trailer included.
  private func endOfTable() throws(PDFReadingError) -> Int {
    var parser = PDFParser(bytes, at: references.start)
    try parser.expect("xref")
    while !parser.skip("trailer") {
      let (_, count) = (try parser.natural(), try parser.natural())
      for _ in 0..<count {
        _ = (try parser.natural(), try parser.natural())
        guard parser.skip("n") || parser.skip("f") else { throw parser.malformed("a bad cross-reference entry") }
      }
    }
    _ = try parser.value()
    return parser.position
  }

  /// After the last object come `startxref`, its number and the end mark, and nothing else.
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

extension FileObjects.IndirectObject {
  var dictionary: PDFDictionary? {
    guard case .dictionary(let dictionary) = value else { return nil }
    return dictionary
  }

  /// What the stream holds.
  func decoded(limit: Int) throws(PDFReadingError) -> [UInt8] {
    guard let dictionary, let body else { return [] }
    guard dictionary["DecodeParms"] == nil || dictionary["Type"] == .name("XRef") else {
      throw .unsupported("filter parameters")
    }
    switch dictionary["Filter"] {
    case nil, .array([])?:
      guard body.count <= limit else { throw .tooLarge("a stream", limit: limit) }
      return Array(body)
    case .name("FlateDecode")?, .array([.name("FlateDecode")])?: return try inflate(body, limit: limit)
    default: throw .unsupported("a stream filter other than FlateDecode")
    }
  }
}
