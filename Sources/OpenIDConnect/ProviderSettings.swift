import Foundation

/// What an operator agrees on with a provider in advance.
public struct ProviderSettings: Sendable, Equatable {
  /// Exactly as in the provider's discovery document and in every ID token.
  public var issuer: String
  public var clientID: String
  /// Nil: a public client, protected by PKCE alone.
  public var clientSecret: String?
  /// The address to which the provider redirects the browser; registered there.
  public var redirectURI: String
  public var scopes: [String]
  public var claims: ClaimNames
  /// Whether the provider must authenticate the user at every log-in, even if somebody is already logged in there: on a
  /// shared machine at a counter, that is the previous person.
  public var asksAnew: Bool
  /// How long ago the provider may have authenticated the user, in seconds: asked for as `max_age`, and compared with
  /// what the ID token says.
  public var maxAge: Int64

  /// The claims that identify the user.
  public struct ClaimNames: Sendable, Equatable {
    /// 统一社会信用代码 of the body that logs in.
    public var body = "uscc"
    /// 证件号码 of the person.
    public var person = "id_number"
    /// For display, and for comparison with a person's record.
    public var name = "name"
    public init() {}
  }

  /// - Parameter maxAge: nil: five minutes, enough to come back; eight hours if the provider need not ask anew, because
  ///   people then stay logged in there for a day's work.
  /// - Throws: `SettingsError` for addresses that are neither https nor on this machine.
  public init(
    issuer: String, clientID: String, clientSecret: String?, redirectURI: String,
    scopes: [String] = ["openid", "profile"],
    claims: ClaimNames = ClaimNames(), asksAnew: Bool = true, maxAge: Int64? = nil
  ) throws(SettingsError) {
    for (name, address) in [("the provider's address", issuer), ("the address to come back to", redirectURI)]
    where !isProtected(address) {
      throw SettingsError(problem: "\(name) must be https (http only for this machine), not `\(address)`")
    }
    guard !clientID.isEmpty else { throw SettingsError(problem: "the client's name at the provider is empty") }
    (self.issuer, self.clientID, self.clientSecret) = (issuer, clientID, clientSecret)
    (self.redirectURI, self.scopes, self.claims, self.asksAnew) = (redirectURI, scopes, claims, asksAnew)
    self.maxAge = maxAge ?? (asksAnew ? 300 : 8 * 3600)
    if !scopes.contains("openid") { self.scopes.insert("openid", at: 0) }
  }
}

public struct SettingsError: Error, Sendable, CustomStringConvertible {
  var problem: String
  public var description: String { problem }
}

/// Whether nobody can read requests to an address on the way: https, or within this machine.
func isProtected(_ address: String) -> Bool {
  guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.fragment == nil,
    parts.user == nil, parts.password == nil
  else { return false }
  return parts.scheme == "https" || parts.scheme == "http" && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
}
