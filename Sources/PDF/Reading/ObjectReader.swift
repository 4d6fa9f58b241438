/// Finds indirect objects (ISO 32000-1, 7.3.10) and the bytes of streams (7.3.8).
///
/// One reader serves one question about a file: it counts its work.
final class ObjectReader {
  private let bytes: [UInt8]
  private let references: CrossReferences
  /// Bytes that may still be read. Objects can be made to contain each other's beginnings, and the same object can be
  /// asked for from many places; reading the whole file a few times over is more than any honest file needs.
  private var budget: Int

  /// References that lead to references.
  private static let maximumSteps = 16
  private static let readings = 16

  init(bytes: [UInt8], references: CrossReferences) {
    (self.bytes, self.references) = (bytes, references)
    budget = Self.readings * bytes.count
  }

  /// The object itself, wherever it stands. A reference to nothing is null.
  func resolve(_ value: PDFValue?) throws(PDFReadingError) -> PDFValue {
    var value = value ?? .null
    for _ in 0..<Self.maximumSteps {
      guard case .reference(let reference) = value else { return value }
      value = try parser(at: reference)?.object ?? .null
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

  /// A stream's dictionary and its bytes, unpacked.
  func stream(
    _ reference: PDFReference, limit: Int
  ) throws(PDFReadingError) -> (dictionary: PDFDictionary, bytes: [UInt8]) {
    guard case (.dictionary(let dictionary), var parser)? = try parser(at: reference) else {
      throw .malformed("no stream", offset: references.offset(of: reference))
    }
    let body = try parser.streamBody(length: try resolve(dictionary["Length"]))
    return (dictionary, try decoded(body, dictionary, limit: limit))
  }

  /// Where in the file the value of a dictionary's entry stands.
  func range(ofEntry key: String, in reference: PDFReference) throws(PDFReadingError) -> Range<Int>? {
    guard var parser = try start(of: reference) else { return nil }
    let start = parser.position
    let range = try parser.range(ofEntry: key)
    try spend(parser.position - start)
    return range
  }

  private func decoded(
    _ body: ArraySlice<UInt8>, _ dictionary: PDFDictionary, limit: Int
  ) throws(PDFReadingError) -> [UInt8] {
    let filter = try resolve(dictionary["Filter"])
    guard try resolve(dictionary["DecodeParms"]) == .null else { throw .unsupported("filter parameters") }
    switch filter {
    case .null, .array([]):
      guard body.count <= limit else { throw .tooLarge("a stream", limit: limit) }
      return Array(body)
    case .name("FlateDecode"), .array([.name("FlateDecode")]): return try inflate(body, limit: limit)
    default: throw .unsupported("a stream filter other than FlateDecode")
    }
  }

  /// The object, and where the reading of it ended.
  private func parser(at reference: PDFReference) throws(PDFReadingError) -> (object: PDFValue, end: PDFParser)? {
    guard var parser = try start(of: reference) else { return nil }
    let start = parser.position
    let object = try parser.value()
    try spend(parser.position - start)
    return (object, parser)
  }

  /// Before the object's value.
  private func start(of reference: PDFReference) throws(PDFReadingError) -> PDFParser? {
    let start: Int
    switch references.places[reference.number] {
    case .at(let offset, let generation) where generation == reference.generation: start = offset
    // Reports pack only what the reader never asks for: the structure.
    case .packed: throw .unsupported("object \(reference.number) in an object stream")
    default: return nil
    }
    guard start < bytes.count else { throw .malformed("an object outside of the file", offset: start) }
    var parser = PDFParser(bytes, at: start)
    guard try parser.natural() == reference.number, try parser.natural() == reference.generation else {
      throw .malformed("another object than \(reference.number)", offset: start)
    }
    try parser.expect("obj")
    try spend(parser.position - start)
    return parser
  }

  private func spend(_ work: Int) throws(PDFReadingError) {
    budget -= work
    guard budget >= 0 else { throw .tooLarge("the work of reading it", limit: Self.readings * bytes.count) }
  }
}

extension CrossReferences {
  fileprivate func offset(of reference: PDFReference) -> Int {
    guard case .at(let offset, _) = places[reference.number] else { return 0 }
    return offset
  }
}
