import Foundation
import ScratchFolders
import Testing

@testable import Attestation

/// From a fresh home to one that issues, by what `xinbao key` does.
@Suite(.scratchFolders) struct KeyAdministrationTests {
  let folder: String
  var store: KeyStore { KeyStore(directory: folder + "/keys") }
  let root = SigningKey()
  var fingerprint: RootFingerprint { RootFingerprint(of: root.publicKey) }
  let now: Int64 = 1_795_000_000
  let day: Int64 = 86_400
  let logName = "verify.example.cn/log"

  init() throws { folder = try scratchFolder() }

  private func terms(from: Int64? = nil) throws -> KeyStore.Terms {
    let start = from ?? now
    return try KeyStore.Terms(from: start, until: start + 700 * day, verifyUntil: start + 4000 * day)
  }

  private func create(_ use: KeyUse) throws -> KeySet.Entry {
    try store.create(use, logName: logName, terms: try terms())
  }

  private func open(at time: Int64? = nil) throws -> KeyStore.Contents {
    try store.open(now: time ?? now, logName: logName, certificateRoots: [])
  }

  private func sign(at time: Int64? = nil) throws -> SignedTrustList {
    let now = time ?? now
    let draft = try store.draftTrustList(certificateRoots: [], now: now, refreshBy: now + 90 * day)
    return try SignedTrustList.sign(draft, with: root, after: try store.signedTrustList(), location: "trust.cose")
      .signed
  }

  private func install(_ list: SignedTrustList, root: RootFingerprint? = nil, at time: Int64? = nil) throws
    -> KeyStore.Installation
  {
    try store.install(list, root: root, name: "new.cose", now: time ?? now)
  }

