import Foundation
import Testing

@testable import Attestation

@Suite struct KeyStoreTests {
  let home: String
  var keys: String { home + "/keys" }
  let now: Int64 = 1_795_000_000

  init() throws {
    home = FileManager.default.temporaryDirectory.appendingPathComponent("keystore-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  /// What is said on the way into `body`'s error; the home goes afterwards.
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch { return "\(error)" }
  }

  private func open(_ directory: String? = nil, at time: Int64? = nil) throws -> KeyStore.Contents {
    try KeyStore(directory: directory ?? keys).open(
      now: time ?? now, logName: "verify.example.cn/log", certificateRoots: [certificateRoot])
  }

  private let certificateRoot = [UInt8](repeating: 7, count: 32)

  @Test func firstUseMakesAHomeForTryingOutThatOnlyItsOwnerReads() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let contents = try open()
    #expect(contents.isDevelopment && contents.log.name == "verify.example.cn/log")
    #expect(try mode(keys) == 0o700)
    let kids = [contents.reports.kid, contents.publications.kid, PublicKey(contents.log.publicKey).kid]
    for kid in kids {
      #expect(try mode("\(keys)/\(kid).pem") == 0o600)
      let entry = try #require(contents.trustList.keys[kid])
      #expect(entry.isDevelopment && entry.signing.contains(now) && entry.signing.contains(0))
    }
    #expect(Set(kids).count == 3)
    #expect(contents.trustList.certificateRoots == [certificateRoot] && contents.trustList.sequence == 1)
    let pem = try String(contentsOfFile: "\(keys)/\(contents.reports.kid).pem", encoding: .utf8)
    #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))

    let again = try open(at: now + 1000)
    #expect(again.reports.kid == contents.reports.kid && again.trustList == contents.trustList)
    let files = try FileManager.default.contentsOfDirectory(atPath: keys).sorted()
    let others = ["development-root.pem", "keyset.json", "lock", "root.fingerprint", "trust.cose"]
    #expect(files == (kids.map { "\($0).pem" } + others).sorted())
  }

  @Test func keysBeyondTheirYearAreReplacedAndStillVerify() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let old = try open()
    let new = try open(at: now + 400 * 86_400)
    #expect(old.reports.kid != new.reports.kid && old.publications.kid != new.publications.kid)
    #expect(new.trustList.sequence == 2 && new.trustList.keys[old.reports.kid] != nil)
    #expect(new.log.name == old.log.name && new.log.publicKey != old.log.publicKey)
    #expect(try KeyStore(directory: keys).pinnedRoot() != nil)
  }

  @Test func firstUsesAtOnceEndWithOneHome() async throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    let now = now
    let kids = try await withThrowingTaskGroup(of: KeyID.self) { group in
      for _ in 0..<8 {
        group.addTask { try store.open(now: now, logName: "example/log", certificateRoots: []).reports.kid }
      }
      return try await group.reduce(into: Set<KeyID>()) { $0.insert($1) }
    }
    #expect(kids.count == 1)
    #expect(try store.keySet().entries.count == 3)
  }

  @Test func aListOfAnotherRootIsNotBelieved() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let contents = try open()
    let forged = try SignedTrustList.sign(contents.trustList, with: SigningKey())
    try Data(forged.bytes).write(to: URL(fileURLWithPath: "\(keys)/trust.cose"))
    #expect(message { _ = try open() }.hasPrefix("\(keys)/trust.cose: is not believed: WRONG_ROOT"))
    try FileManager.default.removeItem(atPath: "\(keys)/root.fingerprint")
    #expect(message { _ = try open() }.hasPrefix("\(keys)/root.fingerprint: is missing"))
  }

  @Test func anOperatorsKeysNeverGiveWayToOnesForTryingOut() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    try FileManager.default.createDirectory(
      atPath: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let own = KeySet.Entry(publicKey: SigningKey().publicKey, signing: 0...now + 1, verifyUntil: now + 2)
    try Data(try KeySet([own]).json()).write(to: URL(fileURLWithPath: "\(keys)/keyset.json"))
    #expect(message { _ = try open() }.hasPrefix("\(keys)/trust.cose: is missing: have the root sign the keys"))
  }

  @Test func whatIsWrongIsNamedWithItsPlace() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    #expect(message { _ = try store.keySet() }.hasPrefix("\(keys)/keyset.json: there is no key set"))
    let kid = try open().reports.kid
    let path = "\(keys)/\(kid).pem"

    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(message { _ = try open() }.hasPrefix("\(path): other users have access"))

    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Data("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8).write(
      to: URL(fileURLWithPath: path))
    #expect(message { _ = try open() }.contains("\(path): is not a P-256 or SM2 private key"))

    try Data(try SigningKey().pem().utf8).write(to: URL(fileURLWithPath: path))
    #expect(message { _ = try store.signingKey(kid) }.contains("\(path): holds the key "))

    try FileManager.default.removeItem(atPath: path)
    #expect(message { _ = try store.signingKey(kid) }.contains("\(path): there is no such private key"))
    #expect(message { _ = try open() }.contains("no key here signs reports now"))

    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: keys)
    #expect(message { _ = try open() }.contains("chmod 700 '\(keys)'"))
  }

  @Test func aFileInTheWayIsNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    try Data().write(to: URL(fileURLWithPath: keys))
    #expect(message { _ = try open() }.hasPrefix("\(keys): cannot be made"))
    #expect(message { _ = try open("\(keys)/deeper") }.contains("Not a directory"))
  }

  @Test func foldersAboveAreMade() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    _ = try open("\(home)/a/b/keys")
    #expect(try mode("\(home)/a/b/keys") == 0o700)
  }
}
