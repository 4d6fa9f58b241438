/// Why a log-in failed. The user's options differ: start again, or tell the operator.
public enum LogInFailure: Error, Sendable, Equatable, Codable, CustomStringConvertible {
  /// The person or the provider refused (RFC 6749 §4.1.2.1, its code).
  case refused(code: String)
  /// The answer belongs to no log-in that was begun here: an unknown state, none, or one that was already used.
  case unknownState
  /// The provider cannot be reached, or violates the standards.
  case provider(problem: String)
  /// The ID token is invalid.
  case token(TokenFault)
  /// The issuer, who checks log-ins, cannot be asked.
  case unavailable(problem: String)

  public var description: String {
    switch self {
    case .refused(let code): "the provider refused the log-in: \(code)"
    case .unknownState: "the answer belongs to no log-in that was begun here"
    case .provider(let problem): "the provider: \(problem)"
    case .token(let fault): "the ID token is not accepted: \(fault.rawValue)"
    case .unavailable(let problem): "the issuer: \(problem)"
    }
  }
}

/// What is wrong with an ID token (OpenID Connect Core 1.0 §3.1.3.7). The texts appear in logs, which contain no
/// claims.
public enum TokenFault: String, Error, Sendable, CaseIterable, Codable {
  case malformed = "it is no signed JWT"
  case unknownKey = "its key is not among the provider's"
  case algorithm = "its algorithm is not its key's"
  case critical = "it has a critical header that is not understood"
  case signature = "its signature does not hold"
  case issuer = "its issuer is another"
  case audience = "it is for somebody else"
  case authorizedParty = "it was given to somebody else"
  case expired = "it has expired"
  case notYetValid = "it is not valid yet"
  case nonce = "its nonce is of another log-in"
  case unknownAge = "it does not say when the person was authenticated (auth_time)"
  case tooOld = "the person was authenticated too long ago"
  case subject = "it names no subject"
}
