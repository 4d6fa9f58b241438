/// What only the holder of a signing key can make, and no comparison can expect: ISO 32000-1, 12.8.1.
enum SignatureContents {
  /// Whether two objects are one signature dictionary but for the signature itself and, in files of different lengths,
  /// the numbers of the bytes that it covers. That these are right, the check of the signature sees to.
  static func areTheOnlyDifference(_ object: PDFValue, _ other: PDFValue, inFilesOfOneLength: Bool) -> Bool {
    guard case .dictionary(var dictionary) = object, case .dictionary(var otherDictionary) = other,
      dictionary["Type"] == .name("Sig"), case .string? = dictionary["Contents"],
      case .string? = otherDictionary["Contents"]
    else { return false }
    dictionary["Contents"] = nil
    otherDictionary["Contents"] = nil
    if !inFilesOfOneLength, isByteRange(dictionary["ByteRange"]), isByteRange(otherDictionary["ByteRange"]) {
      dictionary["ByteRange"] = nil
      otherDictionary["ByteRange"] = nil
    }
    return dictionary.isSame(as: otherDictionary)
  }

  private static func isByteRange(_ value: PDFValue?) -> Bool {
    guard case .array(let items)? = value, items.count == 4 else { return false }
    return items.allSatisfy { if case .integer(let number) = $0 { number >= 0 } else { false } }
  }

  /// The short way for files that were not touched: all bytes are the same but those of one object, which in both files
  /// is the same signature dictionary. Since the cross-references are the same, so is all that they lead to.
  static func areTheOnlyDifference(
    between file: FileObjects, and given: [UInt8]
  ) throws(PDFReadingError) -> Bool {
    guard let (first, last) = bounds(ofDifferencesBetween: file.bytes, and: given) else { return false }
    let start = file.references.places.max { Self.offset($0.value, upTo: first) < Self.offset($1.value, upTo: first) }
    guard let number = start?.key, let object = try file.object(number), object.body == nil,
      object.extent.contains(first), object.extent.contains(last)
    else { return false }
    // Read at the same place in the other file, by its own bytes.
    var parser = PDFParser(given, at: object.extent.lowerBound)
    guard let otherNumber = try? parser.natural(), otherNumber == number, (try? parser.natural()) != nil,
      parser.skip("obj"), let other = try? parser.value(), parser.skip("endobj"),
      parser.position == object.extent.upperBound
    else { return false }
    return areTheOnlyDifference(object.value, other, inFilesOfOneLength: true)
  }

  private static func offset(_ place: CrossReferences.Place, upTo limit: Int) -> Int {
    guard case .at(let offset, _) = place, offset <= limit else { return -1 }
    return offset
  }

  /// The first and the last byte that differ, in files of one length.
  private static func bounds(ofDifferencesBetween a: [UInt8], and b: [UInt8]) -> (first: Int, last: Int)? {
    guard a.count == b.count else { return nil }
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let first = a.indices.first(where: { a[$0] != b[$0] }),
          let last = a.indices.last(where: { a[$0] != b[$0] })
        else { return nil }
        return (first, last)
      }
    }
  }
}
