import Crypto
import CryptoExtras
import Foundation
import Secrets
import Synchronization

@testable import OpenIDConnect

let sampleNow: Int64 = 1_795_000_000
let sampleIssuer = "https://login.example.cn"

/// A provider without a network. It signs with code of its own, so that what is checked is not checked by itself.
final class Provider: ProviderTransport {
  struct Keys: Sendable {
    let rsa: _RSA.Signing.PrivateKey
    let ec = P256.Signing.PrivateKey()
    static func made() throws -> Keys { Keys(rsa: try _RSA.Signing.PrivateKey(keySize: .bits2048)) }
  }
  struct State: Sendable {
    var document: [String: String] = [
      "issuer": sampleIssuer, "authorization_endpoint": sampleIssuer + "/authorize",
      "token_endpoint": sampleIssuer + "/token", "jwks_uri": sampleIssuer + "/keys",
    ]
    /// As JSON.
    var keySet = ""
    /// By code; each is redeemed once.
    var tokens: [String: String] = [:]
    var userInfo = ""
    var asked: [ProviderRequest] = []
  }
  private let state: Mutex<State>

  init(_ keys: Keys) throws {
    var state = State()
    state.keySet = try keySet([rsaMember(keys.rsa), ecMember(keys.ec)])
    self.state = Mutex(state)
  }

  func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      var copy = state
      body(&copy)
      state = copy
    }
  }
  var asked: [ProviderRequest] { state.withLock { $0.asked } }
  func timesAsked(_ path: String) -> Int { asked.count { $0.url == sampleIssuer + path } }

  func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse {
    state.withLock { state in
      state.asked.append(request)
      switch request.url.dropFirst(sampleIssuer.count) {
      case "/.well-known/openid-configuration":
        let json = try? JSONEncoder().encode(state.document)
        return ProviderResponse(status: 200, body: json ?? Data())
      case "/keys": return ProviderResponse(status: 200, body: Data(state.keySet.utf8))
      case "/userinfo": return ProviderResponse(status: 200, body: Data(state.userInfo.utf8))
      case "/token":
        let code = request.form?.split(separator: "&").first { $0.hasPrefix("code=") }?.dropFirst(5) ?? ""
        guard let token = state.tokens.removeValue(forKey: String(code)) else {
          return ProviderResponse(status: 400, body: Data(#"{"error": "invalid_grant"}"#.utf8))
        }
        return ProviderResponse(
          status: 200,
          body: Data(#"{"access_token": "a", "token_type": "Bearer", "id_token": "\#(token)"}"#.utf8))
      default: return ProviderResponse(status: 404, body: Data())
      }
    }
  }
}

func rsaMember(_ key: _RSA.Signing.PrivateKey, id: String = "r1") throws -> [String: String] {
  let primitives = try key.publicKey.getKeyPrimitives()
  return [
    "kty": "RSA", "kid": id, "use": "sig", "n": base64URL(Array(primitives.modulus)),
    "e": base64URL(Array(primitives.publicExponent)),
  ]
}

func ecMember(_ key: P256.Signing.PrivateKey, id: String = "e1") -> [String: String] {
  let point = Array(key.publicKey.rawRepresentation)
  return [
    "kty": "EC", "crv": "P-256", "kid": id, "alg": "ES256", "x": base64URL(Array(point[..<32])),
    "y": base64URL(Array(point[32...])),
  ]
}

func keySet(_ members: [[String: String]]) throws -> String {
  // A provider may have keys that nobody here knows.
  let others = [["kty": "oct", "kid": "o1", "k": "AAAA"], ["kty": "EC", "crv": "secp256k1", "kid": "k1"]]
  return String(decoding: try JSONEncoder().encode(["keys": others + members]), as: UTF8.self)
}

/// A JWT of any header and claims, signed by whatever is given.
func jwt(
  _ header: [String: Any], _ claims: [String: Any], sign: (Data) throws -> Data
) throws -> String {
  func part(_ value: [String: Any]) throws -> String {
    base64URL(Array(try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)))
  }
  let text = try part(header) + "." + part(claims)
  return text + "." + base64URL(Array(try sign(Data(text.utf8))))
}

extension Provider.Keys {
  func rs256(_ claims: [String: Any], header: [String: Any] = ["alg": "RS256", "kid": "r1"]) throws -> String {
    try jwt(header, claims) { try rsa.signature(for: $0, padding: .insecurePKCS1v1_5).rawRepresentation }
  }

  func es256(_ claims: [String: Any], header: [String: Any] = ["alg": "ES256", "kid": "e1"]) throws -> String {
    try jwt(header, claims) { try ec.signature(for: $0).rawRepresentation }
  }
}
