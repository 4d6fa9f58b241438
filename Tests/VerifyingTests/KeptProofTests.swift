import Attestation
import Testing

@testable import Verifying

/// Digits bring no proof of their age. Where their key was stolen, the registry has kept it.
@Suite struct KeptProofTests {
  private struct Kept: StatusSource {
    var proof: LogProof?
    func finding(of token: ReceivedToken, fileFormat: String?) -> StatusFinding { .known(.valid, isLogged: true) }
    func proof(of token: ReceivedToken) -> LogProof? { proof }
  }

  private func answer(
    _ issuer: SampleIssuer, _ token: Token, kept: LogProof?, brought: LogProof? = nil, isStolen: Bool = true
  ) throws -> String {
    let state = try issuer.proof(of: issuer.token(), after: 2).checkpoint.verified(by: [issuer.log.publicKey])
    var entry = issuer.reportKey
    if isStolen { (entry.compromisedAt, entry.soundLog) = (SampleIssuer.issuedAt + 10, state) }
    var trust = try issuer.trust()
    trust.keys = try KeySet([entry, issuer.logEntry])
    return try issuer.verifier(trust: trust, statuses: Kept(proof: kept))
      .verify(token, source: .digits, proof: brought).answer.code
  }

  @Test func whatTheRegistryKeptProvesTheAgeOfDigits() throws {
    let issuer = try SampleIssuer()
    // The signature is another each time; the log holds what is signed.
    let token = try issuer.token()
    let proof = try issuer.proof(of: token, after: 2)
    let other = try issuer.proof(of: issuer.token(SampleIssuer.claims(records: 9)), after: 2)
    #expect(try answer(issuer, token, kept: proof) == "VALID")
    #expect(try answer(issuer, token, kept: nil) == "KEY_COMPROMISED")
    #expect(try answer(issuer, token, kept: other) == "KEY_COMPROMISED")
    #expect(try answer(issuer, token, kept: proof, brought: other) == "KEY_COMPROMISED", "what came along was forged")
    let forger = try SampleIssuer()
    #expect(try answer(issuer, forger.token(), kept: proof) == "UNKNOWN_KEY")
    #expect(try answer(issuer, token, kept: nil, isStolen: false) == "VALID")
  }

  @Test func whatIsNotAReportsIsNobodysForTrial() {
    #expect(!Verification.unknownNumber.development && Verification.unknownNumber.claims == nil)
    #expect(TokenNames().text(of: [0], list: 1) == "无")
  }
}
