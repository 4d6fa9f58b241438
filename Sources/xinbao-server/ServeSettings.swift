import ArgumentParser
import Foundation
import Logging
import VerificationSite
import Web

/// The options from flags, otherwise from the environment, otherwise defaults; validated.
struct ServeSettings {
  var home: String
  var registry: String?
  var resources: String?
  var server: ServerOptions
  var trustedProxies: [IPNetwork]
  var limitsClients: Bool
  var threads: Int
  let processors = ProcessInfo.processInfo.activeProcessorCount
  var logLevel: Logger.Level
  var selfPrint: SelfPrintSettings

  /// - Throws: `ValidationError`, naming flag and variable.
  init(_ given: Serve, _ environment: [String: String]) throws {
    func text(_ flag: String?, _ variable: String) -> String? {
      flag ?? environment["XINBAO_" + variable].flatMap { $0.isEmpty ? nil : $0 }
    }
    func number(_ flag: Int?, _ variable: String, _ range: ClosedRange<Int>) throws -> Int? {
      guard let text = text(flag.map(String.init), variable) else { return nil }
      guard let number = Int(text), range.contains(number) else {
        let flag = "--" + variable.lowercased().replacingOccurrences(of: "_", with: "-")
        throw ValidationError(
          "\(flag) (XINBAO_\(variable)) takes a number from \(range.lowerBound) to \(range.upperBound), not `\(text)`")
      }
      return number
    }
    selfPrint = try SelfPrintSettings(given.selfPrint, environment)
    // The demonstration is isolated: it must not write into a home that is in use.
    home = text(given.home, "HOME") ?? (selfPrint.isDemo ? "xinbao-demo" : "xinbao-home")
    registry = selfPrint.isDemo ? given.registry : text(given.registry, "REGISTRY")
    resources = text(given.resources, "RESOURCES")
    server = ServerOptions(
      host: text(given.host, "LISTEN") ?? "127.0.0.1", port: try number(given.port, "PORT", 0...65535) ?? 8080)
    server.metricsPort = try number(given.metricsPort, "METRICS_PORT", 0...65535)
    switch (text(given.tlsCertificate, "TLS_CERTIFICATE"), text(given.tlsKey, "TLS_KEY")) {
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
    try selfPrint.check(server, registry: registry)
    trustedProxies = try (text(given.trustedProxy, "TRUSTED_PROXY") ?? "").split(separator: ",").map {
      let text = $0.trimmingCharacters(in: .whitespaces)
      guard let network = IPNetwork(text) else {
        throw ValidationError("--trusted-proxy takes addresses or networks such as 10.0.0.0/8, not `\(text)`")
      }
      return network
    }
    switch text(given.rateLimit, "RATE_LIMIT") ?? "on" {
    case "on": limitsClients = true
    case "off": limitsClients = false
    case let other: throw ValidationError("--rate-limit takes `on` or `off`, not `\(other)`")
    }
    threads = try number(given.threads, "THREADS", 1...256) ?? max(4, 2 * processors)
    let level = text(given.logLevel, "LOG_LEVEL") ?? "info"
    guard let known = Logger.Level(rawValue: level) else {
      throw ValidationError("--log-level takes trace, debug, info, notice, warning or error, not `\(level)`")
    }
    logLevel = known
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
    options.layout = ["issuer": issuer, "hasSelfPrint": selfPrint.isAsked, "isDemo": selfPrint.isDemo]
    options.texts = VerificationSite.texts
    return options
  }
}
