public import Attestation
import Blocks
import Crypto
import PDF
import QRCode
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

  /// Who vouches for a report, and how.
  public struct Seal: Sendable {
    /// Signs the token; given a finished token instead, the report is rendered again around it.
    public enum Source: Sendable {
      case key(SigningKey)
      case token(Token)
    }
    public var source: Source
    /// Of the verification page, for the QR link.
    public var host: String
    public var validityDays: Int
    /// Index in the status list, never reused (verification.md §3).
    public var statusIndex: UInt32
    public init(source: Source, host: String, validityDays: Int, statusIndex: UInt32) {
      (self.source, self.host, self.validityDays, self.statusIndex) = (source, host, validityDays, statusIndex)
    }
  }

  public struct PrintedReport: Sendable {
    public var pdf: [UInt8]
    public var canonicalData: [UInt8]
    public var token: Token
    public var link: String
    public var pageCount: Int
    /// Characters that no font has, shown in the report as boxes.
    public var missing: [MissingCharacter]
  }

  /// Raised with every change of the program by which the pages of a report, or the file's objects, become others than
  /// before: who makes them again then knows why they differ.
  public static let engine = 1

  /// What the canonical data of a report say of how it is printed.
  public func rendering(host: String) -> Report.Rendering {
    Report.Rendering(
      engine: Self.engine, host: host, template: template.name, templateDigest: template.digest,
      fontsDigest: fonts.digest)
  }

  /// One report, to the bytes of its PDF.
  ///
  /// The order is that of verification.md §3: the token speaks of the canonical data and of the number of pages, so the
  /// pages are set before it exists, with the place of the QR symbol left open.
  public func print(_ report: Report, seal: Seal) throws -> PrintedReport {
    var report = report
    report.rendering = rendering(host: seal.host)
    let canonicalData = report.canonicalData()
    let document = try template.document(for: report)
    let pages = try typesetter.pages(of: document)

    let claims = try ReportClaims(
      of: report, catalogueVersion: catalogueVersion, digest: Array(SHA256.hash(data: canonicalData)),
      pages: pages.pages.count, validityDays: seal.validityDays, statusIndex: seal.statusIndex)
    let token: Token
    switch seal.source {
    case .key(let key): token = try Token.sign(claims, with: key)
    case .token(let given):
      try claims.mustMatch(try ReceivedToken(given).claims)
      token = given
    }
    let link = try VerificationLink(host: seal.host, token: token).url
    let symbol = try QRSymbol(text: link)
    let pdf = try renderPDF(
      pages, fonts: fonts, pictures: [.verificationCode: Bitmap(symbol)],
      properties: PDFProperties(
        information: document.information, creator: "Xinbao", createdAt: report.identity.issuedAt.secondsSince1970,
        identifier: Array(SHA256.hash(data: token.bytes).prefix(16)),
        attachments: [
          PDFAttachment(
            name: "report.json", mediaType: "application/json", description: "报告数据（规范化 JSON）",
            relationship: .data, bytes: canonicalData),
          PDFAttachment(
            name: "token.cbor", mediaType: "application/cose", description: "核验凭据（CRT1）",
            relationship: .supplement, bytes: token.bytes),
        ]))
    return PrintedReport(
      pdf: pdf, canonicalData: canonicalData, token: token, link: link, pageCount: pages.pages.count,
      missing: pages.missing)
  }
}

extension Bitmap {
  /// A symbol, a module a pixel, without its quiet zone: the template keeps the paper around it white.
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
