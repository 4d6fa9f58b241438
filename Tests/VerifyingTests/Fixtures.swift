import Attestation
import Foundation
import Testing

@testable import Verifying

/// The fixtures are one token of a fictitious report, signed once; its key set; and pictures of its code.
func fixture(_ name: String) throws -> [UInt8] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  return Array(try Data(contentsOf: url))
}

func fixtureKeys() throws -> KeySet { try KeySet(json: try fixture("keyset.json"), name: "keyset.json") }

/// When the fixture is in force.
let fixtureNow: Int64 = 1_795_100_000

func verifier(now: Int64 = fixtureNow) throws -> Verifier { Verifier(keys: try fixtureKeys(), now: now) }

let fixtureNumber = "20261118181640123K7Q2Z"
