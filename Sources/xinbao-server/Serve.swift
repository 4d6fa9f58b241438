import ArgumentParser
import Foundation
import Installation
import IssuerLink
import Logging
import Rendering
import SelfPrintSite
import ServiceSetup
import VerificationSite
import Web

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xinbao-server",
    abstract: "Verification of public credit reports by web page and API, and a page to print one's own.",
    discussion: """
      Serves verification and, given a log-in, the self-print page. With --issuer-socket it holds neither keys nor home for \
      that page: xinbao-issuer does. Stops on SIGTERM or SIGINT after finishing the requests in hand. Logs one JSON object a line on standard error. \
      Every option is also an environment variable: --trusted-proxy is XINBAO_TRUSTED_PROXY; only --host is \
      XINBAO_LISTEN, since XINBAO_HOST is the host in the QR link. \
      Exit status: 0 stopped as told; 2 wrong use; 4 environment (key, port, certificate, database).
      """,
    version: "0.1.0")

  @Option(
    help: "Folder of keys, registry and config.yaml. Made where a self-print page is asked for. (default: xinbao-home)")
  var home: String?

  @Option(help: "What to serve: verify, self-print, or both with a comma between. (default: all that options ask for)")
  var serve: String?

  @Option(help: "Where xinbao-issuer takes questions: the self-print page then needs no home here.")
  var issuerSocket: String?

  @Flag(
    help: """
      Try everything out on this machine: sample companies and persons, a log-in without a provider, marked 演示 \
      throughout.
      """)
  var demo = false

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

  @OptionGroup(title: "Self-print page of one process: given by --login") var selfPrint: SelfPrintOptions

  @Option(help: "trace, debug, info, notice, warning, error. Requests are logged at info. (default: info)")
  var logLevel: String?

  func run() async throws {
    let variables = Variables(ProcessInfo.processInfo.environment)
    let settings = try ServeSettings(self, variables)
    let logger = serviceLogger("xinbao-server", settings.logLevel)
    let resources = try Resources.ofThisProgram(given: settings.resources)
    let pages = try await PageSet(
      directory: resources.path + "/templates/web", for: [VerificationSite.self, SelfPrintSite.self])
    // A front asks who issues; it has no home that says so.
    var issuer: RemoteIssuer?
    if case .elsewhere(let socket) = settings.selfPrint {
      issuer = try await RemoteIssuer(at: socket, formats: DocumentFormats.known.readable, patience: .seconds(20)) {
        logger.notice("waits for the issuer", metadata: ["reason": "\($0)"])
      }
    }
    let opened = settings.needsHome ? try OpenedHome(settings, resources, variables, logger) : nil
    guard let name = opened?.home.configuration.issuer ?? issuer?.issuer else {
      preconditionFailure("a service without a home has an issuer")
    }
    let environment = SiteEnvironment(
      pages: pages, options: settings.service(issuer: name), clock: .system, logger: logger)
    var sites: [any Site] = []
    if let opened, settings.roles.contains(.verify) {
      sites.append(try await opened.verification(settings, resources, environment))
    }
    if let issuer {
      sites.append(
        SelfPrintSite(
          issuer, environment, logIn: .provider(issuer), turns: issuer.turns, isSecure: issuer.isSecure,
          rates: settings.selfPrintRates))
    } else if let opened, let site = try opened.selfPrint(settings, resources, environment) {
      if !settings.isDemo {
        logger.notice(
          "this process holds the keys; where many people log in, run xinbao-issuer as another user (docs/service.md)")
      }
      sites.append(site)
    }
    try await Web.run(WebService(sites, environment), settings.server, logger: logger)
  }
}

struct ServeFailure: Error, CustomStringConvertible {
  var problem: String
  var description: String { problem }
}
