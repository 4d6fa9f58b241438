import Attestation
import CivilTime
import FileFormats
import Foundation
import Importing
import Installation
import Issuing
import OpenIDConnect
import Records
import Registry
import Rendering
import SelfPrintSite
import Typeface
import Web

extension SelfPrintSettings {
  /// - Returns: nil if the service only verifies.
  func setUp(
    home: Home, registry: Registry, resources: Resources, fonts: FontSet, environment: SiteEnvironment,
    rates: SelfPrintRates
  ) throws -> SelfPrintSite? {
    let files: any CreditFileSource
    let logIn: SelfPrintSite.LogIn
    let clock = environment.clock
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    switch self.logIn {
    case .none: return nil
    case .demo:
      guard try home.openKeys(now: clock.secondsSince1970()).isDevelopment else {
        throw ServeFailure(problem: "\(home.path): has keys for real reports; --demo needs a home of its own")
      }
      let samples = try SampleSource(folder: resources.path + "/examples", catalogue: catalogue)
      let deliveries = DemoDeliveries(
        folder: resources.path + "/examples/demo/deliveries", home: home, resources: resources, catalogue: catalogue,
        now: BeijingTime(secondsSince1970: clock.secondsSince1970()))
      let source = try DemoSource(deliveries.gathered(), samples)
      (files, logIn) = (source, .demo(source.holders))
    case .provider(let settings):
      files =
        creditFiles == Self.gathered
        ? StoreSource { try home.openGathering(catalogue: catalogue, makes: false) }
        : try Self.source(creditFiles ?? "")
      logIn = .provider(RelyingParty(settings, now: clock.secondsSince1970))
    }
    // Making reports is limited by processors: more threads than processors would only be slower.
    let pool = BlockingPool(threads: ProcessInfo.processInfo.activeProcessorCount)
    let office = ReportOffice(home: home, resources: resources, catalogue: catalogue).printing(with: fonts)
    let folder = try PrintFolder(
      path: prints ?? home.path + "/prints", keep: Int64(home.configuration.validityDays) * 86_400,
      extensions: office.formats.all.map(\.fileExtension))
    let backend = try HomeBackend(
      office: office, questions: try QuestionForm.load(file: resources.selfPrintForm, catalogue: catalogue),
      objectionRules: try ObjectionRules.load(file: resources.objectionRules),
      calendar: try WorkingCalendar(
        yaml: try String(contentsOfFile: resources.holidays, encoding: .utf8), file: resources.holidays),
      registry: registry, files: files, prints: folder, turns: turns, pool: pool, now: { .now() })
    return SelfPrintSite(
      backend, environment, logIn: logIn, turns: turns, isSecure: isSecure, rates: rates)
  }

  /// What `--credit-files` says for what was gathered at the home.
  private static let gathered = "store"

  private static func source(_ location: String) throws -> any CreditFileSource {
    location.hasPrefix("postgres://") || location.hasPrefix("postgresql://")
      ? try TableSource(url: location) : try DirectorySource(path: location)
  }
}
