import PDFReading
import Rendering

/// A PDF that was returned for verification.
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
    let certified = try file.certified()
    return ReceivedSignature(
      value: certified.contents, parts: certified.signedParts, room: certified.room)
  }

  /// - Throws: `PDFSignatureRefusal`, `PDFReadingError`.
  func differences(from made: [UInt8]) throws -> [FileDifference] {
    let contents = try file.certified().contentsRange
    if isSameFile(bytes, as: made, butFor: contents) { return [] }
    let found = try objects(of: bytes, differingFrom: made)
    // The files differ, even if no object does.
    return (found.isEmpty ? [PDFDifference(object: nil, place: .encoding, change: .changed)] : found)
      .map { FileDifference("\($0)", chinese: $0.chinese) }
  }
}

private func objects(of given: [UInt8], differingFrom made: [UInt8]) throws(PDFReadingError) -> [PDFDifference] {
  try differences(between: made, and: given)
}
