import Attestation
import JSON
import ReportKinds
import Signatures
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
    #expect(
      verification.notes == [
        .keySetNotRootSigned, .hostNotChecked, .statusNotChecked, .logNotChecked, .dataChangesNotWatched,
      ])
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
    #expect(forged.answer.code == "BAD_SIGNATURE" && forged.claims == nil && forged.kid == nil && forged.leaf == nil)

    let token = Token(bytes: try fixture("token.cbor"))
    let unknown = try verifier(keys: KeySet()).verify(digits: token.digits)
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
    let verification = try verifier(keys: try KeySet(entries))
      .verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    #expect(verification.isValid && verification.development && verification.notes.first == .developmentKey)
    #expect(verification.lines().contains("警告：本报告由开发密钥签发，仅供测试，不具有任何证明效力。"))
    #expect(VerificationDocument(verification).json.text.contains("\"development\": true"))
  }

  /// Two links to one report are one answer, two reports are two; what is no link to a token does not count.
  @Test func aPictureWithSeveralCodesAnswersForEachReport() throws {
    let issuer = try SampleIssuer()
    let (token, other) = (try issuer.token(), try issuer.token(SampleIssuer.claims(records: 0)))
    let link = try VerificationLink(host: "verify.example.cn", token: token).url
    let verifier = try issuer.verifier()
    func answers(_ texts: String...) -> [Verification] {
      verifier.findings(on: ReadPages(pages: [.init(number: nil, texts: texts)]), from: .image).findings
        .map(\.verification)
    }
    #expect(answers(link, link).map(\.isValid) == [true])
    #expect(answers("https://example.cn", link, "12345").map(\.answer) == [.valid])
    let two = answers(link, try VerificationLink(host: "verify.example.cn", token: other).url)
    #expect(two.map(\.claims?.recordCount) == [1, 0] && two.allSatisfy { $0.source == .image && $0.isValid })
    #expect(answers().map(\.answer.code) == ["IMAGE_NO_CODE"])
    #expect(answers("https://example.cn", "12345").map(\.answer.code) == ["MALFORMED"])
  }

  @Test func aHostThatIsNotTheIssuersIsNamed() throws {
    let issuer = try SampleIssuer()
    let token = try issuer.token()
    func notes(_ host: String) throws -> [Verification.Note] {
      try issuer.verifier().verify(digits: VerificationLink(host: host, token: token).url).notes
    }
    #expect(try notes("verify.example.cn") == [.dataChangesNotWatched])
    #expect(try notes("verify.examp1e.cn") == [.hostUnknown, .dataChangesNotWatched])
  }
}

/// Who is believed, and since when.
@Suite struct KeyVerificationTests {
  let issuer: SampleIssuer
  let token: Token

  init() throws {
    issuer = try SampleIssuer()
    token = try issuer.token()
  }

  private func verify(
    _ token: Token? = nil, proof: LogProof? = nil, now: Int64 = SampleIssuer.now,
    _ change: (inout KeySet.Entry) -> Void = { _ in }
  ) throws -> Verification {
    var entry = issuer.reportKey
    change(&entry)
    var trust = try issuer.trust()
    trust.keys = try KeySet([entry, issuer.logEntry])
    return try issuer.verifier(trust: trust, now: now).verify(token ?? self.token, source: .digits, proof: proof)
  }

  @Test func aKeyCountsInItsWindow() throws {
    #expect(try verify().answer == .valid)
    #expect(try verify { $0.signing = SampleIssuer.issuedAt + 1...SampleIssuer.now }.answer.code == "KEY_OUT_OF_WINDOW")
    #expect(try verify { $0.signing = 0...SampleIssuer.issuedAt - 1 }.answer.code == "KEY_OUT_OF_WINDOW")
    #expect(try verify { $0.verifyUntil = SampleIssuer.now - 1 }.answer.code == "KEY_OUT_OF_WINDOW")
    #expect(try verify { $0.uses = [.publications] }.answer.code == "UNKNOWN_KEY")
  }

