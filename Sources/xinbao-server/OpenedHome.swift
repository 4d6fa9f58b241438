import Attestation
import BlockingWork
import CivilTime
import ConfinedFormats
import FileFormats
import Foundation
import Importing
import Installation
import Issuing
import Logging
import OpenIDConnect
import Records
import Registry
import Rendering
import SelfPrintSite
import SelfPrinting
import ServiceSetup
import Tables
import Typeface
import VerificationSite
import VerifierSetup
import Verifying
import Web

/// What a server has that needs a home: to verify, or to issue itself.
struct OpenedHome {
  let home: Home
  private let registry: Registry
  private let fonts: FontSet

  init(_ settings: ServeSettings, _ resources: Resources, _ variables: Variables, _ logger: Logger) throws {
    // A service that only verifies creates nothing: an empty registry would report every report as not registered.
    let issues = settings.issues
    home = try Home(path: settings.home, environment: settings.environment(variables), makes: issues)
    fonts = try FontSet(configuration: resources.fonts, cache: home.fonts) { logger.notice("\($0)") }
    registry = try home.openRegistry(settings.registry, makes: issues)
    warnUnlessFit(registry, issues: issues, logger)
  }

  func verification(
    _ settings: ServeSettings, _ resources: Resources, _ environment: SiteEnvironment
  ) async throws -> VerificationSite {
    let (clock, logger) = (environment.clock, environment.logger)
    let shelf = try TemplateShelf(resources, fonts: fonts)
    let reader = try PictureReader.besideThisProgram()
    try reader.check()
    let parser = try FileParser.besideThisProgram()
    try parser.check(shelf.formats.readable)
    let formats = shelf.formats.readable.confined(by: parser)
    try TableFile.checkWorkbooksAreRead()
    do throws(PictureReader.NotAtHand) { _ = try reader.drawing() } catch { logger.warning("\(error)") }
    let backend = RegistryBackend(
      home: home, registry: registry, formats: formats, reproduce: shelf.reproduce, resources: resources,
      pool: BlockingPool(threads: settings.threads), files: FilePool(reader: reader, processors: settings.processors),
      now: clock.secondsSince1970)
    guard await backend.canAnswer() else {
      // Throws an error that says what is missing.
      _ = try home.openPublishingKeys(now: clock.secondsSince1970())
      throw ServeFailure(problem: "\(home.path): keys or registry are not at hand")
    }
    var options = VerificationSiteOptions(formats: formats)
    options.tokenNames = shelf.tokenNames
    options.answerKey = registry.key(for: "answers of the verification pages")
    options.limits.stackWidth = max(1, settings.processors / 2)
    if !settings.limitsClients { options.rates = .none }
    return VerificationSite(backend, environment, options: options)
  }

  /// The page of a process that issues itself.
  /// - Returns: nil if that is not asked for.
  func selfPrint(
    _ settings: ServeSettings, _ resources: Resources, _ environment: SiteEnvironment
  ) throws -> SelfPrintSite? {
    let clock = environment.clock
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let files: any CreditFileSource
    let logIn: SelfPrintSite.LogIn
    let printing: PrintSettings
    switch settings.selfPrint {
    case .none, .elsewhere: return nil
    case .demo(let given):
      let source = try demonstration(resources, catalogue, at: clock.secondsSince1970())
      (files, logIn, printing) = (source, .demo(source.holders), given)
    case .here(let given):
      files = try given.source(home, catalogue)
      logIn = .provider(
        ProviderDoor(
          RelyingParty(given.provider, now: clock.secondsSince1970), monotonicSeconds: clock.monotonicSeconds))
      printing = given.printing
    }
    let backend = try printing.backend(home, registry, resources, catalogue, fonts: fonts, files: files)
    return SelfPrintSite(
      backend, environment, logIn: logIn, turns: printing.turns, isSecure: settings.isSecure,
      rates: settings.selfPrintRates)
  }

  private func demonstration(_ resources: Resources, _ catalogue: Catalogue, at now: Int64) throws -> DemoSource {
    guard try home.openKeys(now: now).isDevelopment else {
      throw ServeFailure(problem: "\(home.path): has keys for real reports; --demo needs a home of its own")
    }
    let samples = try SampleSource(folder: resources.path + "/examples", catalogue: catalogue)
    let deliveries = DemoDeliveries(
      folder: resources.path + "/examples/demo/deliveries", home: home, resources: resources, catalogue: catalogue,
      now: BeijingTime(secondsSince1970: now))
    return try DemoSource(deliveries.gathered(), samples)
  }
}
