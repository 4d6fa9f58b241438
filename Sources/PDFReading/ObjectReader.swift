/// Finds indirect objects (ISO 32000-1, 7.3.10) and the bytes of streams (7.3.8): every question about a file goes
/// through it.
///
/// A reader answers one question about a file, because it has one allowance. It keeps no objects: who asks for one again
/// is charged again.
final class ObjectReader {
  let bytes: [UInt8]
  let references: CrossReferences
  let allowance: ReadingAllowance

  /// The maximum length of a chain of references.
  private static let maximumSteps = 16

  init(bytes: [UInt8], references: CrossReferences, limits: PDFFile.Limits) {
    (self.bytes, self.references) = (bytes, references)
    allowance = ReadingAllowance(size: bytes.count, limits: limits)
  }

  /// Reading the cross-references is part of the question.
  init(_ bytes: [UInt8], limits: PDFFile.Limits) throws(PDFReadingError) {
    guard bytes.starts(with: "%PDF-".utf8) else { throw .notPDF }
    allowance = ReadingAllowance(size: bytes.count, limits: limits)
    references = try CrossReferences(of: bytes, limits: limits, allowance: allowance)
    self.bytes = bytes
  }

  /// What the question has cost so far.
  var spent: Int { allowance.spent }

  // MARK: Values

  /// The object itself, wherever it is. A reference to a missing object is null.
  func resolve(_ value: PDFValue?) throws(PDFReadingError) -> PDFValue {
    var value = value ?? .null
    for _ in 0..<Self.maximumSteps {
      guard case .reference(let reference) = value else { return value }
      guard var parser = try start(of: reference) else { return .null }
      value = try parser.value()
    }
    throw .malformed("references that lead to each other", offset: 0)
  }

  func dictionary(_ value: PDFValue?) throws(PDFReadingError) -> PDFDictionary? {
    guard case .dictionary(let dictionary) = try resolve(value) else { return nil }
    return dictionary
  }

  func array(_ value: PDFValue?) throws(PDFReadingError) -> [PDFValue]? {
    guard case .array(let items) = try resolve(value) else { return nil }
    return items
  }

  func name(_ value: PDFValue?) throws(PDFReadingError) -> String? {
    guard case .name(let name) = try resolve(value) else { return nil }
    return name
  }

  /// A text string (7.9.2.2): UTF-16BE or UTF-8 according to its byte order mark, otherwise ASCII; the upper half of
  /// PDFDocEncoding becomes U+FFFD.
  func text(_ value: PDFValue?) throws(PDFReadingError) -> String? {
    guard case .string(let bytes) = try resolve(value) else { return nil }
    if bytes.starts(with: [0xFE, 0xFF]) {
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
      return String(decoding: units, as: UTF16.self)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
    return String(decoding: bytes.map { $0 < 0x80 ? UInt16($0) : 0xFFFD }, as: UTF16.self)
  }

  // MARK: Objects and streams

  /// An object that is in the file by itself, as a whole; nil if the file has no such object or has it in an object
  /// stream.
  func object(_ number: Int) throws(PDFReadingError) -> IndirectObject? {
    guard case .at(let offset, let generation)? = references.locations[number],
      let parser = try start(of: PDFReference(number: number, generation: generation))
    else { return nil }
    return try rest(after: parser, from: offset)
  }

  /// The cross-reference stream, which need not list itself; nil: the file has a table.
  func crossReferenceStream() throws(PDFReadingError) -> IndirectObject? {
    var parser = PDFParser(bytes, at: references.start, allowance: allowance)
    if parser.skip("xref") { return nil }
    _ = (try parser.natural(), try parser.natural())
    try parser.expect("obj")
    return try rest(after: parser, from: references.start)
  }

  /// A stream's dictionary and its bytes, unpacked; both are charged.
  func stream(
    _ reference: PDFReference, limit: UnpackingLimit
  ) throws(PDFReadingError) -> (dictionary: PDFDictionary, bytes: [UInt8]) {
    guard let parser = try start(of: reference) else { throw .malformed("no stream", offset: 0) }
    let object = try rest(after: parser, from: parser.position)
    guard let dictionary = object.dictionary, let body = object.body else {
      throw .malformed("no stream", offset: object.extent.lowerBound)
    }
    try allowance.spend(body.count)
    let content = try content(of: object, limit: allowance.left < limit.left ? allowance.unpacking : limit)
    try allowance.spend(content.count)
    return (dictionary, content)
  }

  /// The unpacked content of a stream; empty if the object is no stream. It is bounded by the limit alone.
  func content(of object: IndirectObject, limit: UnpackingLimit) throws(PDFReadingError) -> [UInt8] {
    guard let dictionary = object.dictionary, let body = object.body else { return [] }
    let filter = try resolve(dictionary["Filter"])
    guard try resolve(dictionary["DecodeParms"]) == .null else { throw .unsupported("filter parameters") }
    switch filter {
    case .null, .array([]):
      guard body.count <= limit.left else { throw limit.error }
      return Array(body)
    case .name("FlateDecode"), .array([.name("FlateDecode")]): return try inflate(body, limit: limit)
    default: throw .unsupported("a stream filter other than FlateDecode")
    }
  }

  /// A dictionary, read once with the positions of its entries. If it is reached only through a further reference, it
  /// has no positions.
  func placedDictionary(_ value: PDFValue) throws(PDFReadingError) -> PlacedDictionary? {
    if case .reference(let reference) = value {
      guard var parser = try start(of: reference) else { return nil }
      if let placed = try parser.placedDictionary() { return placed }
    }
    return try dictionary(value).map { PlacedDictionary(dictionary: $0, ranges: [:]) }
  }

  /// A parser positioned before the object's value. The look-up is charged, whatever is found.
  private func start(of reference: PDFReference) throws(PDFReadingError) -> PDFParser? {
    try allowance.spend(ReadingAllowance.cost)
    let start: Int
    switch references.locations[reference.number] {
    case .at(let offset, let generation) where generation == reference.generation: start = offset
    // Reports pack only the structure, which this reader never asks for.
    case .packed: throw .unsupported("object \(reference.number) in an object stream")
    default: return nil
    }
    guard start < bytes.count else { throw .malformed("an object outside of the file", offset: start) }
    var parser = PDFParser(bytes, at: start, allowance: allowance)
    guard try parser.natural() == reference.number, try parser.natural() == reference.generation else {
      throw .malformed("another object than \(reference.number)", offset: start)
    }
    try parser.expect("obj")
    try parser.charge()
    return parser
  }

  /// - Parameter parser: positioned before the object's value.
  private func rest(after parser: PDFParser, from offset: Int) throws(PDFReadingError) -> IndirectObject {
    var end = parser
    return try IndirectObject(&end, from: offset) { (length) throws(PDFReadingError) in try resolve(length) }
  }
}
