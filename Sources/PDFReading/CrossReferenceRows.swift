/// A cross-reference stream (ISO 32000-1, 7.5.8): a table of numbers with one row per object.
struct CrossReferenceRows {
  /// Includes the trailer's entries.
  let dictionary: PDFDictionary
  /// The object number of each row.
  let numbers: [Int]
  private let bytes: [UInt8]
  /// The widths of the three fields, in bytes.
  private let widths: [Int]

  var count: Int { numbers.count }

  init(
    of file: [UInt8], at offset: Int, limits: PDFFile.Limits, allowance: ReadingAllowance
  ) throws(PDFReadingError) {
    var parser = PDFParser(file, at: offset, allowance: allowance)
    func malformed(_ what: String) -> PDFReadingError { .malformed(what, offset: offset) }
    _ = (try parser.natural(), try parser.natural())
    try parser.expect("obj")
    guard case .dictionary(let dictionary) = try parser.value(), dictionary["Type"] == .name("XRef") else {
      throw malformed("no cross-reference table or stream")
    }
    guard case .array(let items)? = dictionary["W"], case .integer(let size)? = dictionary["Size"], size >= 0 else {
      throw malformed("a cross-reference stream without /W or /Size")
    }
    let widths = items.compactMap { if case .integer(let width) = $0, (0...7).contains(width) { width } else { nil } }
    guard widths.count == 3, items.count == 3, widths.reduce(0, +) > 0 else { throw malformed("a bad /W") }
    numbers = try Self.numbers(dictionary["Index"] ?? .array([0, .integer(size)]), limits, malformed)
    let columns = widths.reduce(0, +)
    // With a predictor, each row has one more byte.
    let body = try parser.streamBody(length: dictionary["Length"] ?? .null)
    guard dictionary["Filter"] == .name("FlateDecode") else { throw .unsupported("cross-references not deflated") }
    let length = numbers.count * (columns + 1)
    try allowance.spend(body.count + length + numbers.count * ReadingAllowance.cost)
    let raw = try inflate(body, limit: UnpackingLimit("a cross-reference stream", total: length))
    switch dictionary["DecodeParms"] {
    case nil: bytes = raw
    case .dictionary(let parameters)?
    where parameters["Predictor"] == 12 && parameters["Columns"] == .integer(columns):
      bytes = try Self.unpredicted(raw, columns: columns, malformed)
    default: throw .unsupported("cross-references of another predictor")
    }
    guard bytes.count == numbers.count * columns else { throw malformed("a cross-reference stream of wrong length") }
    (self.dictionary, self.widths) = (dictionary, widths)
  }

  /// A field of width 0 defaults to 1 if it is the entry's type, otherwise to 0 (7.5.8.2).
  func field(_ index: Int, of row: Int) -> Int {
    guard widths[index] > 0 else { return index == 0 ? 1 : 0 }
    let start = row * widths.reduce(0, +) + widths[..<index].reduce(0, +)
    return bytes[start..<start + widths[index]].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Expands the sections of /Index, each a first number and a count.
  private static func numbers(
    _ index: PDFValue, _ limits: PDFFile.Limits, _ malformed: (String) -> PDFReadingError
  ) throws(PDFReadingError) -> [Int] {
    guard case .array(let items) = index, items.count.isMultiple(of: 2) else { throw malformed("a bad /Index") }
    var numbers: [Int] = []
    for index in stride(from: 0, to: items.count, by: 2) {
      guard case .integer(let first) = items[index], case .integer(let count) = items[index + 1],
        (0...99_999_999).contains(first), count >= 0
      else { throw malformed("a bad /Index") }
      guard count <= limits.objects - numbers.count else {
        throw .tooLarge("the number of objects", limit: limits.objects)
      }
      numbers.append(contentsOf: first..<first + count)
    }
    return numbers
  }

  /// PNG's filters None and Up (7.4.4.4).
  private static func unpredicted(
    _ raw: [UInt8], columns: Int, _ malformed: (String) -> PDFReadingError
  ) throws(PDFReadingError) -> [UInt8] {
    guard raw.count.isMultiple(of: columns + 1) else { throw malformed("a cross-reference stream of wrong length") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    for start in stride(from: 0, to: raw.count, by: columns + 1) {
      let isUp = raw[start] == 2
      guard isUp || raw[start] == 0 else { throw .unsupported("cross-references of another predictor") }
      for index in start + 1...start + columns {
        let above = isUp && start > 0 ? bytes[bytes.count - columns] : 0
        bytes.append(raw[index] &+ above)
      }
    }
    return bytes
  }
}
