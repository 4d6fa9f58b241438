import PDFReading

/// What surrounds the objects of a file (ISO 32000-1, 7.5): the header, a line before and after each, and at the end the
/// cross-reference stream, which is the trailer as well.
struct FileWriter: ~Copyable {
  private var bytes: [UInt8] = []
  private var references = CrossReferenceStream()

  /// - Parameter capacity: how many bytes the objects take, roughly.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity + 1 << 14)
    // A comment with bytes above 127 marks the file as binary (7.5.2; ISO 19005-3, 6.1.2).
    bytes += "%PDF-1.7\n%\u{4FE1}\u{62A5}\n".utf8
  }

  mutating func append<Signature>(
    _ numbers: Range<Int>, of document: borrowing PDFDocument<Signature>
  ) throws(PDFError) {
    for number in numbers {
      references.append(offset: bytes.count)
      begin(number)
      try document.write(number, to: &bytes)
      end()
    }
  }

  /// Appends the signature dictionary, with the hole for its signature.
  mutating func append(
    _ signature: SignatureField, of document: borrowing PDFDocument<SignatureField>
  ) throws(PDFError) -> SignatureHole {
    references.append(offset: bytes.count)
    begin(signature.dictionary.number)
    try document.write(signature.dictionary.number, to: &bytes)
    let hole = SignatureHole(room: signature.room, in: &bytes)
    end()
    return hole
  }

  /// The whole file, once the objects of all numbers are appended.
  consuming func finished<Signature>(
    with packed: PackedNumbers, identifier: [UInt8], _ document: inout PDFDocument<Signature>,
    _ deflater: borrowing Deflater
  ) throws(PDFError) -> [UInt8] {
    let start = bytes.count
    references.append(offset: start)
    references.append(packed)
    let identifier = PDFValue.string(identifier)
    let table = references.finished(
      trailer: [
        "ID": [identifier, identifier], "Root": .reference(document.catalog), "Info": .reference(document.information),
      ], deflater)
    let reference = try document.addStream(table.dictionary, bytes: table.bytes, writing: "the file")
    begin(reference.number)
    try document.write(reference.number, to: &bytes)
    end()
    bytes += "startxref\n\(start)\n%%EOF\n".utf8
    return bytes
  }

  private mutating func begin(_ number: Int) {
    bytes += String(number).utf8
    bytes += " 0 obj\n".utf8
  }

  private mutating func end() { bytes += "\nendobj\n".utf8 }
}