  @Test func theClocksMayDifferByFiveMinutesAndTheEndIsTheEnd() throws {
    let (start, end) = (SampleIssuer.issuedAt, SampleIssuer.issuedAt + 30 * 86_400)
    #expect(try verify(now: start - 300).answer == .valid)
    #expect(try verify(now: start - 301).answer.code == "NOT_YET_VALID")
    #expect(try verify(now: end).answer == .valid)
    #expect(try verify(now: end + 1).answer.code == "EXPIRED")
  }

  /// A thief can write any date: only the log's word counts.
  @Test func ofAStolenKeyOnlyWhatTheLogHeldBeforeCounts() throws {
    let proof = try issuer.proof(of: token, after: 2)
    let state = try proof.checkpoint.verified(by: [issuer.log.publicKey])
    func stolen(_ entry: inout KeySet.Entry) {
      (entry.compromisedAt, entry.soundLog) = (SampleIssuer.issuedAt + 10, state)
    }
    #expect(try verify(proof: proof, stolen).answer == .valid)
    #expect(try verify(proof: nil, stolen).answer.code == "KEY_COMPROMISED", "the digits alone prove no age")
    #expect(try verify(proof: proof) { $0.compromisedAt = SampleIssuer.issuedAt + 10 }.answer.code == "KEY_COMPROMISED")
    // Back-dated by the thief, and put into the log after the theft.
    let later = try issuer.token(SampleIssuer.claims(number: "20261118181640123K7Q2Y"))
    let laterProof = try issuer.proof(of: later, after: 3)
    let answer = try verify(later, proof: laterProof, stolen).answer
    #expect(answer.code == "KEY_COMPROMISED")
    #expect(try verify(later, proof: proof, stolen).answer.code == "KEY_COMPROMISED", "another report's proof")
    // A registry that cannot be asked for a proof does not pass for one that has none.
    var trust = try issuer.trust()
    var entry = issuer.reportKey
    stolen(&entry)
    trust.keys = try KeySet([entry, issuer.logEntry])
    let silent = try issuer.verifier(trust: trust, statuses: SilentRegistry()).verify(token, source: .digits)
    #expect(silent.answer.code == "KEY_COMPROMISED" && silent.detail?.contains("could not be asked") == true)
  }

  /// The same four bytes of key id, another key behind them, cannot be had by name: the id is the key's hash. So a
  /// forger writes the id of the issuer's key over his own signature.
  @Test func aForgersKeyUnderTheIssuersNameIsNoSignature() throws {
    let forger = try SampleIssuer()
    let forged = try forger.token()
    let (own, wanted) = (header(of: forger.key.kid), header(of: issuer.key.kid))
    let place = try #require(forged.bytes.indices.first { forged.bytes[$0...].starts(with: own) })
    var bytes = forged.bytes
    bytes.replaceSubrange(place..<place + 4, with: wanted)
    #expect(try verify(Token(bytes: bytes)).answer.code == "BAD_SIGNATURE")
    // Another algorithm in the header, whatever the signature: EdDSA (-8) for ES256 (-7).
    var swapped = token.bytes
    let algorithm = try #require(swapped.indices.first { swapped[$0...].starts(with: [0xa2, 0x01, 0x26]) }) + 2
    swapped[algorithm] = 0x27
    #expect(try verify(Token(bytes: swapped)).answer.code == "BAD_SIGNATURE")
  }

  /// As they stand in a header.
  private func header(of kid: KeyID) -> [UInt8] {
    let id = UInt32(kid.description, radix: 16) ?? 0
    return (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }
  }
}

/// What became of a report since.
@Suite struct StatusVerificationTests {
  let issuer: SampleIssuer
  let token: Token

  init() throws {
    issuer = try SampleIssuer()
    token = try issuer.token()
  }

  private func verify(_ finding: StatusFinding?, now: Int64 = SampleIssuer.now) throws -> Verification {
    try issuer.verifier(statuses: FixedStatus(finding: finding), now: now).verify(token, source: .digits)
  }

  @Test func everyStatusIsAnAnswer() throws {
    #expect(try verify(.known(.valid, isLogged: true)).answer.code == "VALID")
    for (status, code) in [
      (ReportStatus.revoked, "REVOKED"), (.superseded, "SUPERSEDED"), (.suspended, "SUSPENDED"),
    ] {
      let verification = try verify(.known(status, reason: "原因", isLogged: true))
      #expect(verification.answer.code == code && !verification.isValid)
      #expect(verification.claims != nil, "whose report it is, may be told")
      #expect(verification.lines().contains("原因：原因"))
    }
    let unknown = try verify(.notRegistered)
    #expect(unknown.answer.code == "NOT_REGISTERED" && !unknown.isValid)
  }

