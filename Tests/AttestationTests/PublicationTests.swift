import Testing

@testable import Attestation

@Suite struct PublicationTests {
  let issuer: Issuer
  var keys: KeySet { issuer.list.keys }
  let list = StatusList(list: 1, set: [(0, .revoked), (5, .superseded), (0xff_ffff, .suspended), (9, .valid)])

  init() throws { issuer = try Issuer() }

  private func statusList(_ list: StatusList? = nil) throws -> SignedStatusList {
    try SignedStatusList.sign(
      list ?? self.list, issuedAt: 1_795_000_000, refreshBy: 1_795_086_400, with: issuer.publications)
  }

  private func bundle(trustList: SignedTrustList? = nil, files: [String: [UInt8]] = [:]) throws -> SignedBundle {
    let checkpoint = Checkpoint(origin: issuer.log.name, size: 0, root: MerkleTree.emptyRoot)
    return try SignedBundle.sign(
      VerificationBundle(
        trustList: trustList ?? issuer.signed(), statusLists: [statusList()],
        checkpoint: SignedCheckpoint.sign(checkpoint, with: issuer.log), files: files,
        issuedAt: 1_795_000_000, refreshBy: 1_795_600_000),
      with: issuer.publications)
  }

  private func receipt() throws -> SignedReceipt {
    try SignedReceipt.sign(
      Receipt(
        number: "20261118-000042", time: 1_795_000_000, channel: "web", leaf: MerkleTree.leafHash([1]),
        answer: "VALID"),
      with: issuer.publications)
  }

  @Test func twoBitsTellWhatBecameOfAReport() {
    #expect(list[0] == .revoked && list[5] == .superseded && list[0xff_ffff] == .suspended)
    for index in [1, 4, 6, 9, 100, 0xff_fffe] as [UInt32] { #expect(list[index] == .valid) }
    // The later entry for a place counts, and there is one form of one list.
    #expect(StatusList(list: 1, set: [(7, .revoked), (7, .valid)]) == StatusList(list: 1, set: []))
    #expect(StatusList(list: 1, set: [(7, .suspended), (7, .revoked)])[7] == .revoked)
  }

  @Test func aStatusListIsReadBack() throws {
    let published = try statusList().verified(by: keys, at: sampleNow)
    #expect(published.content == list && published.issuedAt == 1_795_000_000 && published.refreshBy == 1_795_086_400)
    let empty = StatusList(list: 0, set: [])
    #expect(try statusList(empty).verified(by: keys, at: sampleNow).content == empty)
  }

  @Test func aMillionReportsFitIntoAHundredKilobytes() throws {
    // A million reports at random places, of which one in a hundred, or one in twenty, was revoked or superseded.
    for (share, limit) in [(100, 40_000), (20, 130_000)] {
      var random = SeededGenerator(seed: 11)
      var set: [(index: UInt32, status: ReportStatus)] = []
      for number in 0..<1_000_000 {
        let index = UInt32.random(in: 0...0xff_ffff, using: &random)
        if number % share == 0 { set.append((index, number % 3 == 0 ? .revoked : .superseded)) }
      }
      let list = StatusList(list: 3, set: set)
      let signed = try statusList(list)
      #expect(signed.bytes.count < limit, "\(signed.bytes.count) bytes")
      #expect(try signed.verified(by: keys, at: sampleNow).content == list)
    }
  }

  @Test func compressedBitsHaveOneMeaning() throws {
    let good = try list.compressed()
    #expect(StatusList(list: 1, compressed: good) == list)
    #expect(StatusList(list: 1, compressed: good + [0]) == nil)
    #expect(StatusList(list: 1, compressed: good.dropLast()) == nil)
    #expect(StatusList(list: 1, compressed: []) == nil)
    let zeros = try #require(Zlib.compressed([1, 0]))
    #expect(StatusList(list: 1, compressed: zeros) == nil)
    let bomb = try #require(Zlib.compressed([UInt8](repeating: 1, count: StatusList.capacity / 4 + 1)))
    #expect(StatusList(list: 1, compressed: bomb) == nil)
  }

  @Test func aBundleIsReadBack() throws {
    let files = ["templates/enterprise.yaml": Array("页".utf8), "templates/catalogue/domains.yaml": []]
    let verified = try bundle(files: files).verified(byRoot: issuer.fingerprint, at: sampleNow)
    #expect(verified.trustList == issuer.list && verified.files == files)
    #expect(verified.statusLists.map(\.content) == [list] && verified.checkpoint?.size == 0)
    #expect(verified.issuedAt == 1_795_000_000 && verified.refreshBy == 1_795_600_000)
  }

  @Test func aReceiptIsReadBack() throws {
    let read = try receipt().verified(by: keys, at: sampleNow)
    #expect(read.number == "20261118-000042" && read.answer == "VALID" && read.leaf == MerkleTree.leafHash([1]))
    let nothing = Receipt(number: "1", time: 1_795_000_000, channel: "api", leaf: nil, answer: "MALFORMED")
    #expect(try SignedReceipt.sign(nothing, with: issuer.publications).verified(by: keys, at: sampleNow) == nothing)
    for number in ["", "张三", "a b", String(repeating: "1", count: 65)] {
      #expect(throws: AttestationError.self) {
        try SignedReceipt.sign(
          Receipt(number: number, time: 1, channel: "api", leaf: nil, answer: "VALID"), with: issuer.publications)
      }
    }
  }

