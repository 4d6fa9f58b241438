public import Issuing
public import Records
public import Typeface

/// What makes the reports of an installation. Put together here, and with fonts as a `PrintingOffice`, for whoever issues:
/// the command, the workers of a batch, the self-print page.
public struct ReportOffice: Sendable {
  public let home: Home
  public let catalogue: Catalogue
  public let maker: ReportMaker
  let resources: Resources

  public init(home: Home, resources: Resources, catalogue: Catalogue) {
    (self.home, self.resources, self.catalogue) = (home, resources, catalogue)
    maker = ReportMaker(catalogue: catalogue, defaults: home.configuration.reportDefaults)
  }

  /// With its fonts, which take a while to prepare, it prints too.
  public func printing(with fonts: FontSet) -> PrintingOffice { PrintingOffice(self, fonts: fonts) }
}

extension Configuration {
  /// What an order goes by that does not say it.
  public var reportDefaults: ReportMaker.Defaults {
    ReportMaker.Defaults(edition: edition, list: catalogue, profile: profile)
  }
}
