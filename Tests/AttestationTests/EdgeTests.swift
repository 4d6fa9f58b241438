import Testing

@testable import Attestation

/// The last value that is taken and the first that is not, of what strangers send and of what others must be able to read.
@Suite struct EdgeTests {
  // MARK: Answers

  @Test func everyDomainsBitIsItsOwn() throws {
    for bit in 0...255 {
      let answers = try DomainAnswers(asked: [bit], hits: [bit], noData: [])
      #expect(DomainAnswers.bits(of: answers.asked) == [bit] && DomainAnswers.bits(of: answers.hits) == [bit])
      #expect(answers.noData == [UInt8](repeating: 0, count: bit / 8 + 1) && answers.clean == answers.noData)
    }
    // Bit i stands for 2^i in one big-endian number.
    let some = try DomainAnswers(asked: [0, 8, 9, 15], hits: [9], noData: [8, 15])
    #expect(some.asked == [0b1000_0011, 1] && some.hits == [2, 0] && some.noData == [0b1000_0001, 0])
    #expect(DomainAnswers.bits(of: some.clean) == [0])
    #expect(throws: AttestationError.self) { try DomainAnswers(asked: [256], hits: [], noData: []) }
    #expect(throws: AttestationError.self) { try DomainAnswers(asked: [1], hits: [2], noData: []) }
    #expect(throws: AttestationError.self) { try DomainAnswers(asked: [1], hits: [], noData: [2]) }
  }

  // MARK: Encoding

  /// An array in an array, a tag on a tag, a map as a map's value.
  @Test(arguments: [[0x81], [0xc1], [0xa1, 0x00]] as [[UInt8]])
  func sixteenLevelsAreReadAndSeventeenAreNot(opening: [UInt8]) {
    func nested(_ levels: Int) -> [UInt8] { [UInt8]((1..<levels).flatMap { _ in opening }) + [0x00] }
    #expect(throws: Never.self) { try CBOR(decoding: nested(16)) }
    #expect(throws: CBORError.self) { try CBOR(decoding: nested(17)) }
  }

  // MARK: The log

