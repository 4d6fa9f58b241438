import Crypto
import Foundation
import Secrets

/// A log-in that was begun: what the browser was sent away with, and what its answer is held against. Kept by the service
/// for one answer, and tied to the browser that began it.
public struct LogInRequest: Sendable, Equatable {
  /// Ties the answer to this log-in.
  public let state: String
  /// Ties the ID token to it.
  public let nonce: String
  /// Whoever intercepts the code cannot redeem it without this (RFC 7636).
  public let verifier: String

  /// 256 random bits each.
  public init() { (state, nonce, verifier) = (randomText(), randomText(), randomText()) }

  /// RFC 7636 §4.2, S256.
  var challenge: String { base64URL(Array(SHA256.hash(data: Data(verifier.utf8)))) }
}

/// What came with the browser when it returned.
public struct LogInAnswer: Sendable, Equatable {
  public var state: String?
  public var code: String?
  /// RFC 6749 §4.1.2.1.
  public var error: String?
  /// Who says so, where it is said (RFC 9207).
  public var issuer: String?

  public init(state: String?, code: String?, error: String?, issuer: String?) {
    (self.state, self.code, self.error, self.issuer) = (state, code, error, issuer)
  }
}

/// Who logged in, as the provider vouches for.
public struct Identity: Sendable, Equatable {
  /// The provider's own name for the account.
  public var subject: String
  public var bodyCode: String?
  public var personCode: String?
  public var name: String?

  public init(subject: String, bodyCode: String?, personCode: String?, name: String?) {
    (self.subject, self.bodyCode, self.personCode, self.name) = (subject, bodyCode, personCode, name)
  }
}

/// Fields of a form or query, every character escaped that has a meaning anywhere.
func formText(_ fields: [(name: String, value: String)]) -> String {
  var plain = CharacterSet()
  plain.insert(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
  return fields.map { field in
    let value = field.value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    return "\(field.name)=\(value)"
  }.joined(separator: "&")
}
