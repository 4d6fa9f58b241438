import ArgumentParser
import Logging
import ServiceSetup
import Testing
import Web

@testable import xinbao_server

/// Every option is a flag, or else a variable of the environment, or else has a default.
@Suite struct ServeSettingsTests {
  private func settings(_ line: String, _ environment: [String: String] = [:]) throws -> ServeSettings {
    try ServeSettings(Serve.parse(line.split(separator: " ").map(String.init)), Variables(environment))
  }

  private func refusal(_ line: String, _ environment: [String: String] = [:]) -> String {
    do {
      _ = try settings(line, environment)
      Issue.record("\(line) \(environment) is taken")
      return ""
    } catch {
      #expect(Serve.exitCode(for: error) == .validationFailure, "\(error)")
      return Serve.message(for: error)
    }
  }

  @Test func withoutAnythingItVerifiesOnThisMachine() throws {
    let settings = try settings("")
    #expect(settings.home == "xinbao-home" && settings.registry == nil && settings.resources == nil)
    #expect(settings.server.host == "127.0.0.1" && settings.server.port == 8080 && settings.server.metricsPort == nil)
    #expect(settings.server.certificate == nil && settings.trustedProxies.isEmpty && settings.limitsClients)
    #expect(settings.threads >= 4 && settings.logLevel == .info && !settings.issues)
  }

  private static let both = [
    ("--home a", "HOME", "b"), ("--registry a", "REGISTRY", "b"), ("--resources a", "RESOURCES", "b"),
    ("--host a", "LISTEN", "b"),
  ]

  @Test(arguments: both)
  func aFlagCountsBeforeItsVariable(flag: String, variable: String, value: String) throws {
    func text(_ settings: ServeSettings) -> String? {
      switch variable {
      case "HOME": settings.home
      case "REGISTRY": settings.registry
      case "RESOURCES": settings.resources
      default: settings.server.host
      }
    }
    #expect(try text(settings("", ["XINBAO_" + variable: value])) == value)
    #expect(try text(settings(flag, ["XINBAO_" + variable: value])) == "a")
    // An empty variable is one that is not set.
    #expect(try text(settings("", ["XINBAO_" + variable: ""])) == text(settings("")))
  }

  @Test func numbersComeFromEither() throws {
    let given = try settings("--port 0 --metrics-port 9100 --threads 3 --rate-limit off --log-level debug")
    #expect(given.server.port == 0 && given.server.metricsPort == 9100 && given.threads == 3)
    #expect(!given.limitsClients && given.logLevel == .debug)
    let environment = try settings(
      "",
      [
        "XINBAO_PORT": "65535", "XINBAO_METRICS_PORT": "1", "XINBAO_THREADS": "256", "XINBAO_RATE_LIMIT": "off",
        "XINBAO_LOG_LEVEL": "error",
      ])
    #expect(environment.server.port == 65_535 && environment.server.metricsPort == 1 && environment.threads == 256)
    #expect(!environment.limitsClients && environment.logLevel == .error)
  }

  @Test func proxiesAreAddressesAndNetworks() throws {
    let proxies = try settings("--trusted-proxy 127.0.0.1,10.0.0.0/8,::1").trustedProxies
    #expect(proxies == [IPNetwork("127.0.0.1"), IPNetwork("10.0.0.0/8"), IPNetwork("::1")])
    #expect(try settings("", ["XINBAO_TRUSTED_PROXY": "10.0.0.1, 10.0.0.2"]).trustedProxies.count == 2)
  }

  @Test(
    .enabled(if: ServerOptions.speaksTLS, "this build speaks no TLS"))
  func aCertificateGoesWithItsKey() throws {
    let settings = try settings("--tls-certificate c.pem", ["XINBAO_TLS_KEY": "k.pem"])
    #expect(settings.server.certificate?.chain == "c.pem" && settings.server.certificate?.key == "k.pem")
    #expect(settings.service(issuer: "甲中心").isTLS)
  }

  @Test func theServiceKnowsWhatWasAskedFor() throws {
    let options = try settings("--metrics-port 9100 --rate-limit off --trusted-proxy 10.0.0.1").service(issuer: "甲中心")
    #expect(!options.servesMetrics && options.pageRate == nil && options.trustedProxies == [IPNetwork("10.0.0.1")])
    let plain = try settings("").service(issuer: "甲中心")
    #expect(plain.servesMetrics && plain.pageRate != nil && !plain.isTLS && plain.layout["issuer"] as? String == "甲中心")
  }

  @Test(arguments: [
    ("--port 65536", "--port (XINBAO_PORT) takes a number from 0 to 65535, not `65536`"),
    ("--metrics-port 65536", "--metrics-port (XINBAO_METRICS_PORT) takes a number from 0 to 65535"),
    ("--threads 0", "--threads (XINBAO_THREADS) takes a number from 1 to 256, not `0`"),
    ("--rate-limit maybe", "--rate-limit takes `on` or `off`, not `maybe`"),
    ("--log-level loud", "--log-level takes trace, debug, info, notice, warning or error, not `loud`"),
    (
      "--trusted-proxy 10.0.0.0/33", "--trusted-proxy takes addresses or networks such as 10.0.0.0/8, not `10.0.0.0/33`"
    ),
    ("--tls-certificate c.pem", "--tls-certificate and --tls-key go together"),
    ("--tls-key k.pem", "--tls-certificate and --tls-key go together"),
    ("--prints-per-day 0", "--prints-per-day (XINBAO_PRINTS_PER_DAY) takes a number from 1 to 1000, not `0`"),
    ("--prints-per-day 1001", "--prints-per-day"),
    ("--port eighty", "eighty"),
    ("a.json", "a.json"),
  ])
  func whatCannotBeIsRefusedByItsName(line: String, text: String) { #expect(refusal(line).contains(text), "\(line)") }

  @Test(arguments: [
    ("PORT", "x", "--port (XINBAO_PORT)"), ("THREADS", "257", "--threads (XINBAO_THREADS)"),
    ("RATE_LIMIT", "yes", "--rate-limit"), ("PRINTS_PER_DAY", "many", "--prints-per-day (XINBAO_PRINTS_PER_DAY)"),
    ("TLS_KEY", "k.pem", "--tls-certificate and --tls-key"), ("CREDIT_FILES", "files", "--credit-files"),
  ])
  func aVariableIsRefusedByItsNameAndItsFlags(variable: String, value: String, text: String) {
    #expect(refusal("", ["XINBAO_" + variable: value]).contains(text))
  }
}
