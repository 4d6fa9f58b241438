public import Attestation
import Blocks
import Crypto
public import PDF
import PDFReading
public import QRCode
import Records
public import Reports
public import Templates
public import Typeface
public import Typesetting

/// What is made once and then prints any number of reports: a template and fonts. A value without state of its own, so
/// that every core can print with the same one.
public struct Press: Sendable {
  let template: Template
  let typesetter: Typesetter
  let fonts: FontSet
  let catalogueVersion: UInt16

  /// - Parameter catalogueVersion: of the catalogue that the reports were made by.
  public init(catalogueVersion: UInt16, template: Template, fonts: FontSet) {
    self.catalogueVersion = catalogueVersion
    self.template = template
    self.fonts = fonts
    typesetter = Typesetter(fonts: fonts)
  }

  /// Raised with every change of the program by which the pages of a report, or the file's objects, become others than
  /// before: who makes them again then knows why they differ.
  public static let engine = 3

  /// The other half of the engine's name: the libraries by which bytes are made. (What HarfBuzz reads are the numbers of
  /// the font files, which the fonts' digest names.)
  public static let libraries = ([lineBreakingLibrary] + pdfLibraries + [symbolLibrary]).joined(separator: ", ")

  /// What the canonical data of a report say of how it is printed.
  public func rendering(host: String) -> Report.Rendering {
    Report.Rendering(
      engine: Self.engine, libraries: Self.libraries, host: host, template: template.name,
      templateDigest: template.digest, fontsDigest: fonts.digest)
  }

  /// The report as pages, before anyone vouches for it: the token speaks of the canonical data and of the number of
  /// pages, so the pages are set before it exists, with the place of the QR symbol left open (verification.md §3).
  /// - Parameter host: of the verification page, printed beside the check code and in the QR link.
  public func compose(_ report: Report, host: String) throws -> ComposedReport {
    var report = report
    report.rendering = rendering(host: host)
    let document = try template.document(for: report)
    return ComposedReport(
      report: report, canonicalData: report.canonicalData(), information: document.information,
      pages: try typesetter.pages(of: document), catalogueVersion: catalogueVersion, host: host)
  }

  /// Of the attachment that holds the canonical data.
  static let dataName = "report.json"

  /// What is printed and packed around the pages.
  public struct Seal: Sendable {
    public var token: Token
    /// That the token stands in the log, as text of C2SP tlog-proof; nil: the report is in no log.
    public var proof: String?
    /// Bytes to leave free for the PDF signature.
    public var signatureRoom: Int
    public init(token: Token, proof: String?, signatureRoom: Int) {
      (self.token, self.proof, self.signatureRoom) = (token, proof, signatureRoom)
    }
  }

  public struct PrintedReport: Sendable {
    public var pdf: UnsignedPDF
    public var link: String
  }

  /// The bytes of the PDF, up to its signature. The same input gives the same bytes.
  public func print(_ composed: ComposedReport, seal: Seal) throws -> PrintedReport {
    let link = try VerificationLink(host: composed.host, token: seal.token).url
    let symbol = try QRSymbol(text: link)
    let identity = composed.report.identity
    var attachments = [
      PDFAttachment(
        name: Self.dataName, mediaType: "application/json", description: "报告数据（规范化 JSON）",
        relationship: .data, bytes: composed.canonicalData),
      PDFAttachment(
        name: "token.cbor", mediaType: "application/cose", description: "核验凭据（CRT1）",
        relationship: .supplement, bytes: seal.token.bytes),
    ]
    if let proof = seal.proof {
      attachments.append(
        PDFAttachment(
          name: "log-proof.txt", mediaType: "text/plain", description: "签发日志证明（C2SP tlog-proof）",
          relationship: .supplement, bytes: Array(proof.utf8)))
    }
    let pdf = try renderPDF(
      composed.pages, fonts: fonts, pictures: [.verificationCode: Bitmap(symbol)],
      properties: PDFProperties(
        information: composed.information, creator: "Xinbao",
        createdAt: identity.issuedAt.secondsSince1970,
        identifier: Array(SHA256.hash(data: seal.token.bytes).prefix(16)), attachments: attachments),
      signature: SignatureSlot(
        signerName: identity.issuer, reason: "出具公共信用信息报告", signedAt: identity.issuedAt.secondsSince1970,
        room: seal.signatureRoom))
    return PrintedReport(pdf: pdf, link: link)
  }
}

extension Press {
  /// A report as it would look, with a token of a key that nobody knows: for whoever works on a template. In no log, and
  /// signed by nobody.
  public func sample(
    of report: Report, host: String
  ) throws -> (pdf: [UInt8], pages: Int, missing: [MissingCharacter]) {
    let composed = try compose(report, host: host)
    let claims = try composed.claims(
      for: .es256, expiresAt: report.identity.issuedAt.secondsSince1970 + 86_400, status: .init(0))
    let token = try Token.sign(claims, with: SigningKey())
    let printed = try print(composed, seal: .init(token: token, proof: nil, signatureRoom: 1))
    return (printed.pdf.bytes, composed.pageCount, composed.missing)
  }
}

extension Bitmap {
  /// A symbol, a module a pixel, without its quiet zone: the template keeps the paper around it white.
  public init(_ symbol: QRSymbol) {
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