  private func setUp() throws {
    for use in KeyUse.allCases { _ = try create(use) }
    _ = try install(try sign(), root: fingerprint)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func onlyAHomeOfDevelopmentKeysIsForTryingOut() throws {
    #expect(try !store.isForTryingOut())
    _ = try open()
    #expect(try store.isForTryingOut())
    #expect(try store.realLogKey(at: now) == nil)
  }

  @Test func aHomeThatTheRootSignedForIsNotForTryingOut() throws {
    // From the first key on, also before the root has signed it.
    _ = try create(.reports)
    #expect(try !store.isForTryingOut())
    for use in KeyUse.allCases where use != .reports { _ = try create(use) }
    #expect(try store.realLogKey(at: now) == nil)
    _ = try install(try sign(), root: fingerprint)
    #expect(try !store.isForTryingOut())
    #expect(try store.realLogKey(at: now) == PublicKey(try open().log.publicKey).kid)
    try FileManager.default.removeItem(atPath: folder + "/keys/keyset.json")
    #expect(try !store.isForTryingOut())
  }

  @Test func aFreshHomeIssuesOnceTheRootHasSigned() throws {
    for use in KeyUse.allCases { _ = try create(use) }
    #expect(message { _ = try open() }.contains("the root has not signed the keys yet"))
    let list = try sign()
    let unpinned = message { _ = try install(list) }
    #expect(unpinned.contains("\(fingerprint)") && unpinned.contains("told you by another way"))
    #expect(message { _ = try install(list, root: RootFingerprint(of: SigningKey().publicKey)) }.contains("WRONG_ROOT"))
    #expect(try store.pinnedRoot() == nil && store.signedTrustList() == nil)
    #expect(try install(list, root: fingerprint).isPinnedNow)
    let contents = try open()
    #expect(!contents.isDevelopment && contents.log.name == logName && contents.trustList.sequence == 1)
    // The same list once more is nothing new; the pinned root needs no telling.
    #expect(try !install(list).isPinnedNow)
  }

  @Test func privateKeysAreTheirOwnersAlone() throws {
    let kids = try KeyUse.allCases.map { try create($0).kid }
    for kid in kids {
      let mode =
        try FileManager.default.attributesOfItem(atPath: "\(folder)/keys/\(kid).pem")[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
    #expect(try store.keySet().entries.map(\.kid) == kids)
  }

  @Test func keysMadeAtOnceAreAllKept() async throws {
    let (store, terms, logName) = (store, try terms(), logName)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 { group.addTask { _ = try store.create(.reports, logName: logName, terms: terms) } }
      try await group.waitForAll()
    }
    #expect(try store.keySet().entries.count == 12)
  }

  @Test func theOldKeyGoesOnUntilTheNewListIsInstalled() throws {
    try setUp()
    let old = try open().reports.kid
    let later = now + 600 * day
    let (new, ending) = try store.rotate(.reports, algorithm: nil, terms: try terms(from: later), overlap: 30 * day)
    #expect(ending.map(\.kid) == [old] && ending.first?.signing.upperBound == later + 30 * day)
    #expect(try open(at: later + day).reports.kid == old)
    let list = try sign(at: later + day)
    #expect(try install(list, at: later + day).list.sequence == 2)
    #expect(try open(at: later + day).reports.kid == new.kid)
    // What the old key signed meanwhile is good.
    let token = try Token.sign(
      try sampleClaims(issuedAt: later + day, expiresAt: later + 30 * day), with: try store.signingKey(old))
    #expect(answer(to: token, keys: try #require(try store.trustList()).keys, now: later + 2 * day) == "VALID")
  }

  @Test func aLogKeepsItsNameAndTheAlgorithmMayChange() throws {
    try setUp()
    #expect(try store.rotate(.log, algorithm: nil, terms: try terms(), overlap: 0).new.logName == logName)
    #expect(try store.rotate(.reports, algorithm: .sm2, terms: try terms(), overlap: 0).new.algorithm == .sm2)
    _ = try install(try sign())
    #expect(try open(at: now + 10).reports.algorithm == .sm2)
    #expect(
      message {
        _ = try create(.log)
        _ = try KeyStore.Terms(from: 5, until: 5, verifyUntil: 9)
      }.contains("order"))
  }

  @Test func aRetiredOrStolenKeySignsNoMoreAtOnce() throws {
    try setUp()
    let kid = try open().reports.kid
    _ = try store.retire(kid, at: now + 5)
    #expect(message { _ = try open(at: now + 6) }.contains("no key here signs reports now"))
    #expect(message { _ = try store.retire(kid, at: now + 9) }.contains("signs no more already"))
    let publications = try #require(try store.keySet().entries.first { $0.uses == [.publications] }).kid
    _ = try store.compromise(publications, at: now, soundLog: nil, now: now)
    #expect(message { _ = try open() }.contains("no key here signs publications now"))
    let unknown = try #require(KeyID("00000000"))
    #expect(message { _ = try store.retire(unknown, at: now) }.contains("there is no key 00000000"))
  }

  @Test func aTheftIsNotedSoThatNothingBecomesSounder() throws {
    try setUp()
    let contents = try open()
    func checkpoint(_ size: UInt64, _ key: LogSigningKey) throws -> SignedCheckpoint {
      try .sign(Checkpoint(origin: key.name, size: size, root: MerkleTree.leafHash([1])), with: key)
    }
    func note(_ time: Int64, _ log: SignedCheckpoint?) -> String {
      message { _ = try store.compromise(contents.reports.kid, at: time, soundLog: log, now: now) }
    }
    #expect(note(now + 1, nil).contains("in the future"))
    let stranger = try LogSigningKey(name: logName)
    #expect(try note(now - 5, checkpoint(4, stranger)).contains("not a checkpoint of this installation's log"))
    #expect(try store.keySet()[contents.reports.kid]?.compromisedAt == nil)
    #expect(try note(now - 5, checkpoint(4, contents.log)) == "no error")
    #expect(try note(now - 4, nil).contains("earlier") && note(now - 5, checkpoint(5, contents.log)).contains("later"))
    #expect(try note(now - 9, checkpoint(3, contents.log)) == "no error")
    let entry = try #require(try store.keySet()[contents.reports.kid])
    #expect(entry.compromisedAt == now - 9 && entry.soundLog?.size == 3)
    let other = message {
      _ = try store.compromise(
        contents.publications.kid, at: now, soundLog: try checkpoint(3, contents.log), now: now)
    }
    #expect(other.contains("is not for reports"))
  }

  @Test func anOlderListOrOneFromTheFutureIsNotInstalled() throws {
    try setUp()
    let first = try #require(try store.signedTrustList())
    let future = try sign(at: now + day)
    #expect(message { _ = try install(future) }.contains("set the clock"))
    _ = try install(future, at: now + day)
    #expect(message { _ = try install(first, at: now + day) }.contains("OUTDATED"))
    #expect(try store.trustList()?.sequence == 2)
    let other = RootFingerprint(of: SigningKey().publicKey)
    #expect(message { _ = try install(future, root: other, at: now + day) }.contains("another root is pinned"))
  }

  /// What a home's next list pins: the seals of before, and new ones beside them, from the day that was said first.
  @Test func sealsStayFromListToList() throws {
    let seals = (1...3).map { [UInt8](repeating: $0, count: 32) }
    func draft(_ seals: [[UInt8]], since: Int64? = nil) throws -> TrustList {
      try store.draftTrustList(
        certificateRoots: [], seals: seals, sealsSince: since, now: now + 5, refreshBy: now + 90 * day)
    }
    for use in KeyUse.allCases { _ = try create(use) }
    #expect(try draft([]).seals == nil, "a list of version 1, as before")
    #expect(try draft([seals[0]]).seals == PinnedSeals(digests: [seals[0]], since: 0), "nothing was issued before")
    _ = try install(try sign(), root: fingerprint)
    // A home of before: what was issued until now keeps its root.
    #expect(try draft([seals[0]]).seals == PinnedSeals(digests: [seals[0]], since: now + 5))
    let second = try draft([seals[0]], since: 17)
    _ = try install(
      try SignedTrustList.sign(second, with: root, after: try store.signedTrustList(), location: "trust.cose").signed,
      at: now + 5)
    #expect(try draft([]).seals == PinnedSeals(digests: [seals[0]], since: 17))
    #expect(try draft([seals[1], seals[0]]).seals == PinnedSeals(digests: [seals[0], seals[1]], since: 17))
  }

  @Test func aHomeForTryingOutStaysOne() throws {
    let kid = try open().reports.kid
    for body in [
      { _ = try self.create(.reports) }, { _ = try self.store.retire(kid, at: self.now) },
      { _ = try self.store.draftTrustList(certificateRoots: [], now: self.now, refreshBy: self.now) },
    ] {
      #expect(message(body).contains("set real keys up in a fresh home"))
    }
  }

  @Test func aVerifiersHomeHasTheListAlone() throws {
    try setUp()
    let list = try #require(try store.signedTrustList())
    let verifier = KeyStore(directory: folder + "/verifier/keys")
    _ = try verifier.install(list, root: fingerprint, name: "trust.cose", now: now)
    #expect(try verifier.trustList()?.keys == store.keySet())
    #expect(
      message { _ = try verifier.open(now: now, logName: logName, certificateRoots: []) }.contains("no key here signs"))
  }

  @Test func aRootsFileIsNeverOverwritten() throws {
    for algorithm in [SignatureAlgorithm.es256, .sm2] {
      let file = RootKeyFile(path: "\(folder)/\(algorithm.name).pem")
      let made = try file.create(algorithm: algorithm)
      #expect(message { _ = try file.create(algorithm: algorithm) }.contains("nothing is overwritten"))
      #expect(RootFingerprint(of: try file.read().publicKey) == made)
      #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    #expect(message { _ = try RootKeyFile(path: "\(folder)/none").read() }.contains("there is no such file"))
  }
}
