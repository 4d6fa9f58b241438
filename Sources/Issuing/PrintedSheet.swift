import Blocks
import Crypto
import PDF
import QRCode
public import Templates
public import Typeface
import Typesetting

/// A sheet that is no report: a template over data of its own, around one QR code. Nobody signs it.
/// - Parameters:
///   - code: what the QR code holds.
///   - codeSide: of the code as the template has it, millimetres.
///   - madeAt: seconds since 1970, for the file's own dates.
public func printedSheet(
  of template: Template, data: DataValue, code: String, codeSide: Double, madeAt: Int64, fonts: FontSet
) throws -> (pdf: [UInt8], pages: Int, codeVersion: Int) {
  let document = try template.document(for: data)
  let pages = try Typesetter(fonts: fonts).pages(of: document)
  let symbol = try QRSymbol(text: code, sideMillimetres: codeSide)
  let pdf = try renderPDF(
    pages, fonts: fonts, pictures: [.verificationCode: Bitmap(symbol)],
    properties: PDFProperties(
      information: document.information, creator: "Xinbao", createdAt: madeAt,
      identifier: Array(SHA256.hash(data: Array(code.utf8)).prefix(16))))
  return (pdf, pages.pages.count, (symbol.size - 17) / 4)
}
