import Testing

@testable import Attestation

/// One bit, or one byte less, and a signed message is nobody's word.
@Suite struct DamageTests {
  private func expectNoneAccepted(of bytes: [UInt8], _ read: ([UInt8]) throws -> Void) throws {
    try read(bytes)
    let accepted = acceptedDamage(to: bytes, read)
    #expect(accepted.flips == 0 && accepted.cuts == 0)
    #expect((try? read(bytes + [0])) == nil)
  }

  @Test(arguments: [SignatureAlgorithm.es256, .sm2]) func trustLists(algorithm: SignatureAlgorithm) throws {
    let province = try Province(algorithm)
    try expectNoneAccepted(of: try province.signedList().bytes) {
      _ = try SignedTrustList(bytes: $0).verified(byRoot: province.fingerprint)
    }
  }

  @Test(arguments: [SignatureAlgorithm.es256, .sm2]) func statusLists(algorithm: SignatureAlgorithm) throws {
    let province = try Province(algorithm)
    try expectNoneAccepted(of: try province.statusList().bytes) {
      _ = try SignedStatusList(bytes: $0).verified(by: province.list.keys, at: sampleNow)
    }
  }

  @Test func receipts() throws {
    let province = try Province()
    try expectNoneAccepted(of: try SignedReceipt.sign(Province.receipt, with: province.publications).bytes) {
      _ = try SignedReceipt(bytes: $0).verified(by: province.list.keys, at: sampleNow)
    }
  }

  @Test func bundles() throws {
    let province = try Province()
    try expectNoneAccepted(of: try province.bundle().bytes) {
      _ = try SignedBundle(bytes: $0).verified(byRoot: province.fingerprint, at: sampleNow)
    }
  }
}
