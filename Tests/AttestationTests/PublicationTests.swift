import Testing

@testable import Attestation

/// Status lists, receipts and bundles: by a key that may sign them, when it may, as what they are.
@Suite struct PublicationTests {
  let province: Province
  init() throws { province = try Province() }

  private func list(_ keys: KeySet, _ signed: SignedStatusList, at now: Int64 = sampleNow) -> String {
    reason { _ = try signed.verified(by: keys, at: now) }
  }

  @Test func aStatusListSaysWhatItWasTold() throws {
    let set: [(index: UInt32, status: ReportStatus)] = [
      (0, .revoked), (1, .superseded), (2, .suspended), (70, .revoked), (70, .suspended), (16_777_215, .superseded),
      (9, .valid),
    ]
    let signed = try province.statusList(set)
    let read = try signed.verified(by: province.list.keys, at: sampleNow)
    #expect(read.issuedAt == sampleNow && read.refreshBy == sampleNow + 1000 && read.content.list == 1)
    let found = [0, 1, 2, 3, 9, 70, 71, 16_777_215].map { read.content[UInt32($0)] }
    #expect(found == [.revoked, .superseded, .suspended, .valid, .valid, .suspended, .valid, .superseded])
    let nothing = try province.statusList([]).verified(by: province.list.keys, at: sampleNow).content
    #expect(nothing == StatusList(list: 1, set: []) && nothing[5] == .valid)
  }

