import Blocks
public import Reports
public import Typesetting

/// A report as pages, with everything that its token must say. Made by `Press.compose`.
public struct ComposedReport: Sendable {
  public let report: Report
  public let canonicalData: [UInt8]
  /// Host of the verification page, for the QR link.
  public let host: String
  let information: Document.Information
  let pages: any SetDocument

  public var pageCount: Int { pages.pageCount }

  /// Characters that no font has, shown in the report as boxes.
  public var missing: [MissingCharacter] { pages.missing }
}
