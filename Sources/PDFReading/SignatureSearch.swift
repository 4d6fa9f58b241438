/// Looks for signatures where a viewer finds them.
struct SignatureSearch {
  private(set) var signatures: [PDFSignature] = []
  /// Counts of all fields and of signature fields with a value, and whether the form has more than fields (XFA).
  private(set) var fieldCount = 0
  private(set) var signedFieldCount = 0
  private(set) var hasForeignForm = false

  private let file: PDFFile
  private let objects: ObjectReader
  private var found: Set<PDFReference> = []

  /// The maximum number of fields that are followed.
  private static let maximumFields = 1000

  init(_ file: PDFFile) throws(PDFReadingError) {
    (self.file, objects) = (file, file.objects)
    let permissions = try objects.dictionary(file.catalog["Perms"]) ?? [:]
    let certifying = permissions["DocMDP"]
    if let form = try objects.dictionary(file.catalog["AcroForm"]) {
      hasForeignForm = form["XFA"] != nil
      var pending = try objects.array(form["Fields"]) ?? []
      var visited: Set<PDFValue> = []
      while let value = pending.popLast() {
        guard visited.insert(value).inserted, fieldCount < Self.maximumFields,
          let field = try objects.dictionary(value)
        else { throw .malformed("damaged form fields", offset: 0) }
        fieldCount += 1
        pending += try objects.array(field["Kids"]) ?? []
        // The field type may be inherited from the parent, so the value of a field without a type is examined too.
        let kind = try objects.resolve(field["FT"])
        guard let signature = field["V"], kind == .name("Sig") || kind == .null else { continue }
        if kind == .name("Sig") { signedFieldCount += 1 }
        try add(signature, isCertification: signature == certifying)
      }
    }
    for entry in permissions.entries { try add(entry.value, isCertification: entry.value == certifying) }
  }

  private mutating func add(_ value: PDFValue, isCertification: Bool) throws(PDFReadingError) {
    if case .reference(let reference) = value, !found.insert(reference).inserted { return }
    guard let placed = try objects.placedDictionary(value) else { return }
    signatures.append(try signature(placed, isCertification: isCertification))
  }

  private func signature(
    _ placed: PlacedDictionary, isCertification: Bool
  ) throws(PDFReadingError) -> PDFSignature {
    let dictionary = placed.dictionary
    var signature = PDFSignature(
      signerName: try objects.text(dictionary["Name"]), reason: try objects.text(dictionary["Reason"]),
      date: try objects.text(dictionary["M"]), format: try objects.name(dictionary["SubFilter"]),
      permission: try permission(in: dictionary), isCertification: isCertification, coversWholeFile: false)
    // The numbers must be direct: through a reference, another program might find other numbers.
    if case .array(let items)? = dictionary["ByteRange"] {
      let numbers = items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
      signature.byteRange = numbers.count == items.count ? numbers : nil
    }
    guard case .string(let string)? = dictionary["Contents"], let range = placed.ranges["Contents"],
      // Only digits, two per byte, stand between the brackets: no space, no odd digit, no other kind of string.
      range.count == 2 * string.count + 2, file.bytes[range.lowerBound] == 0x3C,
      file.bytes[range.dropFirst().dropLast()].allSatisfy({ $0.hexadecimalDigit != nil })
    else { return signature }
    signature.contentsRange = range
    signature.contents = SignatureString(at: range, in: file.bytes)?.value
    signature.coversWholeFile =
      signature.byteRange == [0, range.lowerBound, range.upperBound, file.bytes.count - range.upperBound]
    return signature
  }

  /// The permission of the DocMDP transform in /Reference, if there is exactly one.
  private func permission(in signature: PDFDictionary) throws(PDFReadingError) -> Int? {
    var permissions: [Int] = []
    for item in try objects.array(signature["Reference"]) ?? [] {
      guard let reference = try objects.dictionary(item),
        try objects.name(reference["TransformMethod"]) == "DocMDP"
      else { continue }
      // 12.8.2.2.2: the default is 2.
      guard let parameters = try objects.dictionary(reference["TransformParams"]),
        case .integer(let number) = try objects.resolve(parameters["P"] ?? 2)
      else { return nil }
      permissions.append(number)
    }
    return permissions.count == 1 ? permissions.first : nil
  }
}
