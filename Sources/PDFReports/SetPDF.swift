import Blocks
import PDF
import PDFReading
import QRCode
import Rendering
import Typeface
import Typesetting

/// Pages that become a PDF. Its errors are `PDFError`.
struct SetPDF: SetDocument {
  let pages: Pages
  let fonts: FontSet

  var pageCount: Int { pages.pages.count }
  var missing: [MissingCharacter] { pages.missing }

  func unsigned(_ properties: FileProperties, signature: SignatureTerms) throws -> any UnsignedFile {
    SignablePDF(
      pdf: try renderPDF(
        pages, fonts: fonts, pictures: pictures(properties), properties: PDFProperties(properties),
        signature: SignatureSlot(
          signerName: signature.signerName, reason: signature.reason, signedAt: signature.signedAt,
          room: signature.room)))
  }

  func file(_ properties: FileProperties) throws -> [UInt8] {
    try renderPDF(pages, fonts: fonts, pictures: pictures(properties), properties: PDFProperties(properties))
  }

  private func pictures(_ properties: FileProperties) -> [PictureID: Bitmap] {
    [.verificationCode: Bitmap(properties.code)]
  }
}

/// A PDF that waits for its signature.
struct SignablePDF: UnsignedFile {
  var pdf: UnsignedPDF

  var bytes: [UInt8] { pdf.bytes }
  var signedParts: [ArraySlice<UInt8>] { pdf.signedParts }

  /// - Throws: `PDFError.signatureTooLarge`, and what `sign` throws.
  consuming func signed(by sign: ([ArraySlice<UInt8>]) throws -> [UInt8]) throws -> [UInt8] { try pdf.signed(by: sign) }
}

extension PDFProperties {
  init(_ properties: FileProperties) {
    self.init(
      information: properties.information, creator: "Xinbao", createdAt: properties.createdAt,
      identifier: properties.identifier, attachments: properties.attachments.map(PDFAttachment.init))
  }
}

extension PDFAttachment {
  init(_ attachment: FileAttachment) {
    let relationship: Relationship =
      switch attachment.role {
      case .data: .data
      case .supplement: .supplement
      }
    self.init(
      name: attachment.name, mediaType: attachment.mediaType, description: attachment.description,
      relationship: relationship, bytes: attachment.bytes)
  }
}

extension Bitmap {
  /// A symbol, one pixel per module, without its quiet zone: the template keeps the paper around it white.
  init(_ symbol: QRSymbol) {
    let bytesPerRow = (symbol.size + 7) / 8
    var rows = [UInt8](repeating: 0, count: bytesPerRow * symbol.size)
    for y in 0..<symbol.size {
      for x in 0..<symbol.size where symbol.isDark(x, y) {
        rows[y * bytesPerRow + x / 8] |= 0x80 >> UInt8(x % 8)
      }
    }
    self.init(width: symbol.size, height: symbol.size, rows: rows)
  }
}
