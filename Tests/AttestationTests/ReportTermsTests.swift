import Testing

@testable import Attestation

/// Version 2 of the claims: the same as version 1, and the report's terms.
struct ReportTermsTests {
  private let terms = ReportTerms(
    profile: 1, purpose: 2, basis: .deliveries, recipient: .init(name: "示例银行股份有限公司", isCut: true, isChecked: false))

  @Test func termsComeBackFromATokenAsTheyWent() throws {
    for terms in [
      terms, ReportTerms(profile: 0, purpose: 0, basis: .declared, recipient: nil),
      ReportTerms(profile: .max, purpose: .max, basis: .declared, recipient: .init(name: "甲", isChecked: true)),
    ] {
      let claims = try sampleClaims(terms: terms)
      #expect(try ReportClaims(payload: claims.payload).terms == terms)
    }
  }

  @Test func aTokenWithoutTermsIsOfVersionOneAndDoesNotSayThem() throws {
    let claims = try sampleClaims()
    #expect(try report(in: claims).first == .unsigned(1))
    #expect(try ReportClaims(payload: claims.payload).terms == nil)
    #expect(try report(in: sampleClaims(terms: terms)).first == .unsigned(2))
  }

  @Test func termsHaveOneForm() throws {
    let report = try report(in: sampleClaims(terms: terms))
    let wrong: [Int: [CBOR]] = [
      0: [.unsigned(1), .unsigned(3)], 15: [.unsigned(65_536), .text("")], 16: [.unsigned(65_536), .bytes([])],
      17: [.unsigned(2), .text("declared")],
      18: [.text(String(repeating: "名", count: 201)), .text("a\u{202e}"), .unsigned(0)],
      19: [.unsigned(2), .text("")], 20: [.unsigned(2), .bytes([1])],
    ]
    for (index, values) in wrong {
      for value in values {
        var changed = report
        changed[index] = value
        #expect(throws: TokenRefusal.self, "claim \(index)") { try ReportClaims(payload: payload(changed)) }
      }
    }
    var nobody = report
    nobody[18] = .text("")
    #expect(throws: TokenRefusal.self, "no recipient, and it is cut") { try ReportClaims(payload: payload(nobody)) }
    for changed in [Array(report.dropLast()), report + [.unsigned(0)], [.unsigned(1)] + report.dropFirst()] {
      #expect(throws: TokenRefusal.self) { try ReportClaims(payload: payload(changed)) }
    }
    #expect(try ReportClaims(payload: payload(report)).terms == terms)
  }

  @Test func theSizeOfATokenIsKnownBeforeItIsSigned() throws {
    let claims = try sampleClaims(terms: terms)
    #expect(try Token.sign(claims, with: SigningKey()).bytes.count == Token.size(of: claims, signedBy: .es256))
  }

  private func entries(of claims: ReportClaims) throws -> [CBOR.Entry] {
    guard case .map(let entries) = try CBOR(decoding: claims.payload) else { throw TokenRefusal(.malformed, "no map") }
    return entries
  }

  private func report(in claims: ReportClaims) throws -> [CBOR] {
    guard case .array(let report) = try entries(of: claims)[2].value else { throw TokenRefusal(.malformed, "no array") }
    return report
  }

  private func payload(_ report: [CBOR]) throws -> [UInt8] {
    let entries = try entries(of: sampleClaims())
    return CBOR.map([entries[0], entries[1], .init(entries[2].key, .array(report))]).encoded
  }
}
