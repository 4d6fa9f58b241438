import PDFReading

/// A PDF file in the second phase of its making: all objects are there but those that are stored packed, and the numbers
/// of these are known. No other object can be added, since it would take one of them; entries still can be.
struct PackingDocument<Signature>: ~Copyable {
  private var document: PDFDocument<Signature>
  let numbers: PackedNumbers

  /// - Parameter count: how many objects will be packed.
  init(_ document: consuming PDFDocument<Signature>, packing count: Int) {
    numbers = PackedNumbers(count: count, following: document.numbers)
    self.document = document
  }

  mutating func set(_ entries: PDFDictionary, in reference: PDFReference, writing purpose: String) throws(PDFError) {
    try document.set(entries, in: reference, writing: purpose)
  }

  /// - Parameters:
  ///   - purpose: what the packed objects are.
  ///   - write: writes one of the packed objects, by its index; called for each of them, in order.
  consuming func packed(
    _ deflater: borrowing Deflater, writing purpose: String, _ write: (Int, inout PackedObjectWriter) -> Void
  ) throws(PDFError) -> PackedDocument<Signature> {
    for stream in numbers.pack(deflater, write) {
      _ = try document.addStream(stream.dictionary, bytes: stream.bytes, writing: purpose)
    }
    return PackedDocument(document, numbers)
  }
}
