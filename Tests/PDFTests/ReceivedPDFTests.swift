import FileFormats
import Testing

@testable import PDFReading

/// PDF as a format of files: what it recognises, and what it says of files that are unfit.
@Suite struct ReceivedPDFTests {
  private let format = PDFFormat()

  @Test func itGoesByOneNameEverywhere() {
    #expect(format.name == "pdf" && format.label == "PDF" && format.fileExtension == "pdf")
    #expect(ReadableFormats([format]).formats(of: Array("%PDF-1.7".utf8)).map(\.name) == ["pdf"])
    #expect(ReadableFormats([format]).formats(of: Array("PK".utf8)).isEmpty)
  }

  /// A picture's reader stops at its end, a PDF program looks on.
  @Test func aPDFInAPictureIsFoundWhereProgramsLookForIt() {
    let picture = [UInt8](repeating: 32, count: 2000)
    let header = Array("%PDF-1.7".utf8)
    #expect(!format.isHidden(in: picture, endingAt: picture.count))
    #expect(format.isHidden(in: picture + header, endingAt: picture.count))
    #expect(!format.isHidden(in: picture + header, endingAt: picture.count + header.count), "within the picture")
    #expect(
      format.isHidden(in: picture + Array("1 0 obj".utf8), endingAt: picture.count + 7),
      "objects are looked for anywhere")
  }

  @Test func whatIsUnfitIsSaidInCodeAndSentence() {
    let reasons = PDFSignatureRefusal.Reason.allCases.map { UnfitFile(PDFSignatureRefusal($0, "detail")) }
    #expect(Set(reasons.map(\.reason)).count == reasons.count)
    for unfit in reasons {
      #expect(unfit.reason.code.hasPrefix("PDF_") && unfit.reason.chinese.hasPrefix("PDF文件"))
      #expect(unfit.reason.chinese.hasSuffix("。") && unfit.detail == "detail")
    }
    #expect(throws: UnfitFile(PDFSignatureRefusal(.unreadable, "\(PDFReadingError.notPDF)"))) {
      try format.read(Array("hello".utf8))
    }
  }
}
