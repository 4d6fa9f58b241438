import ArgumentParser
import Foundation
import Logging
import SelfPrintSite
import ServiceSetup
import VerificationSite
import Web

/// The options from flags, otherwise from the environment, otherwise defaults; validated.
struct ServeSettings {
  /// What a process serves.
  enum Role: String, CaseIterable {
    case verify
    case selfPrint = "self-print"
  }

  /// Who issues what people print for themselves.
  enum SelfPrint {
    case none
    case demo(PrintSettings)
    /// This process, with the home's keys.
    case here(SelfPrintSettings)
    /// - Parameter socket: at which xinbao-issuer takes questions.
    case elsewhere(socket: String)
  }

  var home: String
  var registry: String?
  var resources: String?
  var server: ServerOptions
  var trustedProxies: [IPNetwork]
  var limitsClients: Bool
  var threads: Int
  let processors = ProcessInfo.processInfo.activeProcessorCount
  var logLevel: Logger.Level
  var roles: Set<Role>
  var selfPrint: SelfPrint

  /// - Throws: `ValidationError`, naming flag and variable.
  init(_ given: Serve, _ environment: Variables) throws {
    selfPrint = try Self.selfPrint(given, environment)
    roles = try Self.roles(environment.text(given.serve, "SERVE"), selfPrint)
    let isDemo = if case .demo = selfPrint { true } else { false }
    if case .elsewhere = selfPrint, roles == [.selfPrint], given.home != nil || given.registry != nil {
      throw ValidationError("--home and --registry are the issuer's: give them to xinbao-issuer, or add --serve verify")
    }
    // The demonstration is isolated: it must not write into a home that is in use.
    home = environment.text(given.home, "HOME") ?? (isDemo ? "xinbao-demo" : "xinbao-home")
    registry = isDemo ? given.registry : environment.text(given.registry, "REGISTRY")
    resources = environment.text(given.resources, "RESOURCES")
    server = ServerOptions(
      host: environment.text(given.host, "LISTEN") ?? "127.0.0.1",
      port: try environment.number(given.port, "port", in: 0...65535) ?? 8080)
    server.metricsPort = try environment.number(given.metricsPort, "metrics-port", in: 0...65535)
    switch (environment.text(given.tlsCertificate, "TLS_CERTIFICATE"), environment.text(given.tlsKey, "TLS_KEY")) {
    case (let chain?, let key?):
      guard ServerOptions.speaksTLS else {
        throw ValidationError(
          """
          --tls-certificate (XINBAO_TLS_CERTIFICATE): this program was built without TLS; build it with `swift build \
          -c release --product xinbao-server --traits TLS`, or put a reverse proxy in front (docs/service.md)
          """)
      }
      server.certificate = (chain, key)
    case (nil, nil): break
    default: throw ValidationError("--tls-certificate and --tls-key go together; give both or neither")
    }
    trustedProxies = try (environment.text(given.trustedProxy, "TRUSTED_PROXY") ?? "").split(separator: ",").map {
      let text = $0.trimmingCharacters(in: .whitespaces)
      guard let network = IPNetwork(text) else {
        throw ValidationError("--trusted-proxy takes addresses or networks such as 10.0.0.0/8, not `\(text)`")
      }
      return network
    }
    switch environment.text(given.rateLimit, "RATE_LIMIT") ?? "on" {
    case "on": limitsClients = true
    case "off": limitsClients = false
    case let other: throw ValidationError("--rate-limit takes `on` or `off`, not `\(other)`")
    }
    threads = try environment.number(given.threads, "threads", in: 1...256) ?? max(4, 2 * processors)
    logLevel = try environment.logLevel(given.logLevel)
    if isDemo { try checkDemo() }
  }

