import Blocks
import CivilTime
import Crypto
import QRCode
import Records
public import Reports
public import Templates
public import Typeface
import Typesetting

/// Made once, prints any number of reports: a template, fonts, and the file format. A stateless value, so that every
/// core can print with the same one.
public struct Press: Sendable {
  public let format: any DocumentFormat
  let template: Template
  private let typesetter: Typesetter
  private let fonts: FontSet

  public init(template: Template, fonts: FontSet, format: any DocumentFormat) {
    (self.template, self.fonts, self.format) = (template, fonts, format)
    typesetter = Typesetter(fonts: fonts)
  }

  /// Raised with every change of the program that changes a report's pages or the file's objects: when a report is made
  /// again, this explains why it differs.
  public static let engine = 3

  /// The other half of the engine's name: the libraries that produce bytes. (HarfBuzz only supplies numbers from the
  /// font files, which the fonts' digest covers.)
  public static func libraries(of format: any DocumentFormat) -> String {
    ([lineBreakingLibrary] + format.libraries + [symbolLibrary]).joined(separator: ", ")
  }

  /// What a report's canonical data say about how it is printed.
  public func rendering(host: String) -> Report.Rendering {
    Report.Rendering(
      engine: Self.engine, libraries: Self.libraries(of: format), host: host, template: template.name,
      templateDigest: template.digest, fontsDigest: fonts.digest)
  }

  /// Sets a report as pages, before its token exists: the token covers the canonical data and the number of pages, so
  /// the pages are set first, with empty space for the QR symbol (verification.md §3).
  /// - Parameter host: host of the verification page, printed beside the check code and in the QR link.
  public func compose(_ report: Report, host: String) throws -> ComposedReport {
    var report = report
    report.rendering = rendering(host: host)
    let document = try template.document(for: report)
    return ComposedReport(
      report: report, canonicalData: report.canonicalData(), host: host, information: document.information,
      pages: try set(document))
  }

  /// - Throws: `TypesettingError` for mistakes in the template.
  func set(_ document: Document) throws -> any SetDocument {
    try format.set(document, by: typesetter, fonts: fonts)
  }

  /// Makes the report's file, up to its signature. The same input gives the same bytes.
  /// - Parameter signatureRoom: bytes to reserve for the signature.
  public func print(
    _ composed: ComposedReport, around evidence: Evidence, signatureRoom: Int
  ) throws -> any UnsignedFile {
    let identity = composed.report.identity
    return try composed.pages.unsigned(
      FileProperties(
        information: composed.information, createdAt: identity.issuedAt.secondsSince1970,
        identifier: Array(SHA256.hash(data: evidence.token).prefix(16)), code: QRSymbol(text: evidence.link),
        attachments: evidence.attachments(with: composed.canonicalData)),
      signature: SignatureTerms(
        signerName: identity.issuer, reason: "出具公共信用信息报告", signedAt: identity.issuedAt.secondsSince1970,
        room: signatureRoom))
  }
}
