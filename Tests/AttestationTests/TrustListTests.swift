import ErrorCauses
import Testing

@testable import Attestation

/// What the pinned root signed, and nothing else, is believed.
@Suite struct TrustListTests {
  @Test(arguments: [SignatureAlgorithm.es256, .sm2]) func signedAndReadBack(algorithm: SignatureAlgorithm) throws {
    var province = try Province(algorithm)
    try province.list.keys.change(province.reports.kid) { entry in
      entry.compromisedAt = 1_794_500_000
      entry.soundLog = Checkpoint(origin: "verify.example.cn/log", size: 3, root: MerkleTree.leafHash([1]))
    }
    let signed = try province.signedList()
    #expect(try signed.verified(byRoot: province.fingerprint) == province.list)
    #expect(try SignedTrustList(reading: signed.text) == signed)
    #expect(try signed.claimedRoot() == province.fingerprint)
    #expect(RootFingerprint("\(province.fingerprint)".uppercased()) == province.fingerprint)
  }

  /// A list of version 2 names the certificates that may seal, and has one form only.
  @Test(arguments: [0, 1_794_000_000] as [Int64]) func sealsAreSignedAndReadBack(since: Int64) throws {
    var province = try Province()
    province.list.seals = PinnedSeals(
      digests: [[UInt8](repeating: 6, count: 32), [UInt8](repeating: 7, count: 32)], since: since)
    let signed = try province.signedList()
    #expect(try signed.verified(byRoot: province.fingerprint) == province.list)
    #expect(try TrustList(json: province.list.json(), name: "list.json") == province.list)
    let damage = acceptedDamage(to: signed.bytes) {
      _ = try SignedTrustList(bytes: $0).verified(byRoot: province.fingerprint)
    }
    #expect(damage.flips == 0 && damage.cuts == 0)
  }

  @Test func sealsThatCannotStandInAListAreRefused() throws {
    var province = try Province()
    let seal = [UInt8](repeating: 6, count: 32)
    for (digests, since) in [([], 0), ([seal, seal], 0), ([[6]], 0), ([seal], -1)] as [([[UInt8]], Int64)] {
      province.list.seals = PinnedSeals(digests: digests, since: since)
      #expect(throws: AttestationError.self, "\(digests)") { try province.signedList() }
      // Nor are they read, whoever wrote them.
      let message = try SignedMessage.sign(
        province.list.envelope(root: province.root.publicKey).payload, as: .trustList, with: province.root)
      #expect(reason { _ = try SignedTrustList(bytes: message).verified(byRoot: province.fingerprint) } == "MALFORMED")
    }
  }

  /// Neither by leaving the seals out nor by a later beginning is let in again what they keep out.
  @Test func pinnedSealsStayPinned() throws {
    var province = try Province()
    let seal = [UInt8](repeating: 6, count: 32)
    func sign(_ seals: PinnedSeals?, after previous: SignedTrustList?) throws -> SignedTrustList {
      province.list.seals = seals
      return try SignedTrustList.sign(province.list, with: province.root, after: previous, location: "trust.cose")
        .signed
    }
    province.list.sequence = 1
    let first = try sign(nil, after: nil)
    let second = try sign(PinnedSeals(digests: [seal], since: 1_794_000_000), after: first)
    for seals in [nil, PinnedSeals(digests: [seal], since: 1_794_000_001)] {
      #expect { try sign(seals, after: second) } throws: { "\($0)".contains("seals: are pinned by the earlier list") }
    }
    // An earlier day, and another seal beside or in its place.
    _ = try sign(PinnedSeals(digests: [[UInt8](repeating: 7, count: 32)], since: 0), after: second)
  }

  @Test func threeKeysAreSmallEnoughForPaper() throws {
    var province = try Province()
    province.list.certificateRoots = []
    #expect(try province.signedList().bytes.count < 440)
  }

  @Test func anotherRootsListIsRefused() throws {
    let (province, other) = (try Province(), try Province())
    #expect(reason { _ = try other.signedList().verified(byRoot: province.fingerprint) } == "WRONG_ROOT")
  }

  @Test func theRootSignsListsOnly() throws {
    var province = try Province()
    try province.list.keys.add(entry(for: province.root))
    #expect(throws: AttestationError.self) { try province.signedList() }
  }