  private static func selfPrint(_ given: Serve, _ environment: Variables) throws -> SelfPrint {
    let socket = environment.text(given.issuerSocket, "ISSUER_SOCKET")
    let isAsked = SelfPrintSettings.isAsked(given.selfPrint, environment)
    let creditFiles = environment.text(given.selfPrint.creditFiles, "CREDIT_FILES")
    let printing = try PrintSettings(given.selfPrint, environment)
    if given.demo {
      guard !isAsked else { throw ValidationError("--demo has a log-in of its own; take away --login") }
      guard socket == nil else { throw ValidationError("--demo issues itself; take away --issuer-socket") }
      guard creditFiles == nil else { throw ValidationError("--demo has samples of its own; take away --credit-files") }
      return .demo(printing)
    }
    if let socket {
      // Whoever takes the front over must not find them there.
      guard !isAsked, creditFiles == nil, environment.text(nil, "LOGIN_SECRET") == nil else {
        throw ValidationError(
          "with --issuer-socket, log-in and credit files are the issuer's: give --login, --credit-files and the others "
            + "(XINBAO_LOGIN…) to xinbao-issuer only")
      }
      guard given.selfPrint.given.isEmpty else {
        throw ValidationError(
          "with --issuer-socket, give \(given.selfPrint.given.joined(separator: ", ")) to xinbao-issuer, who decides it"
        )
      }
      return .elsewhere(socket: socket)
    }
    guard isAsked else {
      guard creditFiles == nil else {
        throw ValidationError("--credit-files is for the self-print page: give --login, too")
      }
      return .none
    }
    return .here(try SelfPrintSettings(given.selfPrint, environment))
  }

  private static func roles(_ given: String?, _ selfPrint: SelfPrint) throws -> Set<Role> {
    let isPossible = if case .none = selfPrint { false } else { true }
    guard let given else { return isPossible ? [.verify, .selfPrint] : [.verify] }
    let roles = try given.split(separator: ",").map {
      guard let role = Role(rawValue: $0.trimmingCharacters(in: .whitespaces)) else {
        throw ValidationError("--serve takes verify and self-print, with a comma between, not `\(given)`")
      }
      return role
    }
    guard !roles.isEmpty else { throw ValidationError("--serve says what to serve: verify, self-print, or both") }
    guard isPossible == roles.contains(.selfPrint) else {
      throw ValidationError(
        isPossible
          ? "--serve \(given) has no self-print page: add self-print, or take away --issuer-socket, --login and --demo"
          : "--serve self-print needs --issuer-socket, where xinbao-issuer takes questions; or --login, or --demo")
    }
    return Set(roles)
  }

  /// For this machine only, because anybody can log in as anyone.
  private func checkDemo() throws {
    guard ["127.0.0.1", "localhost", "::1"].contains(server.host), server.certificate == nil else {
      throw ValidationError("--demo listens on this machine only; take away --host and --tls-certificate")
    }
    guard registry == nil else { throw ValidationError("--demo has a registry of its own; take away --registry") }
  }

  var isDemo: Bool { if case .demo = selfPrint { true } else { false } }
  /// Reports are made and signed in this process.
  var issues: Bool {
    switch selfPrint {
    case .none, .elsewhere: false
    case .demo, .here: true
    }
  }
  var needsHome: Bool { roles.contains(.verify) || issues }
  /// Browsers reach the page of a process that issues itself over TLS.
  var isSecure: Bool { if case .here(let settings) = selfPrint { settings.isSecure } else { false } }
  var selfPrintRates: SelfPrintRates { limitsClients ? SelfPrintRates() : .none }

  /// The environment with which the home is opened.
  func environment(_ variables: Variables) -> [String: String] {
    guard isDemo else { return variables.all }
    var own = variables.all
    for name in ["REGISTRY", "CERTIFICATE", "CERTIFICATE_KEY", "CERTIFICATE_PASSWORD", "TIME_STAMPS"] {
      own["XINBAO_" + name] = nil
    }
    own["XINBAO_ISSUER"] = "示例公共信用平台（演示）"
    return own
  }

  /// - Parameter issuer: 报告出具单位, at the head of every page.
  func service(issuer: String) -> ServiceOptions {
    var options = ServiceOptions()
    // A file at work for each of a processor's three workers takes half of it.
    options.limits.uploadBytes = max(2, processors) * 128 << 20
    options.isTLS = server.certificate != nil
    options.trustedProxies = trustedProxies
    options.servesMetrics = server.metricsPort == nil
    if !limitsClients {
      options.pageRate = nil
      options.limits.connectionsPerClient = options.limits.connections
    }
    options.layout = ["issuer": issuer, "hasSelfPrint": roles.contains(.selfPrint), "isDemo": isDemo]
    options.texts = VerificationSite.texts
    return options
  }
}
