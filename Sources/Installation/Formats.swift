import PDFReports
public import Rendering

extension DocumentFormats {
  /// The formats of this program; what a report is in unless somebody asks for another comes first.
  public static let known = DocumentFormats([
    PDFFormat()
  ])
}
