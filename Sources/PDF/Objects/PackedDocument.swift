import PDFReading

/// A PDF file in the last phase of its making: all its objects are there, and it becomes bytes.
struct PackedDocument<Signature>: ~Copyable {
  private var document: PDFDocument<Signature>
  private let packed: PackedNumbers

  init(_ document: consuming PDFDocument<Signature>, _ packed: PackedNumbers) {
    self.document = document
    self.packed = packed
  }
}

extension PackedDocument where Signature == NoSignature {
  /// - Parameter identifier: 16 bytes, unlike those of any other document.
  consuming func file(identifier: [UInt8], _ deflater: borrowing Deflater) throws(PDFError) -> [UInt8] {
    var file = FileWriter(capacity: document.estimatedSize)
    try file.append(document.numbers, of: document)
    return try file.finished(with: packed, identifier: identifier, &document, deflater)
  }
}

extension PackedDocument where Signature == SignatureField {
  /// The file up to its signature.
  /// - Parameter identifier: 16 bytes, unlike those of any other document.
  consuming func file(identifier: [UInt8], _ deflater: borrowing Deflater) throws(PDFError) -> UnsignedPDF {
    let (signature, numbers) = (document.signature, document.numbers)
    var file = FileWriter(capacity: document.estimatedSize + 2 * signature.room)
    try file.append(numbers.lowerBound..<signature.dictionary.number, of: document)
    let hole = try file.append(signature, of: document)
    try file.append(signature.dictionary.number + 1..<numbers.upperBound, of: document)
    return hole.unsigned(try file.finished(with: packed, identifier: identifier, &document, deflater))
  }
}
