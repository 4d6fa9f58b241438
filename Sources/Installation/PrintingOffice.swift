public import Attestation
import DurableFiles
public import Issuing
public import Records
public import Registry
public import Rendering
public import ReportKinds
public import Reports
public import Typeface

/// All that is needed to make, print and issue the reports of an installation. A value; its copies share compiled
/// templates.
public struct PrintingOffice: Sendable {
  public let home: Home
  public let catalogue: Catalogue
  public let maker: ReportMaker
  public let fonts: FontSet
  public let formats: DocumentFormats
  /// What was gathered at this home.
  public let gathered: StoreSource
  private let presses: Presses

  init(_ office: ReportOffice, fonts: FontSet) {
    (home, catalogue, maker) = (office.home, office.catalogue, office.maker)
    (self.fonts, formats) = (fonts, .known)
    gathered = StoreSource { [home, catalogue] in try home.openGathering(catalogue: catalogue, makes: false) }
    presses = Presses(catalogue: catalogue, templates: office.resources.templates, fonts: fonts)
  }

  /// - Parameters:
  ///   - template: a path; nil: the template that comes with the report.
  ///   - name: name of the file; its extension selects the format.
  /// - Throws: `TemplateError`.
  public func press(for kind: Report.Kind, template: String? = nil, fileNamed name: String? = nil) throws -> Press {
    try presses.press(
      for: kind, template: template, format: name.flatMap(formats.format(ofFileNamed:)) ?? formats.standard)
  }

  /// Issues reports, with the keys that are valid now.
  /// - Parameters:
  ///   - issuedAt: the reports' time of issue, seconds since 1970; the keys must be allowed to sign then.
  ///   - clock: the time at which the file is signed, seconds since 1970.
  public func issuer(
    registry: Registry, issuedAt: Int64, clock: @escaping @Sendable () -> Int64
  ) throws -> Issuer {
    try home.issuer(registry: registry, catalogueVersion: catalogue.version, issuedAt: issuedAt, clock: clock)
  }

  /// Makes an issued report again, around its token, and signs it again; nothing is registered.
  /// - Throws: `TokenMismatch` for a token of another report.
  public func signedAgain(
    _ report: Report, by press: Press, token: Token, proof: String, to path: String?, overwrites: Bool,
    clock: @escaping @Sendable () -> Int64
  ) throws -> IssuedReport {
    if let path, !overwrites { try refuseExisting(path) }
    return try press.signedAgain(
      report, host: home.configuration.host, catalogueVersion: catalogue.version, token: token, proof: proof,
      by: home.issuingSigner(now: clock), to: path)
  }
}
