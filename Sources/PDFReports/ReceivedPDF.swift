import PDF
import PDFReading
import Rendering

/// A PDF that came back.
struct ReceivedPDF: ReceivedFile {
  let file: PDFFile

  var bytes: [UInt8] { file.bytes }
  var pageCount: Int { file.pageCount }

  /// - Throws: `PDFReadingError`.
  func attachments() throws -> [(name: String, bytes: [UInt8])] {
    try file.attachments().map { ($0.name, $0.bytes) }
  }

  /// - Throws: `PDFSignatureRefusal`.
  func signature() throws -> ReceivedSignature {
    let signature = try file.certification()
    return ReceivedSignature(
      value: signature.contents ?? [], parts: file.parts(signedBy: signature), room: signature.room)
  }

  /// - Throws: `PDFSignatureRefusal`, `PDFReadingError`.
  func differences(from made: [UInt8]) throws -> [FileDifference] {
    guard let contents = try file.certification().contentsRange else {
      throw PDFSignatureRefusal(.malformed, "/Contents is not one string of hexadecimal digits")
    }
    if isSameFile(bytes, as: made, butFor: contents) { return [] }
    let found = try objects(of: bytes, differingFrom: made)
    // That no object differs makes no yes.
    return (found.isEmpty ? [PDFDifference(object: nil, place: .encoding, change: .changed)] : found)
      .map { FileDifference("\($0)", chinese: $0.chinese) }
  }
}

private func objects(of given: [UInt8], differingFrom made: [UInt8]) throws(PDFReadingError) -> [PDFDifference] {
  try differences(between: made, and: given)
}
