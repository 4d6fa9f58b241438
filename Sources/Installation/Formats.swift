import PDFReading
import PDFReports
public import Rendering

extension DocumentFormats {
  /// The formats of this program; the default comes first.
  public static let known = DocumentFormats([
    PDFFormat()
  ])
}