  /// A place in a list has 24 bits, and two bits a report: whoever published more would have verifiers hold any amount.
  @Test func aListIsNoLongerThanItsPlaces() throws {
    for (length, isRead) in [(4 << 20, true), (4 << 20 | 1, false)] {
      var packed = [UInt8](repeating: 0, count: length)
      packed[length - 1] = 1
      let list = StatusList(list: 1, compressed: try #require(Zlib.compressed(packed)))
      #expect((list != nil) == isRead, "\(length) bytes")
      if isRead { #expect(list?[16_777_212] == .revoked) }
    }
  }

  /// Every place taken, and by whatever status: nothing that a registry can hold is too long to be published.
  @Test func aFullListIsPublished() throws {
    var generator = SeededGenerator(seed: 5)
    let packed = (0..<(4 << 20) / 8).flatMap { _ in
      withUnsafeBytes(of: generator.next() | 1 << 63) { Array($0) }
    }
    let list = try #require(Zlib.compressed(packed).flatMap { StatusList(list: 1, compressed: $0) })
    let signed = try SignedStatusList.sign(
      list, issuedAt: sampleNow, refreshBy: sampleNow, with: province.publications)
    #expect(signed.bytes.count > 4 << 20)
    #expect(try signed.verified(by: province.list.keys, at: sampleNow).content == list)
  }

  /// Nobody signs it: a message with something in it would be another form of the same.
  @Test func anUnprotectedHeaderHoldsNothing() throws {
    let signed = try province.statusList()
    guard case .tagged(let tag, .array(var parts)) = try CBOR(decoding: signed.bytes) else {
      Issue.record("no COSE_Sign1")
      return
    }
    parts[1] = .map([.init(.integer(4), .bytes([1, 2, 3, 4]))])
    let other = SignedStatusList(bytes: CBOR.tagged(tag, .array(parts)).encoded)
    #expect(list(province.list.keys, other) == "MALFORMED" && list(province.list.keys, signed) == "ACCEPTED")
  }

  /// A million reports: `verification.md` §3 promises 2 to 115 kB for 0.1 to 5 %.
  @Test(arguments: [0.001, 0.01, 0.05]) func aMillionStatusesAreSmall(share: Double) throws {
    var generator = SeededGenerator(seed: 4)
    let reports = 1_000_000
    let set = (0..<Int(Double(reports) * share)).map { _ in
      (
        index: UInt32.random(in: 0..<UInt32(reports), using: &generator),
        status: ReportStatus(rawValue: UInt8.random(in: 1...3, using: &generator)) ?? .revoked
      )
    }
    let signed = try province.statusList(set)
    print("\(share * 100) % of a million statuses: \(signed.bytes.count) bytes")
    #expect((2000...115_000).contains(signed.bytes.count))
    #expect(try signed.verified(by: province.list.keys, at: sampleNow).content == StatusList(list: 1, set: set))
  }

  @Test func noKindPassesForAnother() throws {
    let (status, receipt) = (
      try province.statusList(), try SignedReceipt.sign(Province.receipt, with: province.publications)
    )
    let (bundle, trust) = (try province.bundle(), try province.signedList())
    let keys = province.list.keys
    for bytes in [receipt.bytes, bundle.bytes, trust.bytes] {
      #expect(list(keys, SignedStatusList(bytes: bytes)) == "WRONG_KIND")
    }
    for bytes in [status.bytes, receipt.bytes, bundle.bytes] {
      #expect(
        reason { _ = try SignedTrustList(bytes: bytes).verified(byRoot: province.fingerprint) } == "WRONG_KIND")
    }
    for bytes in [status.bytes, receipt.bytes, trust.bytes] {
      let read = reason { _ = try SignedBundle(bytes: bytes).verified(byRoot: province.fingerprint, at: sampleNow) }
      #expect(read == "WRONG_KIND")
    }
    let token = try Token.sign(try sampleClaims(), with: province.reports)
    #expect(list(keys, SignedStatusList(bytes: token.bytes)) == "MALFORMED")
    #expect(reason { _ = try ReceivedToken(Token(bytes: status.bytes)) } == "MALFORMED")
  }

  @Test func onlyKeysForPublicationsPublish() throws {
    let keys = province.list.keys
    let status = StatusList(list: 1, set: [])
    func signed(by key: SigningKey) throws -> SignedStatusList {
      try .sign(status, issuedAt: sampleNow, refreshBy: sampleNow, with: key)
    }
    #expect(list(keys, try signed(by: province.publications)) == "ACCEPTED")
    #expect(list(keys, try signed(by: province.reports)) == "UNKNOWN_KEY")
    #expect(list(keys, try signed(by: SigningKey())) == "UNKNOWN_KEY")
    let token = try Token.sign(try sampleClaims(), with: province.publications)
    #expect(answer(to: token, keys: keys) == "UNKNOWN_KEY")
  }

  @Test func windowsHold() throws {
    let keys = province.list.keys
    for (time, expected) in [
      (1_790_000_000, "ACCEPTED"), (1_800_000_000, "ACCEPTED"), (1_789_999_999, "KEY_OUT_OF_WINDOW"),
      (1_800_000_001, "KEY_OUT_OF_WINDOW"),
    ] as [(Int64, String)] {
      #expect(list(keys, try province.statusList(at: time)) == expected)
    }
    #expect(list(keys, try province.statusList(), at: 1_900_000_000) == "ACCEPTED")
    #expect(list(keys, try province.statusList(), at: 1_900_000_001) == "KEY_OUT_OF_WINDOW")
  }

  @Test func aStolenKeyPublishesNothing() throws {
    var keys = province.list.keys
    try keys.change(province.publications.kid) { $0.compromisedAt = sampleNow + 5000 }
    #expect(list(keys, try province.statusList()) == "KEY_COMPROMISED")
  }

  @Test func aReceiptHoldsNoFreeText() throws {
    let signed = try SignedReceipt.sign(Province.receipt, with: province.publications)
    #expect(try signed.verified(by: province.list.keys, at: sampleNow) == Province.receipt)
    for bad in ["", "张三", "two words", String(repeating: "x", count: 65)] {
      var receipt = Province.receipt
      receipt.number = bad
      #expect(throws: AttestationError.self) { try SignedReceipt.sign(receipt, with: province.publications) }
    }
  }

  /// Who has a newer list than the bundle's goes by it: a key that was stolen since has signed nothing that counts.
  @Test func aNewerListTakesThePlaceOfTheBundlesOwn() throws {
    let bundle = try province.bundle()
    func read(_ change: (inout TrustList) throws -> Void) -> (answer: String, sequence: UInt64?) {
      var sequence: UInt64?
      let answer = reason {
        var list = province.list
        try change(&list)
        sequence = try bundle.verified(byRoot: province.fingerprint, knowing: list, at: sampleNow).trustList.sequence
      }
      return (answer, sequence)
    }
    func withoutPublications(_ list: inout TrustList) throws {
      list.keys = try KeySet(list.keys.entries.filter { !$0.uses.contains(.publications) })
    }
    #expect(read { $0.sequence = 8 } == ("ACCEPTED", 8))
    #expect(read { $0.sequence = 6 } == ("ACCEPTED", 7))
    #expect(
      read { list in
        list.sequence = 8
        try withoutPublications(&list)
      }.answer == "UNKNOWN_KEY")
    #expect(
      read { list in
        list.sequence = 8
        list.keys = try KeySet(
          list.keys.entries.map { entry in
            var entry = entry
            if entry.uses.contains(.publications) { entry.compromisedAt = sampleNow - 10 }
            return entry
          })
      }.answer == "KEY_COMPROMISED")
    #expect(read(withoutPublications).answer == "ACCEPTED", "a list of the same number is no newer one")
  }

  @Test func aBundleIsAChainFromTheRoot() throws {
    let other = try Province()
    var frontier = try LogFrontier(size: 0) { _ throws(TrustRefusal) in throw .malformed("none is stored") }
    _ = frontier.append(MerkleTree.leafHash([1]))
    func read(_ bundle: SignedBundle) -> String {
      reason { _ = try bundle.verified(byRoot: province.fingerprint, at: sampleNow) }
    }
    let good = try province.bundle(checkpoint: try province.checkpoint(frontier))
    let verified = try good.verified(byRoot: province.fingerprint, at: sampleNow + 1_000_000)
    #expect(verified.trustList == province.list && verified.checkpoint?.size == 1)
    #expect(verified.files == ["templates/a.yaml": [1, 2]] && verified.statusLists.first?.content[70] == .revoked)

    #expect(read(try other.bundle()) == "WRONG_ROOT")
    #expect(read(try province.bundle(by: other.publications)) == "UNKNOWN_KEY")
    #expect(read(try province.bundle(by: province.reports)) == "UNKNOWN_KEY")
    #expect(read(try province.bundle(statuses: [other.statusList()])) == "UNKNOWN_KEY")
    #expect(read(try province.bundle(statuses: [province.statusList(), province.statusList()])) == "MALFORMED")
    #expect(read(try province.bundle(checkpoint: try other.checkpoint(frontier))) == "UNKNOWN_KEY")
    for path in ["../a", "/a", "a//b", "a/./b", "a\\b", ""] {
      #expect(throws: AttestationError.self) { try province.bundle(files: [path: []]) }
    }
  }
}
