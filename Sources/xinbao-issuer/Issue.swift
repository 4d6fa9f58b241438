import ArgumentParser
import Foundation
import Installation
import IssuerLink
import Logging
import OpenIDConnect
import Records
import Registry
import SelfPrinting
import ServiceSetup
import Typeface
import Web

struct Issue: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xinbao-issuer",
    abstract: "Issues reports to people who log in, for `xinbao-server --serve self-print --issuer-socket`.",
    discussion: """
      Holds the home with its keys, and checks each log-in itself; the server in front holds neither. Takes questions at \
      a Unix socket, which its group may use. Stops on SIGTERM or SIGINT after finishing what is in hand. Logs one JSON \
      object a line on standard error. Every option is also an environment variable: --credit-files is \
      XINBAO_CREDIT_FILES. \
      Exit status: 0 stopped as told; 2 wrong use; 4 environment (key, socket, database).
      """,
    version: "0.1.0")

  @Option(help: "Where to take questions, in a folder that only this user may change.")
  var socket: String?

  @Option(help: "Folder of keys, registry and config.yaml. (default: xinbao-home)")
  var home: String?

  @Option(help: "Where reports are registered: a file, or postgres://…; by default in the home.")
  var registry: String?

  @Option(help: "Folder that holds `templates` and `fonts`, if not found.")
  var resources: String?

  @OptionGroup(title: "Log-in and prints") var selfPrint: SelfPrintOptions

  @Option(help: "trace, debug, info, notice, warning, error. Questions are logged at info. (default: info)")
  var logLevel: String?

  func run() async throws {
    let variables = Variables(ProcessInfo.processInfo.environment)
    guard let path = variables.text(socket, "ISSUER_SOCKET") else {
      throw ValidationError("--socket (XINBAO_ISSUER_SOCKET) says where to take questions")
    }
    let settings = try SelfPrintSettings(selfPrint, variables)
    let logger = serviceLogger("xinbao-issuer", try variables.logLevel(logLevel))
    // Nothing that is made here is for others; the socket is opened to the group on purpose.
    umask(0o027)
    let home = try Home(path: variables.text(self.home, "HOME") ?? "xinbao-home", environment: variables.all)
    let resources = try Resources.ofThisProgram(given: variables.text(self.resources, "RESOURCES"))
    let fonts = try FontSet(configuration: resources.fonts, cache: home.fonts) { logger.notice("\($0)") }
    let registry = try home.openRegistry(variables.text(self.registry, "REGISTRY"), makes: true)
    warnUnlessFit(registry, issues: true, logger)
    let catalogue = try Catalogue.load(directory: resources.catalogue)
    let clock = ServiceClock.system
    // Throws an error that says what is missing.
    _ = try home.openKeys(now: clock.secondsSince1970())
    let backend = try settings.printing.backend(
      home, registry, resources, catalogue, fonts: fonts, files: try settings.source(home, catalogue))
    let door = ProviderDoor(
      RelyingParty(settings.provider, now: clock.secondsSince1970), monotonicSeconds: clock.monotonicSeconds)
    let desk = IssuerDesk(
      backend, door: door, turns: settings.printing.turns, issuer: home.configuration.issuer,
      isSecure: settings.isSecure, monotonicSeconds: clock.monotonicSeconds, logger: logger)
    try await answer(with: desk, at: IssuerSocket(path: path), logger: logger)
  }
}
