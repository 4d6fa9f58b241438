import FileFormats
import PDFReading
import PDFReports
import Rendering
import Testing

@Suite struct DocumentFormatsTests {
  private let formats = DocumentFormats([PDFFormat(), TextFormat()])

  @Test(arguments: [("a.pdf", "pdf"), ("A.PDF", "pdf"), ("a.pdf.txt", "text")])
  func theExtensionSaysTheFormat(name: String, format: String) {
    #expect(formats.format(ofFileNamed: name)?.name == format)
  }

  @Test(arguments: ["-", "pdf", "a.ofd", "txt.", ""])
  func anotherExtensionSaysNone(name: String) { #expect(formats.format(ofFileNamed: name) == nil) }

  @Test func theFirstBytesSayWhatAFileIs() {
    #expect(formats.format(of: Array("#!report\n".utf8))?.name == "text")
    #expect(formats.format(of: Array("junk %PDF-1.7".utf8))?.name == "pdf")
    #expect(formats.format(of: Array("PK".utf8)) == nil)
  }

  @Test func theFirstIsTheStandardAndMessagesNameAll() {
    #expect(formats.standard.name == "pdf" && formats.extensions == ".pdf or .txt")
  }
}