  /// The tree of Certificate Transparency's own tests (RFC 6962): another program makes the same hashes.
  @Test func theTreeIsThatOfCertificateTransparency() throws {
    let leaves: [[UInt8]] = [
      [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57), Array(0x60...0x6f),
    ]
    let roots = [
      1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    var frontier = LogFrontier()
    for (index, leaf) in leaves.enumerated() {
      _ = frontier.append(MerkleTree.leafHash(leaf))
      if let root = roots[index + 1] { #expect(frontier.root.bytes == bytes(hex: root), "of \(index + 1) leaves") }
    }
    let empty = bytes(hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(MerkleTree.emptyRoot.bytes == empty && LogFrontier().root.bytes == empty)
    let run = try MerkleTree.Run(start: 0, count: 0).hash { _ throws(TrustRefusal) in throw .malformed("asked for") }
    #expect(run.bytes == empty)
  }

  @Test func aPathIsAsLongAsTheHighestTree() throws {
    let key = try LogSigningKey(name: "verify.example.cn/log")
    let checkpoint = try SignedCheckpoint.sign(
      Checkpoint(origin: key.name, size: 1, root: MerkleTree.leafHash([1])), with: key)
    func read(_ length: Int) throws -> LogProof {
      let path = (0..<length).map { MerkleTree.leafHash([UInt8($0)]) }
      return try LogProof(reading: LogProof(index: 0, path: path, checkpoint: checkpoint).text)
    }
    #expect(try read(64).path.count == 64 && read(0).path.isEmpty)
    #expect(throws: TrustRefusal.self) { try read(65) }
  }

  // MARK: Notes and names

  @Test(arguments: [
    ("a\n", true), ("a\n\nb\n", true), ("a b\u{e9}\n", true), ("a\tb\n", false), ("a\u{1}\n", false), ("a\r\n", false),
    ("", false),
  ])
  func aNoteIsTextWithoutControlCharacters(text: String, isRead: Bool) throws {
    let key = try LogSigningKey(name: "log")
    let note = try SignedNote.sign(text, with: key)
    let read = try? SignedNote(reading: note)
    #expect((read != nil) == isRead)
    if isRead { #expect(read?.text == text) }
  }

  /// A text, an empty line, and at least one signature; of a checkpoint's text three lines.
  @Test func whatIsCutShortIsNeitherANoteNorACheckpoint() throws {
    for note in ["a\n\n", "a\n", "\n", "a", "\n\u{2014} log AAAAAAA=\n"] {
      #expect(throws: TrustRefusal.self, "\(note)") { try SignedNote(reading: note) }
    }
    let lines = ["log", "1", "\(MerkleTree.leafHash([1]))", "more"]
    for count in 0...4 {
      let text = lines.prefix(count).map { "\($0)\n" }.joined()
      #expect(((try? Checkpoint(text: text)) != nil) == (count == 3), "\(count) lines")
    }
  }

  /// C2SP signed-note: a signature line is a dash, a name, and the base64 of a key's id and a signature.
  @Test func aSignatureIsMoreThanAKeysId() throws {
    for (bytes, isRead) in [([1, 2, 3, 4, 5], true), ([1, 2, 3, 4], false), ([], false)] as [([UInt8], Bool)] {
      let note = "a\n\n\u{2014} log \(StrictBase64.encode(bytes))\n"
      #expect(((try? SignedNote(reading: note)) != nil) == isRead)
    }
  }

  @Test(arguments: [
    ("a", true), (String(repeating: "a", count: 255), true), (String(repeating: "a", count: 256), false), ("", false),
    ("a\u{7}b", false), ("a\u{7f}", false), ("a b", false), ("a+b", false), ("a\u{3000}b", false),
  ])
  func aLogsNameStandsInANote(name: String, isName: Bool) {
    #expect(LogPublicKey.isName(name) == isName)
  }

  @Test func aKeyFileHoldsOneKeyAndNothingBehindIt() throws {
    let key = try LogSigningKey(name: "log")
    let der = try #require(PEM.decode(key.pem, label: "PRIVATE KEY"))
    #expect(LogSigningKey(pem: PEM.encode(der, label: "PRIVATE KEY"), name: "log")?.publicKey == key.publicKey)
    for wrong in [der + [0], Array(der.dropLast()), [UInt8](der.dropFirst()), [0x31] + der.dropFirst()] {
      #expect(LogSigningKey(pem: PEM.encode(wrong, label: "PRIVATE KEY"), name: "log") == nil)
    }
  }

  // MARK: Keys

  /// Where what does not fit together came in, nobody would know whose word is taken.
  @Test func anEntryThatContradictsItselfIsNeitherAddedNorMade() throws {
    let changes: [(inout KeySet.Entry) -> Void] = [
      { $0.uses = [] }, { $0.uses = [.log] }, { $0.uses = [.reports, .log] }, { $0.logName = "log" },
      { $0.soundLog = Checkpoint(origin: "log", size: 0, root: MerkleTree.emptyRoot) },
      { $0.signing = -1...5 }, { $0.verifyUntil = -1 }, { $0.compromisedAt = -1 },
    ]
    for change in changes {
      var keys = try KeySet([entry(for: SigningKey())])
      let kid = try #require(keys.entries.first).kid
      var wrong = entry(for: SigningKey())
      change(&wrong)
      #expect(throws: AttestationError.self) { try KeySet([wrong]) }
      let before = keys
      #expect(throws: AttestationError.self) { try keys.change(kid) { change(&$0) } }
      #expect(keys == before, "and nothing was changed")
    }
    var log = KeySet.Entry(log: try LogSigningKey(name: "log").publicKey, signing: 0...1, verifyUntil: 1)
    #expect(log.flaw == nil)
    log.uses = [.log, .publications]
    #expect(log.flaw != nil)
    (log.uses, log.logName) = ([.log], "no name")
    #expect(log.flaw != nil)
  }

  @Test func aLogsKeyIsBelievedUpToItsLastSecondAndNotWhenItIsStolen() throws {
    var entry = KeySet.Entry(log: try LogSigningKey(name: "log").publicKey, signing: 0...1, verifyUntil: 100)
    #expect(try KeySet([entry]).logKeys(at: 100).count == 1)
    #expect(try KeySet([entry]).logKeys(at: 101).isEmpty)
    entry.compromisedAt = 50
    #expect(try KeySet([entry]).logKeys(at: 10).isEmpty)
  }

  // MARK: Publications

  @Test func wordsOfAReceiptHaveOneToSixtyFourVisibleCharacters() throws {
    let province = try Province()
    for (word, isTaken) in [
      ("x", true), ("~!", true), (String(repeating: "x", count: 64), true), (String(repeating: "x", count: 65), false),
      ("", false), ("a b", false), ("a\u{7f}", false),
    ] {
      for path in [\Receipt.number, \Receipt.channel, \Receipt.answer] {
        var receipt = Province.receipt
        receipt[keyPath: path] = word
        let signed = try? SignedReceipt.sign(receipt, with: province.publications)
        #expect((signed != nil) == isTaken)
        if let signed { #expect(try signed.verified(by: province.list.keys, at: sampleNow) == receipt) }
      }
    }
  }

  /// Signed by the right key all the same: whoever reads a bundle writes its files, and not outside of its folder.
  @Test(arguments: [
    "../a", "/a", "a//b", "a/./b", "a\\b", "", "a\u{600}/../../b", "a/\u{301}x\u{600}/..\u{600}/../../b",
  ])
  func aBundleWithAPathThatLeavesItsFolderIsRefused(path: String) throws {
    let province = try Province()
    func read(_ path: String) throws -> String {
      let envelope = Envelope(
        issuedAt: sampleNow, refreshBy: sampleNow,
        content: [
          .bytes(try province.signedList().bytes), .array([]), .text(""), .map([.init(.text(path), .bytes([1]))]),
        ])
      let bundle = SignedBundle(
        bytes: try SignedMessage.sign(envelope.payload, as: .bundle, with: province.publications))
      return reason { _ = try bundle.verified(byRoot: province.fingerprint, at: sampleNow) }
    }
    #expect(try read("templates/a.yaml") == "ACCEPTED")
    #expect(try read(path) == "MALFORMED")
  }

  @Test func whatIsPublishedIsNotStaleBeforeItIsIssued() throws {
    let province = try Province()
    func read(refreshBy: Int64) throws -> String {
      let signed = try SignedStatusList.sign(
        StatusList(list: 1, set: []), issuedAt: sampleNow, refreshBy: refreshBy, with: province.publications)
      return reason { _ = try signed.verified(by: province.list.keys, at: sampleNow) }
    }
    #expect(try read(refreshBy: sampleNow) == "ACCEPTED")
    #expect(try read(refreshBy: sampleNow - 1) == "MALFORMED")
  }

  @Test func aKeySetWithoutAStolenKeyMayForgetIt() throws {
    let province = try Province()
    var stolen = province.list
    try stolen.keys.change(province.reports.kid) { $0.compromisedAt = 1_794_000_000 }
    let before = try SignedTrustList.sign(stolen, with: province.root)
    var next = stolen
    next.keys = try KeySet(stolen.keys.entries.filter { $0.kid != province.reports.kid })
    let signed = try SignedTrustList.sign(next, with: province.root, after: before, location: "trust.cose")
    #expect(signed.list.keys[province.reports.kid] == nil && signed.previous == stolen)
    // The same second is no change, and a list of the same moment may follow.
    #expect(try SignedTrustList.sign(stolen, with: province.root, after: before, location: "t").list.sequence == 8)
  }
}
