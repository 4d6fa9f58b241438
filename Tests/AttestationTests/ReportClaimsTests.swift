import Testing

@testable import Attestation

@Suite struct ReportClaimsTests {
  @Test func payloadComesBack() throws {
    let domains = try DomainAnswers(asked: [0, 3, 9], hits: [3], noData: [9])
    let claims = try sampleClaims(domains: domains)
    #expect(try ReportClaims(payload: claims.payload) == claims)
    #expect(domains.asked == [0b10, 0b1001] && domains.hits == [0, 0b1000] && domains.noData == [0b10, 0])
    #expect(DomainAnswers.bits(of: domains.asked) == [0, 3, 9])
  }

  @Test func statusReferencesKeepTheirList() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<100 {
      let reference = ReportClaims.StatusReference(list: 0xfe, using: &random)
      #expect(reference.list == 0xfe && reference.index <= 0xff_ffff)
      #expect(ReportClaims.StatusReference(reference.value) == reference)
    }
  }

  @Test func countsSaturate() throws {
    let claims = try sampleClaims(recordCount: 70_000, pages: 3000)
    #expect(claims.recordCount == 65_535 && claims.pages == 255)
  }

  @Test func longNamesAreCutVisibly() throws {
    let name = String(repeating: "𠮷", count: 61)
    #expect(ReportClaims.subject(from: name) == String(repeating: "𠮷", count: 59) + "…")
    #expect(ReportClaims.subject(from: "甲\u{202e}乙\n丙") == "甲乙丙")
    let sixty = String(repeating: "名", count: 60)
    #expect(ReportClaims.subject(from: sixty) == sixty)
    #expect(throws: AttestationError.self) { try sampleClaims(subject: name) }
  }

  @Test func refusesWhatATokenCannotHold() {
    #expect(throws: AttestationError.self) { try sampleClaims(issuedAt: -1) }
    #expect(throws: AttestationError.self) { try sampleClaims(expiresAt: 1 << 32) }
    #expect(throws: AttestationError.self) { try sampleClaims(issuedAt: 10, expiresAt: 10) }
    #expect(throws: AttestationError.self) { try sampleClaims(days: -1...5) }
    #expect(throws: AttestationError.self) { try sampleClaims(days: 0...65_536) }
    #expect(throws: AttestationError.self) { try sampleClaims(digest: Array(0..<31)) }
    #expect(throws: AttestationError.self) { try sampleClaims(subject: "") }
    #expect(throws: AttestationError.self) { try sampleClaims(subject: "甲\u{202e}乙") }
    #expect(throws: AttestationError.self) { try sampleClaims(recordCount: -1) }
    #expect(throws: AttestationError.self) { try DomainAnswers(asked: [1], hits: [2], noData: []) }
    #expect(throws: AttestationError.self) { try DomainAnswers(asked: [256], hits: [], noData: []) }
  }

  /// Every place of the payload, replaced by something that does not belong there.
  @Test func refusesEveryClaimOutOfItsRange() throws {
    let claims = try sampleClaims(domains: DomainAnswers(asked: [0, 9], hits: [0], noData: []))
    guard case .map(let entries) = try CBOR(decoding: claims.payload), case .array(let report) = entries[2].value else {
      Issue.record("the payload is not a map")
      return
    }
    let wrong: [Int: [CBOR]] = [
      0: [.unsigned(2), .text("1")], 1: [.unsigned(0), .unsigned(255)], 2: [.unsigned(65_536), .integer(-1)],
      3: [.text(""), .bytes([1])], 4: [.text(String(repeating: "名", count: 61)), .text("a\u{0}")], 5: [.unsigned(1)],
      6: [.unsigned(65_536), .unsigned(60_000)], 7: [.unsigned(0), .text("")], 8: [.bytes([0, 1]), .bytes([2])],
      9: [.bytes([1, 0]), .bytes([])], 10: [.bytes([4, 0])], 11: [.unsigned(65_536)], 12: [.unsigned(256)],
      13: [.bytes([]), .text("x")], 14: [.unsigned(1 << 32)],
    ]
    for (index, values) in wrong {
      for value in values {
        var changed = report
        changed[index] = value
        let payload = CBOR.map([entries[0], entries[1], .init(entries[2].key, .array(changed))]).encoded
        #expect(throws: TokenRefusal.self, "claim \(index)") { try ReportClaims(payload: payload) }
      }
    }
    for payload in [
      CBOR.map([entries[0], entries[1], .init(entries[2].key, .array(report + [.unsigned(0)]))]),
      CBOR.map(entries + [.init(.integer(1), .text("issuer"))]), CBOR.map(Array(entries.dropFirst())),
      CBOR.map([.init(entries[0].key, .unsigned(1 << 32)), entries[1], entries[2]]), .array(report),
    ] {
      #expect(throws: TokenRefusal.self) { try ReportClaims(payload: payload.encoded) }
    }
  }
}
