public import Blocks
import PDF
import PDFReading
public import Rendering
public import Typeface
public import Typesetting

/// Reports as PDF/A-3a files, with one certification signature (PAdES).
public struct PDFFormat: DocumentFormat {
  public let name = "pdf"
  public let fileExtension = "pdf"
  public let mediaType = "application/pdf"
  public var libraries: [String] { pdfLibraries }

  public init() {}

  /// - Throws: `TypesettingError`.
  public func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument {
    SetPDF(pages: try typesetter.pages(of: document), fonts: fonts)
  }

  /// Readers accept the header anywhere in the first kilobyte (ISO 32000-1, annex H.3, note 13).
  public func isFormat(of bytes: [UInt8]) -> Bool { bytes.prefix(1024).contains("%PDF-".utf8) }

  /// - Throws: `PDFReadingError`.
  public func read(_ bytes: [UInt8]) throws -> any ReceivedFile { ReceivedPDF(file: try PDFFile(bytes: bytes)) }
}