  @Test func everyFlippedBitAndEveryCutIsRefused() throws {
    let (keys, root) = (keys, issuer.fingerprint)
    let readers: [([UInt8], ([UInt8]) throws -> Void)] = [
      (try statusList().bytes, { _ = try SignedStatusList(bytes: $0).verified(by: keys, at: sampleNow) }),
      (try receipt().bytes, { _ = try SignedReceipt(bytes: $0).verified(by: keys, at: sampleNow) }),
      (
        try bundle(files: ["a": [1]]).bytes,
        { _ = try SignedBundle(bytes: $0).verified(byRoot: root, at: sampleNow) }
      ),
    ]
    for (bytes, read) in readers {
      #expect(refusal { try read(bytes) } == "none")
      // Of a long document one bit in seven: every byte, every place in a byte.
      for bit in stride(from: 0, to: bytes.count * 8, by: bytes.count > 300 ? 7 : 1) {
        var changed = bytes
        changed[bit / 8] ^= 1 << (bit % 8)
        #expect(refusal { try read(changed) } != "none", "bit \(bit)")
      }
      for length in bytes.indices { #expect(refusal { try read(Array(bytes.prefix(length))) } == "MALFORMED") }
    }
  }

  @Test func oneKindNeverPassesForAnother() throws {
    let documents = [try statusList().bytes, try receipt().bytes, try bundle().bytes, try issuer.signed().bytes]
    let (keys, root) = (keys, issuer.fingerprint)
    let readers: [([UInt8]) throws -> Void] = [
      { _ = try SignedStatusList(bytes: $0).verified(by: keys, at: sampleNow) },
      { _ = try SignedReceipt(bytes: $0).verified(by: keys, at: sampleNow) },
      { _ = try SignedBundle(bytes: $0).verified(byRoot: root, at: sampleNow) },
      { _ = try SignedTrustList(bytes: $0).verified(byRoot: root) },
    ]
    for (one, document) in documents.enumerated() {
      for (other, read) in readers.enumerated() {
        // What is longer than a receipt can be is not looked at as one.
        let refused = other == 1 && document.count > DocumentKind.receipt.maximumSize ? "MALFORMED" : "WRONG_KIND"
        #expect(refusal { try read(document) } == (one == other ? "none" : refused))
      }
      #expect(answer(to: Token(bytes: document), keys: keys) == "MALFORMED")
    }
    let token = try Token.sign(sampleClaims(), with: issuer.reports)
    for read in readers { #expect(refusal { try read(token.bytes) } == "MALFORMED") }
  }

  @Test func onlyAKeyForPublicationsInItsWindowPublishes() throws {
    let byReports = try SignedStatusList.sign(
      list, issuedAt: 1_795_000_000, refreshBy: 1_795_086_400, with: issuer.reports)
    #expect(refusal { _ = try byReports.verified(by: keys, at: sampleNow) } == "UNKNOWN_KEY")
    let signed = try statusList()
    func answer(_ change: (inout KeySet.Entry) -> Void) throws -> String {
      var keys = keys
      try keys.change(issuer.publications.kid) { (entry) throws(AttestationError) in change(&entry) }
      return refusal { _ = try signed.verified(by: keys, at: sampleNow) }
    }
    #expect(try answer { _ in } == "none")
    #expect(try answer { $0.compromisedAt = 1_799_000_000 } == "KEY_COMPROMISED")
    #expect(try answer { $0.signing = 0...1_794_999_999 } == "KEY_OUT_OF_WINDOW")
    #expect(try answer { $0.verifyUntil = sampleNow - 1 } == "KEY_OUT_OF_WINDOW")
    // A bundle does not lend its own authority to a key that its trust list does not name.
    var other = try Issuer()
    other.list.sequence = 8
    #expect(
      refusal { _ = try bundle(trustList: other.signed()).verified(byRoot: other.fingerprint, at: sampleNow) }
        == "UNKNOWN_KEY")
    #expect(
      refusal { _ = try bundle(trustList: other.signed()).verified(byRoot: issuer.fingerprint, at: sampleNow) }
        == "WRONG_ROOT")
  }

  @Test(arguments: ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\\b", "a\nb"])
  func aPathThatLeadsOutOfItsFolderIsRefused(path: String) throws {
    #expect(throws: AttestationError.self) { try bundle(files: [path: []]) }
    let envelope = Envelope(
      issuedAt: 1_795_000_000, refreshBy: 1_795_000_001,
      content: [
        .bytes(try issuer.signed().bytes), .array([]), .text(""), .map([.init(.text(path), .bytes([]))]),
      ])
    let forged = try SignedMessage.sign(envelope.payload(), as: .bundle, with: issuer.publications)
    #expect(
      refusal { _ = try SignedBundle(bytes: forged).verified(byRoot: issuer.fingerprint, at: sampleNow) }
        == "MALFORMED")
  }

  @Test func timesThatNobodyWouldTakeAreNotSigned() {
    #expect(throws: AttestationError.self) {
      try SignedStatusList.sign(list, issuedAt: 2, refreshBy: 1, with: issuer.publications)
    }
    #expect(throws: AttestationError.self) {
      try SignedStatusList.sign(list, issuedAt: -1, refreshBy: 1, with: issuer.publications)
    }
  }
}
