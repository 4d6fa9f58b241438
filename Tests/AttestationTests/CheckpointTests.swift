import Testing

@testable import Attestation

@Suite struct CheckpointTests {
  let log = MemoryLog(size: 11)
  let key: LogSigningKey
  let signed: SignedCheckpoint

  init() throws {
    key = try LogSigningKey(name: "verify.example.cn/log")
    signed = try SignedCheckpoint.sign(
      Checkpoint(origin: key.name, size: 11, root: log.frontier.root), with: key)
  }

  private func reason(_ body: () throws(TrustRefusal) -> Checkpoint) -> String {
    do throws(TrustRefusal) {
      _ = try body()
      return "VALID"
    } catch { return error.reason.rawValue }
  }

  @Test func readsTheExampleOfGo() throws {
    // The key and the note of golang.org/x/mod/sumdb/note's documentation.
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    let peter = try #require(LogPublicKey(vkey: vkey))
    #expect(peter.name == "PeterNeumann" && peter.vkey == vkey)
    let note = try SignedNote(
      reading: """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """)
    #expect(try note.signers(among: [peter]) == [peter])
  }

  @Test func theFormIsThatOfTheSpecification() throws {
    let lines = signed.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 6 && lines[0] == "verify.example.cn/log" && lines[1] == "11" && lines[3].isEmpty)
    #expect(lines[2] == "\(log.frontier.root)" && lines[4].hasPrefix("\u{2014} verify.example.cn/log "))
    let checkpoint = try signed.verified(by: [key.publicKey])
    #expect(checkpoint == Checkpoint(origin: key.name, size: 11, root: log.frontier.root))
  }

  @Test func keysGoIntoFilesAndTextAndBack() throws {
    let again = try #require(LogSigningKey(pem: key.pem, name: key.name))
    #expect(again.publicKey == key.publicKey)
    #expect(LogPublicKey(vkey: key.publicKey.vkey) == key.publicKey)
    #expect(LogSigningKey(pem: try SigningKey().pem(), name: "log") == nil)
    for bad in ["", "a b", "a+b", "a\nb"] {
      #expect(throws: AttestationError.self) { try LogSigningKey(name: bad) }
      #expect(LogSigningKey(pem: key.pem, name: bad) == nil)
    }
    for bad in ["", "x", "a+00000000+AA==", key.publicKey.vkey + "=", key.publicKey.vkey.uppercased()] {
      #expect(LogPublicKey(vkey: bad) == nil)
    }
  }

  @Test func anotherLogsKeyIsNotBelieved() throws {
    let other = try LogSigningKey(name: "other.example.cn/log")
    let namesake = try LogSigningKey(name: key.name)
    #expect(reason { () throws(TrustRefusal) in try signed.verified(by: []) } == "UNKNOWN_KEY")
    #expect(reason { () throws(TrustRefusal) in try signed.verified(by: [other.publicKey]) } == "UNKNOWN_KEY")
    #expect(reason { () throws(TrustRefusal) in try signed.verified(by: [namesake.publicKey]) } == "UNKNOWN_KEY")
    let checkpoint = try signed.verified(by: [key.publicKey])
    #expect(throws: AttestationError.self) { try SignedCheckpoint.sign(checkpoint, with: other) }
    // A known key that signed another log's checkpoint does not speak for that log.
    let foreign = SignedCheckpoint(
      text: try SignedNote.sign("other.example.cn/log\n11\n\(log.frontier.root)\n", with: key))
    #expect(
      reason { () throws(TrustRefusal) in try foreign.verified(by: [key.publicKey, other.publicKey]) } == "UNKNOWN_KEY")
  }

  @Test func witnessesMaySignToo() throws {
    let witness = try LogSigningKey(name: "witness.example.cn")
    let lines = try SignedNote.sign(try signed.verified(by: [key.publicKey]).text, with: witness)
    let line = try #require(lines.split(separator: "\n").last)
    let cosigned = SignedCheckpoint(text: signed.text + line + "\n")
    #expect(reason { () throws(TrustRefusal) in try cosigned.verified(by: [key.publicKey]) } == "VALID")
    #expect(reason { () throws(TrustRefusal) in try cosigned.verified(by: [witness.publicKey]) } == "UNKNOWN_KEY")
  }

  @Test func everyFlippedBitAndEveryCutIsRefused() {
    let bytes = Array(signed.text.utf8)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      let note = SignedCheckpoint(text: String(decoding: changed, as: UTF8.self))
      #expect(reason { () throws(TrustRefusal) in try note.verified(by: [key.publicKey]) } != "VALID", "bit \(bit)")
    }
    for length in bytes.indices {
      let note = SignedCheckpoint(text: String(decoding: bytes.prefix(length), as: UTF8.self))
      #expect(reason { () throws(TrustRefusal) in try note.verified(by: [key.publicKey]) } == "MALFORMED")
    }
  }

  @Test(arguments: [
    "log\n011\nROOT\n", "log\n+11\nROOT\n", "log\n11\nROOT", "log\n11\nROOT\n\n", "log\n11\nROOT\nextension\n",
    "log\n18446744073709551616\nROOT\n", "\n11\nROOT\n", "log\n11\nAAAA\n", "log\n0\nROOT\n", "log\n11\nROOT \n",
    "log\r\n11\nROOT\n", "",
  ])
  func otherFormsAreRefused(form: String) {
    let text = form.replacing("ROOT", with: "\(log.frontier.root)")
    #expect(throws: TrustRefusal.self) { try Checkpoint(text: text) }
  }

  @Test func proofsAreReadBackAndChecked() throws {
    for index in log.leaves.indices {
      let proof = LogProof(
        try InclusionProof(leafIndex: UInt64(index), treeSize: 11, nodes: log.node), checkpoint: signed)
      let read = try LogProof(reading: proof.text)
      #expect(read == proof)
      let leaf = log.leaves[index]
      #expect(reason { () throws(TrustRefusal) in try read.verified(leaf: leaf, by: [key.publicKey]) } == "VALID")
      #expect(reason { () throws(TrustRefusal) in try read.verified(leaf: [0], by: [key.publicKey]) } == "NOT_IN_LOG")
      #expect(reason { () throws(TrustRefusal) in try read.verified(leaf: leaf, by: []) } == "UNKNOWN_KEY")
    }
  }

  @Test func everyFlippedBitAndEveryCutOfAProofIsRefused() throws {
    let proof = LogProof(try InclusionProof(leafIndex: 5, treeSize: 11, nodes: log.node), checkpoint: signed)
    let bytes = Array(proof.text.utf8)
    func answer(_ bytes: [UInt8]) -> String {
      reason { () throws(TrustRefusal) in
        try LogProof(reading: String(decoding: bytes, as: UTF8.self))
          .verified(leaf: log.leaves[5], by: [key.publicKey])
      }
    }
    #expect(answer(bytes) == "VALID")
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(answer(changed) != "VALID", "bit \(bit)")
    }
    for length in bytes.indices { #expect(answer(Array(bytes.prefix(length))) == "MALFORMED") }
  }
}
