import Blocks
import Foundation
import Signatures
import Testing
import Typesetting

@testable import PDF
@testable import PDFReading

/// A small report signed by a test authority, with what a report carries.
struct SignedSample {
  static let time: Int64 = 1_795_000_000
  let authority: TestAuthority
  let signer: DocumentSigner
  let unsigned: UnsignedPDF
  let bytes: [UInt8]

  init(name: String = "示例有限公司", authority: TestAuthority? = nil) throws {
    self.authority = try authority ?? TestAuthority(organization: "示例市信用中心", now: Self.time)
    let signer = try DocumentSigner(
      certificatePEM: self.authority.certificatePEM, keyPEM: self.authority.keyPEM)
    self.signer = signer
    unsigned = try Self.unsigned(name: name, room: signer.reservedSize)
    bytes = try unsigned.signed { try signer.signature(over: $0, maximumSize: signer.reservedSize) }
  }

  static func slot(room: Int) -> SignatureSlot {
    SignatureSlot(signerName: "示例市信用中心", reason: "出具公共信用信息报告", signedAt: time, room: room)
  }

  static func unsigned(name: String = "示例有限公司", room: Int = 2048) throws -> UnsignedPDF {
    let (pages, properties) = try content(name: name)
    return try renderPDF(
      pages, fonts: try TestFonts.set.get(), pictures: [:], properties: properties, signature: slot(room: room))
  }

  static func withoutSlot() throws -> [UInt8] {
    let (pages, properties) = try content(name: "示例有限公司")
    return try renderPDF(pages, fonts: try TestFonts.set.get(), pictures: [:], properties: properties)
  }

  private static func content(name: String) throws -> (pages: Pages, properties: PDFProperties) {
    var structure = Structure()
    var pages: [Page] = []
    for (number, text) in ["公共信用信息报告：\(name)", "行政处罚：无"].enumerated() {
      let element = structure.add(number == 0 ? .heading1 : .paragraph, to: .document)
      var sheet = try Sheet()
      try sheet.write(text, x: 72, y: 100, size: 18)
      for index in sheet.page.marks.indices {
        if case .text(var run) = sheet.page.marks[index] {
          run.element = element
          sheet.page.marks[index] = .text(run)
        }
      }
      pages.append(sheet.page)
    }
    var properties = PDFProperties.sample(attachments: [
      PDFAttachment(
        name: "report.json", mediaType: "application/json", description: "报告数据", relationship: .data,
        bytes: Array(#"{"name":"\#(name)","penalties":[]}"#.utf8)),
      PDFAttachment(
        name: "token.cbor", mediaType: "application/cose", description: "核验凭据", relationship: .supplement,
        bytes: Array("token of \(name)".utf8)),
    ])
    properties.createdAt = time
    return (Pages(size: .a4, pages: pages, structure: structure), properties)
  }
}
