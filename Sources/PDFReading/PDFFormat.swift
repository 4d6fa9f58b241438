public import FileFormats

/// Reports as PDF files, as far as they are read: `PDFReports` makes them.
public struct PDFFormat: FileFormat {
  public let name = "pdf"
  public let fileExtension = "pdf"
  public let mediaType = "application/pdf"
  public let otherMediaTypes = ["application/x-pdf"]
  public let reasons = PDFSignatureRefusal.Reason.allCases.map { UnfitFile.Reason($0) }

  public init() {}

  /// Readers accept the header anywhere in the first kilobyte (ISO 32000-1, annex H.3, note 13).
  public func isFormat(of bytes: [UInt8]) -> Bool { bytes.prefix(1024).contains("%PDF-".utf8) }

  public func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool { holdsPDF(picture, endingAt: end) }

  public var isDrawn: Bool { true }

  /// In the file specifications of issued files, names stand as they are.
  public func mentions(_ names: [String], in bytes: [UInt8]) -> Bool {
    names.contains { ByteSearch("(\($0))").isFound(in: bytes, 0..<bytes.count) }
  }

  public func signature(at place: Range<Int>, in bytes: [UInt8]) -> ReceivedSignature? {
    guard let string = SignatureString(at: place, in: bytes) else { return nil }
    return ReceivedSignature(
      value: string.value, parts: [bytes[..<place.lowerBound], bytes[place.upperBound...]], room: place.count / 2 - 1)
  }

  public func isSame(_ given: [UInt8], as made: [UInt8], butForSignatureAt place: Range<Int>) -> Bool {
    isSameFile(given, as: made, butFor: place)
  }

  public func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile {
    do throws(PDFReadingError) { return ReceivedPDF(file: try PDFFile(bytes: bytes)) } catch {
      throw UnfitFile(error)
    }
  }
}
