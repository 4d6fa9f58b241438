import Testing

@testable import Attestation

/// The keys of an issuer, and what its root signs about them.
struct Issuer {
  let root: SigningKey
  let reports: SigningKey
  let publications: SigningKey
  let log: LogSigningKey
  var list: TrustList

  static let window: ClosedRange<Int64> = 1_790_000_000...1_800_000_000

  init(algorithm: SignatureAlgorithm = .es256) throws {
    root = try SigningKey(algorithm: algorithm)
    reports = try SigningKey(algorithm: algorithm)
    publications = try SigningKey(algorithm: algorithm)
    log = try LogSigningKey(name: "verify.example.cn/log")
    list = TrustList(
      sequence: 7, issuedAt: 1_794_000_000, refreshBy: 1_796_000_000,
      keys: try KeySet([
        KeySet.Entry(publicKey: reports.publicKey, signing: Self.window, verifyUntil: 1_900_000_000),
        KeySet.Entry(
          publicKey: publications.publicKey, uses: [.publications], signing: Self.window, verifyUntil: 1_900_000_000),
        KeySet.Entry(log: log.publicKey, signing: Self.window, verifyUntil: 1_900_000_000),
      ]))
  }

  var fingerprint: RootFingerprint { RootFingerprint(of: root.publicKey) }
  func signed() throws -> SignedTrustList { try SignedTrustList.sign(list, with: root) }
}

/// What is thrown, as a reason code.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "none"
  } catch { return (error as? TrustRefusal)?.reason.rawValue ?? "\(error)" }
}

@Suite struct TrustListTests {
  @Test(arguments: [SignatureAlgorithm.es256, .sm2])
  func isReadBackAndFitsIntoAQRCode(algorithm: SignatureAlgorithm) throws {
    let issuer = try Issuer(algorithm: algorithm)
    let signed = try issuer.signed()
    #expect(try signed.verified(byRoot: issuer.fingerprint) == issuer.list)
    #expect(try SignedTrustList(reading: signed.text) == signed)
    #expect(try signed.claimedRoot() == issuer.fingerprint)
    #expect((380...440).contains(signed.bytes.count), "\(signed.bytes.count) bytes")
  }

  @Test func everythingThatAListCanHoldIsReadBack() throws {
    var issuer = try Issuer()
    let state = Checkpoint(origin: issuer.log.name, size: 12, root: MerkleTree.leafHash([1]))
    try issuer.list.keys.change(issuer.reports.kid) { (entry) throws(AttestationError) in
      (entry.compromisedAt, entry.soundLog, entry.isDevelopment) = (1_793_000_000, state, true)
    }
    try issuer.list.keys.change(issuer.publications.kid) { (entry) throws(AttestationError) in
      entry.compromisedAt = 1_793_000_001
    }
    try issuer.list.keys.add(
      KeySet.Entry(publicKey: SigningKey().publicKey, uses: [.reports, .publications], signing: 0...0, verifyUntil: 0))
    issuer.list.certificateRoots = [[UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)]
    #expect(try issuer.signed().verified(byRoot: issuer.fingerprint) == issuer.list)
    // The operator's file says the same.
    #expect(try KeySet(json: issuer.list.keys.json(), name: "keyset.json") == issuer.list.keys)
  }

