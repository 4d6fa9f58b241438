import Foundation
import JWTKit

/// The signing keys of a provider (RFC 7517), limited to the kinds of signature that we accept.
struct ProviderKeys: Sendable {
  struct Key: Sendable {
    var id: String?
    /// The algorithm used with this key. The key decides, never the token: a token that could choose would choose
    /// `none`, or use a public key as a shared secret.
    var algorithm: String
    /// Contains only this key.
    var verifier: JWTKeyCollection
  }
  let keys: [Key]

  /// Keys of other kinds are ignored: a provider may have them for other clients.
  init(json: Data) async throws(LogInFailure) {
    guard let set = try? JSONSerialization.jsonObject(with: json) as? [String: Any],
      let members = set["keys"] as? [[String: Any]]
    else { throw .provider(problem: "its keys are no JWK set") }
    var keys: [Key] = []
    for member in members.prefix(100) {
      if let key = await Self.key(member) { keys.append(key) }
    }
    guard !keys.isEmpty else { throw .provider(problem: "has no key for RS256 or ES256") }
    self.keys = keys
  }

  /// - Returns: nil if the token names an unknown key, or names none and there are several.
  func key(named id: String?) -> Key? {
    guard let id else { return keys.count == 1 ? keys[0] : nil }
    let found = keys.filter { $0.id == id }
    return found.count == 1 ? found[0] : nil
  }

  private static func key(_ member: [String: Any]) async -> Key? {
    if let use = member["use"] as? String, use != "sig" { return nil }
    if let operations = member["key_ops"] as? [String], !operations.contains("verify") { return nil }
    var plain: [String: String] = [:]
    let algorithm: JWK.Algorithm
    switch member["kty"] as? String {
    case "RSA":
      // 2,048 bits are 342 characters of base64url.
      guard let modulus = member["n"] as? String, modulus.utf8.count >= 342 else { return nil }
      algorithm = .rs256
      plain = ["kty": "RSA", "n": modulus, "e": member["e"] as? String ?? ""]
    case "EC":
      guard member["crv"] as? String == "P-256" else { return nil }
      algorithm = .es256
      plain = [
        "kty": "EC", "crv": "P-256", "x": member["x"] as? String ?? "", "y": member["y"] as? String ?? "",
      ]
    default: return nil
    }
    if let named = member["alg"] as? String, named != algorithm.rawValue { return nil }
    plain["alg"] = algorithm.rawValue
    plain["kid"] = "the key"
    guard let json = try? JSONSerialization.data(withJSONObject: plain),
      let key = try? JSONDecoder().decode(JWK.self, from: json)
    else { return nil }
    let verifier = JWTKeyCollection()
    guard (try? await verifier.add(jwk: key)) != nil else { return nil }
    return Key(id: member["kid"] as? String, algorithm: algorithm.rawValue, verifier: verifier)
  }
}
