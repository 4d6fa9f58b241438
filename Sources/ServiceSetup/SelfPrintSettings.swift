import ArgumentParser
import Foundation
public import OpenIDConnect
public import Registry

/// Where reports are kept that people printed for themselves, and how often they may.
public struct PrintSettings: Sendable {
  /// Folder; nil: in the home.
  public var prints: String?
  public var turns: Registry.Turns

  /// - Throws: `ValidationError`, naming flag and variable.
  public init(_ given: SelfPrintOptions, _ environment: Variables) throws {
    prints = environment.text(given.prints, "PRINTS")
    turns = Registry.Turns(
      ofQuestion: try environment.number(given.printsPerDay, "prints-per-day", in: 1...1000) ?? 1,
      ofKind: try environment.number(given.printsOfKindPerDay, "prints-of-kind-per-day", in: 1...1000) ?? 20)
  }
}

/// The options of whoever issues to people who log in, from flags or else the environment; validated as far as possible
/// without access to files or network.
public struct SelfPrintSettings: Sendable {
  public var printing: PrintSettings
  public var provider: ProviderSettings
  public var creditFiles: String
  /// Browsers reach the page over TLS.
  public var isSecure: Bool

  /// Whether people are to log in with a provider.
  public static func isAsked(_ given: SelfPrintOptions, _ environment: Variables) -> Bool {
    environment.text(given.login, "LOGIN") != nil
  }

  /// - Throws: `ValidationError`, naming flag and variable.
  public init(_ given: SelfPrintOptions, _ environment: Variables) throws {
    printing = try PrintSettings(given, environment)
    func need(_ flag: String?, _ name: String) throws -> String {
      let variable = Variables.name(name)
      guard let value = environment.text(flag, variable) else {
        throw ValidationError("the self-print page needs --\(name) (XINBAO_\(variable))")
      }
      return value
    }
    let issuer = try need(given.login, "login")
    creditFiles = try need(given.creditFiles, "credit-files")
    var base = try need(given.publicURL, "public-url")
    while base.hasSuffix("/") { base.removeLast() }
    var claims = ProviderSettings.ClaimNames()
    if let names = environment.text(given.loginClaims, "LOGIN_CLAIMS") {
      let parts = names.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
        throw ValidationError("--login-claims takes three names, such as uscc,id_number,name, not `\(names)`")
      }
      (claims.body, claims.person, claims.name) = (parts[0], parts[1], parts[2])
    }
    // Less than a minute is no time to come back in, more than a day no log-in.
    let maxAge = try environment.number(given.loginMaxAge, "login-max-age", in: 60...86_400).map(Int64.init)
    let scopes = environment.text(given.loginScopes, "LOGIN_SCOPES") ?? "openid profile"
    do {
      provider = try ProviderSettings(
        issuer: issuer, clientID: try need(given.loginClient, "login-client"),
        clientSecret: try Self.secret(environment.text(given.loginSecretFile, "LOGIN_SECRET_FILE"), environment),
        redirectURI: base + "/self/callback", scopes: scopes.split(separator: " ").map(String.init), claims: claims,
        asksAnew: !given.singleSignOn && environment.text(nil, "SINGLE_SIGN_ON") != "1", maxAge: maxAge)
    } catch let error as SettingsError { throw ValidationError("--login, --public-url: \(error)") }
    isSecure = base.hasPrefix("https://")
  }

  /// Never from a flag: everybody on the machine can read flags.
  private static func secret(_ file: String?, _ environment: Variables) throws -> String? {
    guard let file else { return environment.text(nil, "LOGIN_SECRET") }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("--login-secret-file: \(file) cannot be read")
    }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !secret.isEmpty else { throw ValidationError("--login-secret-file: \(file) is empty") }
    return secret
  }
}
