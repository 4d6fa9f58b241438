/// An object with a number (ISO 32000-1, 7.3.10), as it is in a file.
struct IndirectObject {
  let value: PDFValue
  /// The body of a stream (7.3.8), still encoded as in the file.
  let body: ArraySlice<UInt8>?
  /// From its number to its `endobj`, as offsets in the file.
  let extent: Range<Int>

  /// - Parameters:
  ///   - parser: before the object's value; moves behind its `endobj`.
  ///   - offset: of the object's number.
  ///   - length: resolves a stream's /Length, which may be a reference.
  init(
    _ parser: inout PDFParser, from offset: Int, length: (PDFValue) throws(PDFReadingError) -> PDFValue
  ) throws(PDFReadingError) {
    value = try parser.value()
    var probe = parser
    if case .dictionary(let dictionary) = value, probe.skip("stream") {
      body = try parser.streamBody(length: try length(dictionary["Length"] ?? .null))
    } else {
      body = nil
    }
    try parser.expect("endobj")
    try parser.charge()
    extent = offset..<parser.position
  }

  var dictionary: PDFDictionary? {
    guard case .dictionary(let dictionary) = value else { return nil }
    return dictionary
  }
}
