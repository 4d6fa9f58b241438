/// Where a file differs from the expected one, object by object: it compares the values of all objects, the content of
/// their streams however it is packed, the trailer of the cross-references and the bytes in between. It ignores only
/// what a signature adds: the /Contents of the signature dictionary and the numbers of its /ByteRange.
///
/// It explains a mismatch and never confirms a match: files whose objects are the same to this reader can differ for
/// another reader (`isSameFile`). An object that nothing refers to is a difference too. The work is bounded: both files
/// are read once, and no more is unpacked than the expected file holds.
///
/// - Parameters:
///   - expected: the file as it should be, one that `renderPDF` made.
///   - given: an untrusted file.
/// - Returns: at most 100 differences. None: this reader finds the same objects in both.
/// - Throws: if a file cannot be read; then it is not the expected one either.
public func differences(
  between expected: [UInt8], and given: [UInt8], limits: PDFFile.Limits = PDFFile.Limits()
) throws(PDFReadingError) -> [PDFDifference] {
  if expected == given { return [] }
  let original = try ObjectReader(expected, limits: limits)
  var comparison = Comparison(expected: original, given: try ObjectReader(given, limits: limits))
  return try comparison.differences()
}

/// Object by object.
private struct Comparison {
  let expected: ObjectReader
  let given: ObjectReader
  private var found: [(number: Int?, part: PDFDifference.Part?, change: PDFDifference.Change)] = []
  /// Bytes that may still be unpacked.
  private var unpacking = UnpackingLimit("what the file unpacks to", total: 1 << 30)

  private static let maximumDifferences = 100
  /// Entries of a cross-reference stream that say how and where it is written.
  private static let storage: Set<String> = [
    "Length", "Filter", "DecodeParms", "W", "Index", "Type", "Prev", "Size",
  ]

  init(expected: ObjectReader, given: ObjectReader) { (self.expected, self.given) = (expected, given) }

  mutating func differences() throws(PDFReadingError) -> [PDFDifference] {
    let (originalLayout, layout) = (try expected.layout(), try given.layout())
    let head = given.bytes[..<layout.firstObject]
    if !head.elementsEqual(expected.bytes[..<originalLayout.firstObject]) || !layout.strayBytes.isEmpty
      || given.references.tableCount != expected.references.tableCount
    {
      found.append((nil, .outsideOfObjects, .added))
    }
    if !isSameTrailer() { found.append((nil, .trailer, .changed)) }
    let numbers = Set(expected.references.locations.keys).union(given.references.locations.keys).sorted()
    for number in numbers where found.count < Self.maximumDifferences { try compare(number) }
    return named()
  }

  private func isSameTrailer() -> Bool {
    func entries(_ file: ObjectReader) -> PDFDictionary {
      var entries = PDFDictionary()
      for entry in file.references.trailer.entries where !Self.storage.contains(entry.key) {
        entries.append(entry.key, entry.value)
      }
      return entries
    }
    return PDFValue.dictionary(entries(expected)).isSame(as: .dictionary(entries(given)))
  }

  private mutating func compare(_ number: Int) throws(PDFReadingError) {
    let (original, location) = (
      expected.references.locations[number] ?? .free, given.references.locations[number] ?? .free
    )
    switch (original, location) {
    case (.free, .free): return
    case (.free, _): found.append((number, nil, .added))
    case (_, .free): found.append((number, nil, .missing))
    case (.packed, .packed): if original != location { found.append((number, nil, .changed)) }
    case (.at(let offset, let generation), .at(let otherOffset, let otherGeneration)):
      // The contents of the cross-reference streams were compared when they were read.
      if offset == expected.references.start, otherOffset == given.references.start { return }
      guard generation == otherGeneration, let object = try expected.object(number),
        let other = try given.object(number)
      else { return found.append((number, nil, .changed)) }
      try compare(number, object, other)
    default: found.append((number, nil, .changed))
    }
  }

  private mutating func compare(
    _ number: Int, _ object: IndirectObject, _ other: IndirectObject
  ) throws(PDFReadingError) {
    guard let body = object.body, let otherBody = other.body, let dictionary = object.dictionary,
      let otherDictionary = other.dictionary
    else {
      let isSame =
        object.body == nil && other.body == nil
        && (object.value.isSame(as: other.value)
          || SignatureContents.areTheOnlyDifference(
            object.value, other.value, inFilesOfOneLength: expected.bytes.count == given.bytes.count))
      if !isSame { found.append((number, nil, .changed)) }
      return
    }
    let encoding = ["Filter", "DecodeParms"]
    if encoding.allSatisfy({ dictionary[$0] == otherDictionary[$0] }), body == otherBody {
      if !dictionary.isSame(as: otherDictionary) { found.append((number, nil, .changed)) }
      return
    }
    guard dictionary.withoutEncoding.isSame(as: otherDictionary.withoutEncoding) else {
      return found.append((number, nil, .changed))
    }
    // Only the file's own cross-reference stream matters; an older one is not part of a report.
    guard dictionary["Type"] != .name("XRef") else { return found.append((number, nil, .changed)) }
    let content = try expected.content(of: object, limit: unpacking)
    unpacking.spend(content.count)
    // If it unpacks to more than expected, or is damaged, it differs.
    let otherContent = try? given.content(of: other, limit: UnpackingLimit("a stream", total: content.count))
    guard let otherContent, content == otherContent else {
      if dictionary["Type"] == .name("ObjStm"), let otherContent {
        return comparePacked(number, dictionary, content, otherContent)
      }
      return found.append((number, nil, .changed))
    }
  }

  /// Reports the objects of an object stream that differ, or the stream itself if none does.
  private mutating func comparePacked(
    _ number: Int, _ dictionary: PDFDictionary, _ content: [UInt8], _ otherContent: [UInt8]
  ) {
    let before = found.count
    if let objects = try? PackedObjects(content, dictionary: dictionary).objects,
      let others = try? PackedObjects(otherContent, dictionary: dictionary).objects
    {
      for number in objects.keys.sorted()
      where objects[number] != others[number] && found.count < Self.maximumDifferences {
        found.append((number, nil, .changed))
      }
    }
    if found.count == before { found.append((number, nil, .changed)) }
  }

  private func named() -> [PDFDifference] {
    if found.isEmpty { return [] }
    let (originalParts, parts) = (ObjectParts(of: expected), ObjectParts(of: given))
    return found.map { number, part, change in
      let known = number.map { (change == .added ? parts : originalParts).part(of: $0) }
      return PDFDifference(object: number, part: part ?? known ?? .other, change: change)
    }
  }
}

extension PDFDictionary {
  /// The entries except those about the encoding of the stream.
  fileprivate var withoutEncoding: PDFDictionary {
    var result = PDFDictionary()
    for entry in entries where !["Length", "Filter", "DecodeParms"].contains(entry.key) {
      result.append(entry.key, entry.value)
    }
    return result
  }

  /// Whether the entries are the same, in any order.
  func isSame(as other: PDFDictionary) -> Bool {
    guard entries.count == other.entries.count else { return false }
    let (sorted, others) = (entries.sorted { $0.key < $1.key }, other.entries.sorted { $0.key < $1.key })
    return zip(sorted, others).allSatisfy { $0.key == $1.key && $0.value.isSame(as: $1.value) }
  }
}

extension PDFValue {
  func isSame(as other: PDFValue) -> Bool {
    switch (self, other) {
    case (.dictionary(let entries), .dictionary(let others)): entries.isSame(as: others)
    case (.array(let items), .array(let others)):
      items.count == others.count && zip(items, others).allSatisfy { $0.isSame(as: $1) }
    default: self == other
    }
  }
}
