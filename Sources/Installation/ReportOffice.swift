public import Issuing
public import Records
public import Typeface

/// Makes the reports of an installation. Assembled here, and with fonts as a `PrintingOffice`, for everything that
/// issues: the command, the workers of a batch, the self-print page.
public struct ReportOffice: Sendable {
  public let home: Home
  public let catalogue: Catalogue
  public let maker: ReportMaker
  let resources: Resources

  public init(home: Home, resources: Resources, catalogue: Catalogue) {
    (self.home, self.resources, self.catalogue) = (home, resources, catalogue)
    maker = ReportMaker(catalogue: catalogue, defaults: home.configuration.reportDefaults)
  }

  /// Adds fonts, which take a while to prepare, so that it can print.
  public func printing(with fonts: FontSet) -> PrintingOffice { PrintingOffice(self, fonts: fonts) }
}

extension Configuration {
  /// Used where an order does not say otherwise.
  public var reportDefaults: ReportMaker.Defaults {
    ReportMaker.Defaults(edition: edition, list: catalogue, profile: profile)
  }
}
