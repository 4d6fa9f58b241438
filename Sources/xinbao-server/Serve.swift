import ArgumentParser
import ConfinedFormats
import Foundation
import Installation
import Issuing
import Logging
import Registry
import Rendering
import SelfPrintSite
import Typeface
import VerificationSite
import VerifierSetup
import Verifying
import Web

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xinbao-server",
    abstract: "Verification of public credit reports by web page and API, and a page to print one's own.",
    discussion: """
      Stops on SIGTERM or SIGINT after finishing the requests in hand. Logs one JSON object a line on standard error. \
      Every option is also an environment variable: --trusted-proxy is XINBAO_TRUSTED_PROXY; only --host is \
      XINBAO_LISTEN, since XINBAO_HOST is the host in the QR link. \
      Exit status: 0 stopped as told; 2 wrong use; 4 environment (key, port, certificate, database).
      """,
    version: "0.1.0")

  @Option(
    help: "Folder of keys, registry and config.yaml. Made where a self-print page is asked for. (default: xinbao-home)")
  var home: String?

  @Option(help: "Where reports are registered: a file, or postgres://…; by default in the home.")
  var registry: String?

  @Option(help: "Folder that holds `templates` and `fonts`, if not found.")
  var resources: String?

  @Option(help: "Address to listen on. (default: 127.0.0.1)")
  var host: String?

  @Option(help: "Port to listen on; 0 takes any free one. (default: 8080)")
  var port: Int?

  @Option(help: "Certificate chain, PEM: with it, the service speaks HTTPS itself.")
  var tlsCertificate: String?

  @Option(help: "The certificate's private key, PEM without a password.")
  var tlsKey: String?

  @Option(
    help: """
      Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses or networks (10.0.0.0/8), separated by \
      commas.
      """)
  var trustedProxy: String?

  @Option(help: "Port for /metrics, on 127.0.0.1. Without it, /metrics answers requests from this machine only.")
  var metricsPort: Int?

  @Option(help: "Limits per client: `on`, or `off` where something in front of the service sees to that. (default: on)")
  var rateLimit: String?

  @Option(help: "Threads for what asks the registry. (default: twice the processors, at least 4)")
  var threads: Int?

  @OptionGroup(title: "Self-print page: given by --login, or --demo") var selfPrint: SelfPrintOptions

  @Option(help: "trace, debug, info, notice, warning, error. Requests are logged at info. (default: info)")
  var logLevel: String?

  func run() async throws {
    let variables = ProcessInfo.processInfo.environment
    let settings = try ServeSettings(self, variables)
    let logger = Logger(label: "xinbao-server") {
      JSONLog(label: $0, level: settings.logLevel, now: { Int64(Date().timeIntervalSince1970 * 1000) })
    }
    // A service that only verifies creates nothing: an empty registry would report every report as not registered.
    let issues = settings.selfPrint.isAsked
    let home = try Home(
      path: settings.home, environment: settings.selfPrint.environment(variables), makes: issues)
    let resources = try Resources.ofThisProgram(given: settings.resources)
    let fonts = try FontSet(configuration: resources.fonts, cache: home.fonts) { logger.notice("\($0)") }
    let shelf = try TemplateShelf(resources, fonts: fonts)
    let registry = try home.openRegistry(settings.registry, makes: issues)

    let clock = ServiceClock(
      secondsSince1970: { Int64(Date().timeIntervalSince1970) },
      monotonicSeconds: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 })
    let reader = try PictureReader.besideThisProgram()
    try reader.check()
    let parser = try FileParser.besideThisProgram()
    try parser.check(shelf.formats.readable)
    let formats = shelf.formats.readable.confined(by: parser)
    do throws(PictureReader.NotAtHand) { _ = try reader.drawing() } catch { logger.warning("\(error)") }
    let backend = RegistryBackend(
      home: home, registry: registry, formats: formats, reproduce: shelf.reproduce, resources: resources,
      pool: BlockingPool(threads: settings.threads), files: FilePool(reader: reader, processors: settings.processors),
      now: clock.secondsSince1970)
    guard await backend.canAnswer() else {
      // Throws an error that says what is missing.
      _ = try home.openKeys(now: clock.secondsSince1970())
      throw ServeFailure(problem: "\(home.path): keys or registry are not at hand")
    }
    let pages = try await PageSet(
      directory: resources.path + "/templates/web", for: [VerificationSite.self, SelfPrintSite.self])
    let environment = SiteEnvironment(
      pages: pages, options: settings.service(issuer: home.configuration.issuer), clock: clock, logger: logger)
    var verification = VerificationSiteOptions(formats: formats)
    verification.tokenNames = shelf.tokenNames
    verification.answerKey = registry.key(for: "answers of the verification pages")
    verification.limits.stackWidth = max(1, settings.processors / 2)
    if !settings.limitsClients { verification.rates = .none }
    var sites: [any Site] = [VerificationSite(backend, environment, options: verification)]
    if let site = try settings.selfPrint.setUp(
      home: home, registry: registry, resources: resources, fonts: fonts, environment: environment,
      rates: settings.limitsClients ? SelfPrintRates() : .none)
    {
      sites.append(site)
    }
    try await Web.run(WebService(sites, environment), settings.server, logger: logger)
  }
}

struct ServeFailure: Error, CustomStringConvertible {
  var problem: String
  var description: String { problem }
}