  /// Of a report that is revoked and expired, the first matters more.
  @Test func theStatusComesBeforeTheDates() throws {
    let late = SampleIssuer.issuedAt + 31 * 86_400
    #expect(try verify(.known(.revoked, isLogged: true), now: late).answer.code == "REVOKED")
    #expect(try verify(.known(.valid, isLogged: true), now: late).answer.code == "EXPIRED")
    #expect(try verify(.notCovered, now: late).answer.code == "EXPIRED")
    // A code says nothing of the paper on which it stands.
    #expect(try verify(.notCovered, now: late).explanation.hasPrefix("二维码由出具单位签发；但报告有效期至"))
  }

  @Test func aRegistryThatCannotBeAskedIsANo() throws {
    let verification = try verify(nil)
    #expect(verification.answer.code == "STATUS_UNAVAILABLE" && !verification.isValid)
    #expect(verification.notes == [.statusNotChecked, .logNotChecked, .dataChangesNotWatched])
    #expect(verification.detail != nil)
    #expect(try verify(.known(.valid, isLogged: false)).notes == [.logNotChecked, .dataChangesNotWatched])
    #expect(try verify(.notCovered).answer.code == "VALID_STATUS_STALE")
  }

  private func offline(
    _ lists: [StatusList], madeAt: Int64 = SampleIssuer.issuedAt + 100, freshUntil: Int64 = SampleIssuer.now,
    now: Int64 = SampleIssuer.now, clockFloor: Int64 = 0
  ) throws -> Verification {
    var trust = try issuer.trust()
    (trust.freshUntil, trust.clockFloor) = (freshUntil, clockFloor)
    return try issuer.verifier(trust: trust, statuses: BundledStatuses(lists, changes: [], madeAt: madeAt), now: now)
      .verify(token, source: .digits)
  }

  @Test func aBundleKnowsWhatItsListsSay() throws {
    let clean = StatusList(list: 1, set: [(index: 78, status: .revoked)])
    #expect(try offline([clean]).answer.code == "VALID")
    #expect(try offline([StatusList(list: 1, set: [(index: 77, status: .revoked)])]).answer.code == "REVOKED")
    // Another list, or a list from before the report: nobody knows.
    #expect(try offline([StatusList(list: 2, set: [])]).answer.code == "VALID_STATUS_STALE")
    #expect(try offline([clean], madeAt: SampleIssuer.issuedAt - 1).answer.code == "VALID_STATUS_STALE")
    #expect(try offline([]).answer.code == "VALID_STATUS_STALE")
  }

  /// A clerk without a network goes on working, and is told.
  @Test func aStaleBundleDowngradesAndNeverBlocks() throws {
    let clean = StatusList(list: 1, set: [])
    let stale = try offline([clean], freshUntil: SampleIssuer.now - 1)
    #expect(stale.answer.code == "VALID_STATUS_STALE" && stale.isValid)
    #expect(stale.lines().contains { $0.contains("不是最新的") })
    let revoked = StatusList(list: 1, set: [(index: 77, status: .revoked)])
    #expect(try offline([revoked], freshUntil: SampleIssuer.now - 1).answer.code == "REVOKED")
  }

  /// Set back, a clock would make expired reports valid.
  @Test func aClockBehindASignedTimeIsNoClock() throws {
    let clean = StatusList(list: 1, set: [])
    let floor = SampleIssuer.now + 300
    #expect(try offline([clean], clockFloor: floor).answer.code == "VALID")
    let behind = try offline([clean], clockFloor: floor + 1)
    #expect(behind.answer.code == "CLOCK_BEHIND_BUNDLE" && !behind.isValid)
  }
}

