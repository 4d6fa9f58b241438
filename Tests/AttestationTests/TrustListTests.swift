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
      ("\"format\" : 1", "\"format\" : 2", "#/format"),
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
      let (signed, list, _) = try SignedTrustList.sign(list, with: province.root, after: previous, place: "trust.cose")
      return (signed, list)
    }
    let first = try sign(province.list, after: nil).signed
    var next = province.list
    #expect(try sign(next, after: first).list.sequence == 2)
    next.sequence = 5
    #expect(try sign(next, after: first).list.sequence == 5)
    #expect { try sign(next, after: nil) } throws: { "\($0)".contains("--previous") }
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
        try SignedTrustList.sign(next, with: province.root, after: signed, place: "trust.cose")
      } throws: { "\($0)".contains("must not become sound") }
    }
    var earlier = stolen
    try earlier.keys.change(province.reports.kid) { $0.compromisedAt = 1_793_000_000 }
    let next = try SignedTrustList.sign(earlier, with: province.root, after: signed, place: "trust.cose")
    #expect(next.list.sequence == 8)
  }
}
