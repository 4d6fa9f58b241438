import PDFReading

/// Any bytes as a PDF: the reader ends, with bounded memory, in an answer or an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  var limits = PDFFile.Limits()
  limits.unpackedBytes = 1 << 20
  limits.objects = 10_000
  guard let file = try? PDFFile(bytes: bytes, limits: limits) else { return 0 }
  _ = try? file.attachments()
  _ = try? file.signatures()
  if let differences = try? differences(between: bytes, and: bytes) {
    precondition(differences.isEmpty, "a file differs from itself")
  }
  return 0
}
