import Attestation
import Testing

@testable import Verifying

@Suite struct DigitsVerificationTests {
  @Test func aGoodLinkIsValidWithItsClaims() throws {
    let link = String(decoding: try fixture("link.txt"), as: UTF8.self)
    let verification = try verifier().verify(digits: link)
    #expect(verification.isValid && verification.answer.code == "VALID")
    #expect(verification.claims?.number == fixtureNumber)
    #expect(verification.host == "verify.xinbao.example")
    #expect(!verification.development && verification.canonicalData == nil)
    #expect(verification.notes == [.statusNotChecked, .logNotChecked, .keySetNotRootSigned, .hostNotChecked])
  }

  @Test func anExpiredReportStillShowsWhoseItWas() throws {
    let digits = Token(bytes: try fixture("token.cbor")).digits
    let verification = try verifier(now: 1_797_592_001).verify(digits: digits)
    #expect(verification.answer == .token(.expired))
    #expect(verification.claims?.number == fixtureNumber)
    #expect(verification.host == nil && !verification.notes.contains(.hostNotChecked))
  }

  @Test func whatIsNotAuthenticShowsNoClaims() throws {
    var bytes = try fixture("token.cbor")
    bytes[bytes.count - 1] ^= 1
    let forged = try verifier().verify(digits: Token(bytes: bytes).digits)
    #expect(forged.answer.code == "BAD_SIGNATURE" && forged.claims == nil && forged.kid == nil)

    let token = Token(bytes: try fixture("token.cbor"))
    let unknown = Verifier(keys: KeySet(), now: fixtureNow).verify(digits: token.digits)
    #expect(unknown.answer.code == "UNKNOWN_KEY" && unknown.claims == nil)
    #expect(try verifier().verify(digits: "123").answer.code == "MALFORMED")
    #expect(try verifier().verify(digits: "").answer.code == "MALFORMED")
  }

  @Test func aDevelopmentKeyIsNamed() throws {
    let entries = try fixtureKeys().entries.map { entry in
      var entry = entry
      entry.isDevelopment = true
      return entry
    }
    let verification = Verifier(keys: try KeySet(entries), now: fixtureNow)
      .verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    #expect(verification.isValid && verification.development && verification.notes.first == .developmentKey)
    #expect(verification.lines().contains("警告：本报告由开发密钥签发，仅供测试，不具有任何证明效力。"))
    #expect(verification.json.contains("\"development\" : true"))
  }
}

@Suite struct AttachmentVerificationTests {
  private func verify(
    _ files: [(name: String, bytes: [UInt8])], now: Int64 = fixtureNow
  ) throws -> Verification {
    try verifier(now: now).verify(attachments: files)
  }

  @Test func tokenAndDataBelongTogether() throws {
    let (token, data) = (try fixture("token.cbor"), try fixture("report.json"))
    let verification = try verify([("report.json", data), ("token.cbor", token), ("other.txt", [1])])
    #expect(verification.isValid && verification.canonicalData == data)
    #expect(verification.notes.contains(.pdfPagesNotCompared) && verification.notes.contains(.pdfSignatureNotChecked))
  }

  @Test func anEditOfTheDataIsFoundEvenInAnExpiredReport() throws {
    var data = try fixture("report.json")
    data[20] ^= 1
    for now in [fixtureNow, 1_797_592_001] {
      let verification = try verify([("token.cbor", try fixture("token.cbor")), ("report.json", data)], now: now)
      #expect(verification.answer.code == "PDF_DATA_MISMATCH")
      #expect(verification.claims == nil && verification.canonicalData == nil)
    }
  }

  @Test func everyDoubtIsANo() throws {
    let (token, data) = (try fixture("token.cbor"), try fixture("report.json"))
    #expect(try verify([]).answer.code == "PDF_NO_TOKEN")
    #expect(try verify([("report.json", data)]).answer.code == "PDF_NO_TOKEN")
    #expect(try verify([("token.cbor", token)]).answer.code == "PDF_NO_DATA")
    #expect(
      try verify([("token.cbor", token), ("token.cbor", token), ("report.json", data)]).answer.code == "PDF_AMBIGUOUS")
    #expect(
      try verify([("token.cbor", token), ("report.json", data), ("report.json", data)]).answer.code == "PDF_AMBIGUOUS")
    #expect(try verify([("token.cbor", []), ("report.json", data)]).answer.code == "MALFORMED")
    #expect(try verify([("token.cbor", data), ("report.json", token)]).answer.code == "MALFORMED")
    let expired = try verify([("token.cbor", token), ("report.json", data)], now: 1_797_592_001)
    #expect(expired.answer.code == "EXPIRED" && expired.canonicalData == data)
  }
}