/// The paper that the code is on.
@Suite struct PaperTests {
  @Test func ofAnotherPaperNothingIsTold() throws {
    let issuer = try SampleIssuer()
    let verification = try issuer.verifier().verify(issuer.token(), source: .image)
    #expect(verification.comparedWithPaper(ending: "mp0c") == verification)
    #expect(verification.comparedWithPaper(ending: " ＭＰ-０ｃ ") == verification)
    for wrong in ["MP0D", "", "C", "EXAMP0C", "MP0O"] {
      let other = verification.comparedWithPaper(ending: wrong)
      #expect(other.answer.code == "OTHER_PAPER" && !other.isValid, "\(wrong)")
      #expect(other.claims == nil && other.token == nil && other.kid == nil && other.leaf == nil)
      let json = VerificationDocument(other).json.text
      #expect(!json.contains("示例有限公司") && !json.contains("MP0C"))
    }
    #expect(verification.comparedWithPaper(ending: nil) == verification, "not asked")
  }

  /// A passport's number may end in what nobody can type: then no paper is the right one, and nonsense least of all.
  @Test func nonsenseIsTheEndingOfNoPaper() throws {
    let issuer = try SampleIssuer()
    let claims = try SampleIssuer.claims(kind: .personal, ident: "E12345(0)")
    let verification = try issuer.verifier().verify(issuer.token(claims), source: .image)
    for ending in ["!!!!", "", "5(0)"] {
      let other = verification.comparedWithPaper(ending: ending)
      #expect(other.answer.code == "OTHER_PAPER" && other.claims == nil && other.source == .image, "\(ending)")
    }
  }

  @Test func aRefusalStaysTheRefusal() throws {
    let refused = try SampleIssuer().verifier().verify(digits: "1")
    #expect(refused.comparedWithPaper(ending: "0000") == refused)
  }

  /// Each claim that is printed is shown, so that an edit of the paper shows.
  @Test func everyPrintedClaimIsShownToBeCompared() throws {
    let issuer = try SampleIssuer()
    func rows(_ claims: ReportClaims) throws -> [String] {
      try issuer.verifier().verify(issuer.token(claims), source: .digits).lines()
    }
    let original = try rows(SampleIssuer.claims())
    for edited in [
      try SampleIssuer.claims(kind: .noViolation), try SampleIssuer.claims(number: "20261118181640123K7Q2Y"),
      try SampleIssuer.claims(subject: "示例二有限公司"), try SampleIssuer.claims(ident: "91440300MA5EXAMP1C"),
      try SampleIssuer.claims(pages: 3), try SampleIssuer.claims(records: 0),
      try SampleIssuer.claims(days: 19_700...20_774), try SampleIssuer.claims(days: 19_699...20_773),
      try SampleIssuer.claims(issuedAt: SampleIssuer.issuedAt + 1), try SampleIssuer.claims(validDays: 31),
      try SampleIssuer.claims(domains: DomainAnswers(asked: [0, 1], hits: [], noData: [])),
    ] {
      #expect(try rows(edited) != original)
    }
    let domains = try DomainAnswers(asked: [0, 1, 2], hits: [0], noData: [1])
    let before = try rows(SampleIssuer.claims(domains: domains))
    for edited in [
      try DomainAnswers(asked: [0, 1, 2], hits: [], noData: [1]),
      try DomainAnswers(asked: [0, 1, 2], hits: [0], noData: []),
      try DomainAnswers(asked: [0, 1], hits: [0], noData: [1]),
    ] { #expect(try rows(SampleIssuer.claims(domains: edited)) != before) }
  }
}

@Suite struct AttachmentTests {
  @Test func nothingMayComeTwice() throws {
    let files: [(name: String, bytes: [UInt8])] = [("token.cbor", [1]), ("report.json", [2]), ("log-proof.txt", [3])]
    let found = try ReportAttachments(files + [("other.txt", [4])])
    #expect(found.token == [1] && found.data == [2] && found.proof == [3])
    for file in files {
      #expect(throws: DocumentRefusal.ambiguous) { try ReportAttachments(files + [file]) }
    }
    #expect(throws: DocumentRefusal.withoutToken) { try ReportAttachments([("report.json", [2])]) }
  }
}

private struct SilentRegistry: StatusSource {
  func finding(of token: ReceivedToken, fileFormat: String?) throws -> StatusFinding { throw NotAtHand() }
  func proof(of token: ReceivedToken) throws -> LogProof? { throw NotAtHand() }
}
