public import Blocks
import PDF
public import PDFReading
public import Rendering
public import Typeface
public import Typesetting

/// Reports are made as PDF/A-3a files, with one certification signature (PAdES).
extension PDFFormat: DocumentFormat {
  public var libraries: [String] { pdfLibraries }

  /// - Throws: `TypesettingError`.
  public func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument {
    SetPDF(pages: try typesetter.pages(of: document), fonts: fonts)
  }
}