  @Test func aListInJSONIsTheSameList() throws {
    let province = try Province()
    #expect(try TrustList(json: province.list.json(), name: "list.json") == province.list)
    let text = String(decoding: try province.list.json(), as: UTF8.self)
    for (old, new, place) in [
      ("\"sequence\"", "\"Sequence\"", "Sequence"), ("0505", "05", "#/certificateRoots/0"),
      ("\"refreshBy\" : 1798000000", "\"refreshBy\" : 5", "#/refreshBy"),
      ("\"format\" : 1", "\"format\" : 3", "#/format"),
      ("\"format\" : 1", "\"format\" : 0", "#/format"), ("\"format\" : 1", "\"format\" : 2", "#/seals"),
      ("\"refreshBy\" :", "\"seals\" : [], \"refreshBy\" :", "#/seals"),
      ("\"ES256\"", "\"none\"", "#/keys/0/alg"),
    ] {
      #expect(text.contains(old))
      #expect {
        try TrustList(json: Array(text.replacing(old, with: new).utf8), name: "list.json")
      } throws: { "\($0)".hasPrefix("list.json") && "\($0)".contains(place) }
    }
  }

  @Test func listsFollowEachOther() throws {
    var province = try Province()
    province.list.sequence = 1
    func sign(_ list: TrustList, after previous: SignedTrustList?) throws -> (signed: SignedTrustList, list: TrustList)
    {
      let (signed, list, _) = try SignedTrustList.sign(
        list, with: province.root, after: previous, location: "trust.cose")
      return (signed, list)
    }
    let first = try sign(province.list, after: nil).signed
    var next = province.list
    #expect(try sign(next, after: first).list.sequence == 2)
    next.sequence = 5
    #expect(try sign(next, after: first).list.sequence == 5)
    #expect { try sign(next, after: nil) } throws: { $0.remedy == .previousTrustList }
    #expect { try sign(next, after: try Province().signedList()) } throws: {
      "\($0)".contains("not a list of this root")
    }
    next.issuedAt -= 1
    #expect { try sign(next, after: first) } throws: { "\($0)".contains("younger") }
  }

  @Test func aStolenKeyNeverBecomesSound() throws {
    let province = try Province()
    var stolen = province.list
    try stolen.keys.change(province.reports.kid) { $0.compromisedAt = 1_794_000_000 }
    let signed = try SignedTrustList.sign(stolen, with: province.root)
    for time in [nil, 1_794_000_001] as [Int64?] {
      var next = stolen
      try next.keys.change(province.reports.kid) { $0.compromisedAt = time }
      #expect {
        try SignedTrustList.sign(next, with: province.root, after: signed, location: "trust.cose")
      } throws: { "\($0)".contains("must not become sound") }
    }
    var earlier = stolen
    try earlier.keys.change(province.reports.kid) { $0.compromisedAt = 1_793_000_000 }
    let next = try SignedTrustList.sign(earlier, with: province.root, after: signed, location: "trust.cose")
    #expect(next.list.sequence == 8)
  }

  /// Signed by the root all the same: what is said of a stolen key is a time, or a time and a whole state of the log.
  @Test(arguments: [(0, false), (1, true), (2, false), (3, false), (4, true), (5, false)])
  func aStolenKeysStateOfTheLogIsWholeOrAbsent(members: Int, isRead: Bool) throws {
    let province = try Province()
    var stolen = province.list
    try stolen.keys.change(province.reports.kid) { entry in
      entry.compromisedAt = 1_794_500_000
      entry.soundLog = Checkpoint(origin: "verify.example.cn/log", size: 3, root: MerkleTree.leafHash([1]))
    }
    var envelope = stolen.envelope(root: province.root.publicKey)
    guard case .array(var keys) = envelope.content[2], case .map(var map) = keys[0],
      let place = map.firstIndex(where: { $0.key == .integer(-65539) }), case .array(let items) = map[place].value
    else {
      Issue.record("no stolen key in the list")
      return
    }
    map[place].value = .array(Array((items + [.text("more")]).prefix(members)))
    keys[0] = .map(map)
    envelope.content[2] = .array(keys)
    let message = try SignedMessage.sign(envelope.payload, as: .trustList, with: province.root)
    let answer = reason { _ = try SignedTrustList(bytes: message).verified(byRoot: province.fingerprint) }
    #expect(answer == (isRead ? "ACCEPTED" : "MALFORMED"))
  }
}
