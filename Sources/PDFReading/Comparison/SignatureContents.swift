/// What only the holder of a signing key can make and no comparison can predict: ISO 32000-1, 12.8.1.
enum SignatureContents {
  /// Whether two objects are the same signature dictionary except for the signature itself and, in files of different
  /// lengths, the numbers of the signed byte range. Whether those are right is checked with the signature.
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
}
