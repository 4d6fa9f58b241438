import Foundation
import ReportKinds
import Testing

@testable import Attestation

/// The example of docs/token.md: a token that was signed once must be readable for as long as reports are kept.
@Suite struct ExampleTests {
  private func fixture(_ name: String) throws -> [UInt8] {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
    return Array(try Data(contentsOf: url))
  }

  @Test func stillVerifies() throws {
    let token = Token(bytes: try fixture("token.cbor"))
    let keys = try KeySet(json: try fixture("keyset.json"), name: "keyset.json")
    let claims = try ReceivedToken(token).authenticated(by: keys, at: sampleNow).verified(at: sampleNow).claims
    #expect(claims.kind == .noViolation && claims.number == "20261118181640123K7Q2Z")
    #expect(claims.subject == "示例（广东）贸易有限公司" && claims.ident == "91440300MA5EXAMP0C")
    #expect(claims.issuedAt == 1_795_000_000 && claims.expiresAt == 1_797_592_000)
    #expect(claims.days == 19_699...20_774 && claims.recordCount == 3 && claims.pages == 8)
    #expect(DomainAnswers.bits(of: claims.domains.asked) == Array(0..<10))
    #expect(DomainAnswers.bits(of: claims.domains.hits) == [6] && DomainAnswers.bits(of: claims.domains.noData) == [9])
    #expect(claims.status.list == 1 && claims.status.index == 0xabcdef)
    #expect(token.digits.hasPrefix("59255196894701060192584796881306484465228433870977"))
  }
}
