import PDF

extension PDFCheck {
  /// The pages say what the attached data say: made anew from them, the file is the same (`verification.md` §4, 5).
  static let content = PDFCheck { pdf, _, verifier throws(PDFRefusal) in
    guard let data = pdf.data, let proof = pdf.proofText else { throw PDFRefusal(.pdfWithoutData) }
    let room = try certification(of: pdf).room
    let expected: [UInt8]
    do { expected = try verifier.redraw(data, pdf.token, proof, room) } catch {
      throw PDFRefusal(.pdfTemplateUnknown, "\(error)")
    }
    let differences: [PDFDifference]
    do throws(PDFReadingError) { differences = try PDF.differences(between: expected, and: pdf.file.bytes) } catch {
      throw PDFRefusal(.pdfUnreadable, "\(error)")
    }
    guard let first = differences.first else { return }
    let others = differences.count > 1 ? ", and \(differences.count - 1) more" : ""
    throw PDFRefusal(.file(.pdfContentMismatch), "\(first)\(others)", place: first.chinese)
  }
}
