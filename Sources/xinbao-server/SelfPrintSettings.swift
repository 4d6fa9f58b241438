import ArgumentParser
import Foundation
import OpenIDConnect
import Registry
import Web

/// The self-print page's options, from flags or else the environment; validated as far as possible without access to
/// files or network.
struct SelfPrintSettings {
  enum LogIn {
    case none
    case demo
    case provider(ProviderSettings)
  }
  var logIn = LogIn.none
  var creditFiles: String?
  var prints: String?
  var turns: Registry.Turns
  var isSecure = false

  /// Whether there is a self-print page at all.
  var isAsked: Bool { if case .none = logIn { false } else { true } }
  var isDemo: Bool { if case .demo = logIn { true } else { false } }

  /// - Throws: `ValidationError`, naming flag and variable.
  init(_ given: SelfPrintOptions, _ environment: [String: String]) throws {
    func text(_ flag: String?, _ variable: String) -> String? {
      flag ?? environment["XINBAO_" + variable].flatMap { $0.isEmpty ? nil : $0 }
    }
    creditFiles = text(given.creditFiles, "CREDIT_FILES")
    prints = text(given.prints, "PRINTS")
    func number(_ flag: Int?, _ name: String, in range: ClosedRange<Int>) throws -> Int? {
      let variable = name.uppercased().replacing("-", with: "_")
      guard let given = text(flag.map(String.init), variable) else { return nil }
      guard let number = Int(given), range.contains(number) else {
        let bounds = "from \(range.lowerBound) to \(range.upperBound)"
        throw ValidationError("--\(name) (XINBAO_\(variable)) takes a number \(bounds), not `\(given)`")
      }
      return number
    }
    self.turns = Registry.Turns(
      ofQuestion: try number(given.printsPerDay, "prints-per-day", in: 1...1000) ?? 1,
      ofKind: try number(given.printsOfKindPerDay, "prints-of-kind-per-day", in: 1...1000) ?? 20)
    let issuer = text(given.login, "LOGIN")
    if given.demo {
      guard issuer == nil else { throw ValidationError("--demo has a log-in of its own; take away --login") }
      guard creditFiles == nil else { throw ValidationError("--demo has samples of its own; take away --credit-files") }
      logIn = .demo
      return
    }
    guard let issuer else {
      guard creditFiles == nil else {
        throw ValidationError("--credit-files is for the self-print page: give --login, too")
      }
      return
    }
    func need(_ flag: String?, _ variable: String, _ name: String) throws -> String {
      guard let value = text(flag, variable) else {
        throw ValidationError("the self-print page needs \(name) (XINBAO_\(variable))")
      }
      return value
    }
    _ = try need(given.creditFiles, "CREDIT_FILES", "--credit-files")
    var base = try need(given.publicURL, "PUBLIC_URL", "--public-url")
    while base.hasSuffix("/") { base.removeLast() }
    var claims = ProviderSettings.ClaimNames()
    if let names = text(given.loginClaims, "LOGIN_CLAIMS") {
      let parts = names.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
        throw ValidationError("--login-claims takes three names, such as uscc,id_number,name, not `\(names)`")
      }
      (claims.body, claims.person, claims.name) = (parts[0], parts[1], parts[2])
    }
    // Less than a minute is no time to come back in, more than a day no log-in.
    let maxAge = try number(given.loginMaxAge, "login-max-age", in: 60...86_400).map(Int64.init)
    let scopes = text(given.loginScopes, "LOGIN_SCOPES") ?? "openid profile"
    do {
      logIn = .provider(
        try ProviderSettings(
          issuer: issuer, clientID: try need(given.loginClient, "LOGIN_CLIENT", "--login-client"),
          clientSecret: try Self.secret(text(given.loginSecretFile, "LOGIN_SECRET_FILE"), environment),
          redirectURI: base + "/self/callback", scopes: scopes.split(separator: " ").map(String.init), claims: claims,
          asksAnew: !given.singleSignOn && environment["XINBAO_SINGLE_SIGN_ON"] != "1", maxAge: maxAge))
    } catch let error as SettingsError { throw ValidationError("--login, --public-url: \(error)") }
    isSecure = base.hasPrefix("https://")
  }

  /// Never from a flag: everybody on the machine can read flags.
  private static func secret(_ file: String?, _ environment: [String: String]) throws -> String? {
    guard let file else { return environment["XINBAO_LOGIN_SECRET"].flatMap { $0.isEmpty ? nil : $0 } }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("--login-secret-file: \(file) cannot be read")
    }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty else { throw ValidationError("--login-secret-file: \(file) is empty") }
    return secret
  }

  /// The demonstration is for this machine only, because anybody can log in as anyone.
  func check(_ server: ServerOptions, registry: String?) throws {
    guard isDemo else { return }
    guard ["127.0.0.1", "localhost", "::1"].contains(server.host), server.certificate == nil else {
      throw ValidationError("--demo listens on this machine only; take away --host and --tls-certificate")
    }
    guard registry == nil else { throw ValidationError("--demo has a registry of its own; take away --registry") }
  }

  /// The environment with which the home is opened.
  func environment(_ environment: [String: String]) -> [String: String] {
    guard isDemo else { return environment }
    var own = environment
    for name in ["REGISTRY", "CERTIFICATE", "CERTIFICATE_KEY", "CERTIFICATE_PASSWORD", "TIME_STAMPS"] {
      own["XINBAO_" + name] = nil
    }
    own["XINBAO_ISSUER"] = "示例公共信用平台（演示）"
    return own
  }
}