  @Test func everyFlippedBitAndEveryCutIsRefused() throws {
    let issuer = try Issuer()
    let bytes = try issuer.signed().bytes
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      let list = SignedTrustList(bytes: changed)
      #expect(refusal { _ = try list.verified(byRoot: issuer.fingerprint) } != "none", "bit \(bit)")
    }
    for length in bytes.indices {
      let list = SignedTrustList(bytes: Array(bytes.prefix(length)))
      #expect(refusal { _ = try list.verified(byRoot: issuer.fingerprint) } == "MALFORMED")
    }
    #expect(
      refusal { _ = try SignedTrustList(bytes: bytes + [0]).verified(byRoot: issuer.fingerprint) } == "MALFORMED")
  }

  @Test func anotherRootIsRefused() throws {
    let issuer = try Issuer()
    let thief = SigningKey()
    let forged = try SignedTrustList.sign(issuer.list, with: thief)
    #expect(refusal { _ = try forged.verified(byRoot: issuer.fingerprint) } == "WRONG_ROOT")
    // The true root's key in a list that somebody else signed.
    let pretended = try SignedMessage.sign(
      issuer.list.envelope(root: issuer.root.publicKey).payload(), as: .trustList, with: thief)
    #expect(
      refusal { _ = try SignedTrustList(bytes: pretended).verified(byRoot: issuer.fingerprint) } == "MALFORMED")
  }

  @Test func aRootSignsNothingElse() throws {
    var issuer = try Issuer()
    try issuer.list.keys.add(
      KeySet.Entry(publicKey: issuer.root.publicKey, signing: Issuer.window, verifyUntil: 1_900_000_000))
    #expect(throws: AttestationError.self) { try issuer.signed() }
  }

  @Test func oneKindNeverPassesForAnother() throws {
    let issuer = try Issuer()
    let key = issuer.root
    for kind in DocumentKind.allCases where kind != .trustList {
      let bytes = try SignedMessage.sign(issuer.list.envelope(root: key.publicKey).payload(), as: kind, with: key)
      #expect(refusal { _ = try SignedTrustList(bytes: bytes).verified(byRoot: issuer.fingerprint) } == "WRONG_KIND")
    }
  }

  @Test func fingerprintsAreReadAsPeopleTypeThem() throws {
    let fingerprint = try Issuer().fingerprint
    #expect(fingerprint.groups.count == 16 && fingerprint.groups.allSatisfy { $0.count == 4 })
    #expect(RootFingerprint("\(fingerprint)") == fingerprint)
    #expect(RootFingerprint(fingerprint.groups.joined(separator: ":").uppercased() + "\n") == fingerprint)
    #expect(RootFingerprint(String("\(fingerprint)".dropLast())) == nil && RootFingerprint("") == nil)
  }

  @Test func contradictoryEntriesAreRefused() throws {
    let issuer = try Issuer()
    func flaw(_ kid: KeyID, _ change: (inout KeySet.Entry) -> Void) -> Bool {
      var keys = issuer.list.keys
      return (try? keys.change(kid) { (entry) throws(AttestationError) in change(&entry) }) == nil
    }
    #expect(flaw(issuer.reports.kid) { $0.uses = [] })
    #expect(flaw(issuer.reports.kid) { $0.uses = [.log] })
    #expect(flaw(issuer.reports.kid) { $0.logName = "log" })
    #expect(flaw(issuer.log.publicKey.kid) { $0.uses = [.reports] })
    #expect(flaw(issuer.log.publicKey.kid) { $0.uses = [.log, .publications] })
    #expect(flaw(issuer.log.publicKey.kid) { $0.logName = nil })
    #expect(flaw(issuer.log.publicKey.kid) { $0.logName = "a b" })
    #expect(flaw(issuer.reports.kid) { $0.verifyUntil = -1 })
    #expect(
      flaw(issuer.reports.kid) { $0.soundLog = Checkpoint(origin: "log", size: 0, root: MerkleTree.emptyRoot) })
    #expect(flaw(SigningKey().kid) { _ in })
    #expect(!flaw(issuer.reports.kid) { $0.verifyUntil = 5 })
  }

  @Test func aTokenByAKeyForOtherThingsIsUnknown() throws {
    let issuer = try Issuer()
    #expect(answer(to: try Token.sign(sampleClaims(), with: issuer.reports), keys: issuer.list.keys) == "VALID")
    #expect(
      answer(to: try Token.sign(sampleClaims(), with: issuer.publications), keys: issuer.list.keys) == "UNKNOWN_KEY")
  }
}
