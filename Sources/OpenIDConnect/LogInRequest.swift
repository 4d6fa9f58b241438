import Crypto
import Foundation
import Secrets

/// A log-in in progress: what the browser was sent to the provider with, and what the answer is checked against. The
/// service keeps it for one answer, tied to the browser that began it.
public struct LogInRequest: Sendable, Equatable {
  /// Ties the answer to this log-in.
  public let state: String
  /// Ties the ID token to this log-in.
  public let nonce: String
  /// An intercepted code cannot be redeemed without this (RFC 7636).
  public let verifier: String

  /// 256 random bits each.
  public init() { (state, nonce, verifier) = (randomText(), randomText(), randomText()) }

  /// RFC 7636 §4.2, S256.
  var challenge: String { base64URL(Array(SHA256.hash(data: Data(verifier.utf8)))) }
}

/// The parameters with which the browser returned.
public struct LogInAnswer: Sendable, Equatable, Codable {
  public var state: String?
  public var code: String?
  /// RFC 6749 §4.1.2.1.
  public var error: String?
  /// The issuer, if the answer names it (RFC 9207).
  public var issuer: String?

  public init(state: String?, code: String?, error: String?, issuer: String?) {
    (self.state, self.code, self.error, self.issuer) = (state, code, error, issuer)
  }
}

/// The identity that the provider asserts.
public struct Identity: Sendable, Equatable {
  /// The provider's identifier of the account.
  public var subject: String
  public var bodyCode: String?
  public var personCode: String?
  public var name: String?

  public init(subject: String, bodyCode: String?, personCode: String?, name: String?) {
    (self.subject, self.bodyCode, self.personCode, self.name) = (subject, bodyCode, personCode, name)
  }
}

/// Fields of a form or query, with every character escaped that has a special meaning anywhere.
func formText(_ fields: [(name: String, value: String)]) -> String {
  var plain = CharacterSet()
  plain.insert(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
  return fields.map { field in
    let value = field.value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    return "\(field.name)=\(value)"
  }.joined(separator: "&")
}
