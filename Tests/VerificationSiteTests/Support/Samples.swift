import Attestation
import Foundation
import Testing

/// The fixtures are one token of a fictitious report, signed once; its key set; and a picture of its code.
func fixture(_ name: String) throws -> [UInt8] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  return Array(try Data(contentsOf: url))
}

/// When the fixture is in force.
let fixtureNow: Int64 = 1_795_100_000
let fixtureNumber = "20261118181640123K7Q2Z"

struct Sample {
  let keys: KeySet
  let digits: String
  let claims: ReportClaims
  /// The last four of the code on its paper.
  var ending: String { String(claims.ident.suffix(4)) }

  init() throws {
    keys = try KeySet(json: try fixture("keyset.json"), name: "keyset.json")
    let token = Token(bytes: try fixture("token.cbor"))
    digits = token.digits
    claims = try ReceivedToken(token).claims
  }

  /// The same claims under a signature that is nobody's.
  func forgedDigits() throws -> String {
    var bytes = try fixture("token.cbor")
    bytes[bytes.count - 1] ^= 1
    return Token(bytes: bytes).digits
  }
}
