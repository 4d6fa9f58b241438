import Foundation
import ScratchFolders
import Testing

@testable import Attestation

/// A home for trying out, as first use makes it.
@Suite(.scratchFolders) struct KeyStoreTests {
  let home: String
  var keys: String { home + "/keys" }
  var store: KeyStore { KeyStore(directory: keys) }
  let now: Int64 = 1_795_000_000
  let log = "verify.example.cn/log"
  let day: Int64 = 86_400

  init() throws { home = try scratchFolder() }

  private func open(_ store: KeyStore? = nil, at time: Int64? = nil, roots: [[UInt8]] = []) throws
    -> KeyStore.Contents
  {
    try (store ?? self.store).open(now: time ?? now, logName: log, certificateRoots: roots)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func setMode(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Puts other bytes in place of a file's, which keeps its mode.
  private func overwrite(_ path: String, _ bytes: [UInt8]) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func firstUseMakesKeysThatOnlyTheirOwnerReads() throws {
    let contents = try open()
    #expect(try mode(keys) == 0o700)
    let logKid = PublicKey(contents.log.publicKey).kid
    let kids = [contents.reports.kid, contents.publications.kid, logKid]
    #expect(Set(kids).count == 3)
    let secret = kids.map { "\($0).pem" } + ["development-root.pem"]
    for name in secret + ["lock"] { #expect(try mode("\(keys)/\(name)") == 0o600, "\(name)") }
    for name in secret {
      #expect(try String(contentsOfFile: "\(keys)/\(name)", encoding: .utf8).hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: keys)
    #expect(Set(files) == Set(secret + ["keyset.json", "trust.cose", "root.fingerprint", "lock"]))

    #expect(contents.isDevelopment && contents.log.name == log)
    let list = try #require(try store.trustList())
    #expect(list == contents.trustList && list.sequence == 1 && list.issuedAt == now)
    #expect(try store.keySet() == list.keys)
    #expect(list.keys.entries.allSatisfy { $0.isDevelopment && $0.signing.contains(now) && $0.signing.contains(0) })
    #expect(kids.map { list.keys[$0]?.uses } == [[.reports], [.publications], [.log]])
  }

  @Test func aSecondUseTakesTheSameKeysAndWritesNothing() throws {
    let first = try open()
    let before = try store.signedTrustList()
    let second = try open(at: now + 1000)
    #expect(second.reports.kid == first.reports.kid && second.publications.kid == first.publications.kid)
    #expect(second.log.publicKey == first.log.publicKey)
    #expect(try store.signedTrustList() == before)
  }

  @Test func keysBeyondTheirYearAreReplacedAndTheirTokensStillVerify() throws {
    let old = try open()
    let token = try Token.sign(try sampleClaims(), with: old.reports)
    let later = now + 400 * day
    let new = try open(at: later)
    #expect(new.reports.kid != old.reports.kid && new.publications.kid != old.publications.kid)
    #expect(new.log.publicKey != old.log.publicKey && new.log.name == old.log.name)
    #expect(new.trustList.sequence == 2 && new.trustList.keys.entries.count == 6)
    let authentic = try ReceivedToken(token).authenticated(by: new.trustList.keys, at: later)
    #expect(authentic.claims == (try sampleClaims()))
    #expect(try store.pinnedRoot() == store.signedTrustList()?.claimedRoot())
  }

  @Test func anotherCertificateForTryingOutComesIntoTheList() throws {
    let first = try open(roots: [[UInt8](repeating: 1, count: 32)])
    let second = try open(roots: [[UInt8](repeating: 2, count: 32)])
    #expect(second.trustList.certificateRoots == [[UInt8](repeating: 2, count: 32)])
    #expect(second.reports.kid == first.reports.kid && second.trustList.sequence == 2)
  }

  @Test func aHomeForTryingOutPinsItsSealAtOnce() throws {
    let sealed = [UInt8](repeating: 9, count: 32)
    let first = try open(roots: [[UInt8](repeating: 1, count: 32)])
    #expect(first.trustList.seals == nil)
    let pinned = try store.open(
      now: now, logName: log, certificateRoots: first.trustList.certificateRoots, seal: sealed)
    #expect(
      pinned.trustList.seals == PinnedSeals(digests: [sealed], since: 0), "a home of before pins its seal at once")
    #expect(pinned.trustList.sequence == first.trustList.sequence + 1 && pinned.reports.kid == first.reports.kid)
    #expect(
      try store.open(
        now: now, logName: log, certificateRoots: first.trustList.certificateRoots, seal: sealed
      ).trustList.sequence == pinned.trustList.sequence, "once")
  }

  @Test func firstUsesAtOnceEndWithOneSetOfKeys() async throws {
    let (store, now, log) = (store, now, log)
    let kids = try await withThrowingTaskGroup(of: [KeyID].self) { group in
      for _ in 0..<16 {
        group.addTask {
          let contents = try store.open(now: now, logName: log, certificateRoots: [])
          return [contents.reports.kid, contents.publications.kid, PublicKey(contents.log.publicKey).kid]
        }
      }
      return try await group.reduce(into: Set<[KeyID]>()) { $0.insert($1) }
    }
    #expect(kids.count == 1)
    #expect(try store.keySet().entries.count == 3 && store.trustList()?.sequence == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: keys).allSatisfy { !$0.hasSuffix(".part") })
  }

  @Test func aPrivateKeyThatIsNotWhatItShouldBeIsNamed() throws {
    let kid = try open().reports.kid
    let path = "\(keys)/\(kid).pem"

    try setMode(0o640, path)
    #expect(message { _ = try open() }.hasPrefix("\(path): other users have access"))
    try setMode(0o600, path)

    try overwrite(path, Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8))
    #expect(message { _ = try open() }.hasPrefix("\(path): is not a P-256 or SM2 private key"))
    try overwrite(path, Array(try SigningKey().pem().utf8))
    #expect(message { _ = try open() }.hasPrefix("\(path): holds the key "))

    try FileManager.default.removeItem(atPath: path)
    #expect(message { _ = try store.signingKey(kid) }.hasPrefix("\(path): there is no such private key"))
    #expect(message { _ = try open() }.hasPrefix("\(keys): no key here signs reports now"))
  }

  @Test func aLogKeyThatIsNoneIsNamed() throws {
    let path = "\(keys)/\(PublicKey(try open().log.publicKey).kid).pem"
    try overwrite(path, Array(try SigningKey().pem().utf8))
    #expect(message { _ = try open() }.hasPrefix("\(path): is not an Ed25519 private key"))
    try overwrite(path, Array(try LogSigningKey(name: log).pem.utf8))
    #expect(message { _ = try open() }.hasPrefix("\(path): holds the key "))
  }

  @Test func aTrustListThatNobodyVouchesForIsNamed() throws {
    _ = try open()
    let path = "\(keys)/trust.cose"
    let sound = try #require(try store.signedTrustList()).bytes
    var damaged = sound
    damaged[damaged.count - 1] ^= 1
    try overwrite(path, damaged)
    #expect(message { _ = try open() }.hasPrefix("\(path): is not believed: BAD_SIGNATURE"))
    try overwrite(path, sound)

    let pin = "\(keys)/root.fingerprint"
    try overwrite(pin, Array("12 34\n".utf8))
    #expect(message { _ = try open() }.hasPrefix("\(pin): is not a fingerprint"))
    try overwrite(pin, Array("\(RootFingerprint(of: SigningKey().publicKey))\n".utf8))
    #expect(message { _ = try open() }.hasPrefix("\(path): is not believed: WRONG_ROOT"))
    try FileManager.default.removeItem(atPath: pin)
    #expect(message { _ = try open() }.hasPrefix("\(pin): is missing"))
  }

  @Test func otherUsersMayChangeNothing() throws {
    _ = try open()
    try setMode(0o666, "\(keys)/trust.cose")
    #expect(message { _ = try open() }.hasPrefix("\(keys)/trust.cose: other users have access"))
    try setMode(0o644, "\(keys)/trust.cose")
    try setMode(0o777, keys)
    #expect(message { _ = try open() }.contains("chmod 700 '\(keys)'"))
  }

  @Test func aDamagedKeySetIsNamed() throws {
    #expect(message { _ = try store.keySet() }.hasPrefix("\(keys)/keyset.json: there is no key set"))
    _ = try open()
    try overwrite("\(keys)/keyset.json", Array("{".utf8))
    #expect(message { _ = try store.keySet() }.hasPrefix("\(keys)/keyset.json: "))
  }

  @Test func aFileInTheWayIsNamed() throws {
    try Data().write(to: URL(fileURLWithPath: keys))
    #expect(message { _ = try open() }.hasPrefix("\(keys): cannot be made"))
    #expect(message { _ = try open(KeyStore(directory: "\(keys)/deeper")) }.contains("Not a directory"))
  }

  @Test func foldersAboveAreMade() throws {
    _ = try open(KeyStore(directory: "\(home)/a/b/keys"))
    #expect(try mode("\(home)/a/b/keys") == 0o700)
  }

  @Test func anOperatorsHomeIsNeverMadeOneForTryingOut() throws {
    try ProtectedFile(keys).makePrivateFolder()
    let key = SigningKey()
    try store.keep(key)
    try ProtectedFile("\(keys)/keyset.json").write(try KeySet([entry(for: key)]).json(), mode: 0o644)
    #expect(message { _ = try open() }.hasPrefix("\(keys)/trust.cose: is missing: the root has not signed"))
    #expect(try store.keySet().entries.count == 1 && store.pinnedRoot() == nil)
  }

  /// A home that lost its lists must not make up a root in place of the one that verifiers know.
  @Test func anOperatorsPinNeverGivesWay() throws {
    _ = try open()
    for file in ["keyset.json", "trust.cose"] { try FileManager.default.removeItem(atPath: "\(keys)/\(file)") }
    let real = Array("\(RootFingerprint(of: SigningKey().publicKey))\n".utf8)
    try overwrite("\(keys)/root.fingerprint", real)
    #expect(message { _ = try open() }.contains("/root.fingerprint: pins a root that is none for trying out"))
    #expect(FileManager.default.contents(atPath: "\(keys)/root.fingerprint").map(Array.init) == real)
    #expect(!FileManager.default.fileExists(atPath: "\(keys)/trust.cose"))
  }
}
