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

  @Test func firstUseMakesADevelopmentKeyThatOnlyItsOwnerReads() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    let key = try store.developmentKey(now: now)
    #expect(try mode(keys) == 0o700)
    #expect(try mode("\(keys)/\(key.kid).pem") == 0o600)
    let pem = try String(contentsOfFile: "\(keys)/\(key.kid).pem", encoding: .utf8)
    #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))

    let entry = try #require(try store.keySet()[key.kid])
    #expect(entry.isDevelopment && entry.signing.contains(now) && entry.signing.contains(0))
    #expect(try store.developmentKey(now: now + 1000).kid == key.kid)
    let files = try FileManager.default.contentsOfDirectory(atPath: keys).sorted()
    #expect(files == ["\(key.kid).pem", "keyset.json", "lock"].sorted())
  }

  @Test func aKeyBeyondItsYearIsReplacedAndStillVerifies() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    let old = try store.developmentKey(now: now)
    let new = try store.developmentKey(now: now + 400 * 86_400)
    #expect(old.kid != new.kid)
    #expect(try store.keySet().entries.map(\.kid) == [old.kid, new.kid])
  }

  @Test func firstUsesAtOnceEndWithOneKey() async throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    let now = now
    let kids = try await withThrowingTaskGroup(of: KeyID.self) { group in
      for _ in 0..<8 { group.addTask { try store.developmentKey(now: now).kid } }
      return try await group.reduce(into: Set<KeyID>()) { $0.insert($1) }
    }
    #expect(kids.count == 1)
    #expect(try store.keySet().entries.count == 1)
  }

  @Test func whatIsWrongIsNamedWithItsPlace() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    let store = KeyStore(directory: keys)
    #expect(message { _ = try store.keySet() }.hasPrefix("\(keys)/keyset.json: there is no key set"))
    let kid = try store.developmentKey(now: now).kid
    let path = "\(keys)/\(kid).pem"

    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(message { _ = try store.developmentKey(now: now) }.hasPrefix("\(path): other users have access"))

    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try Data("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8).write(
      to: URL(fileURLWithPath: path))
    #expect(message { _ = try store.developmentKey(now: now) }.contains("\(path): is not a P-256 private key"))

    try Data((SigningKey().pem).utf8).write(to: URL(fileURLWithPath: path))
    #expect(message { _ = try store.signingKey(kid) }.contains("\(path): holds the key "))

    try FileManager.default.removeItem(atPath: path)
    #expect(message { _ = try store.signingKey(kid) }.contains("\(path): there is no such private key"))

    try Data("{".utf8).write(to: URL(fileURLWithPath: "\(keys)/keyset.json"))
    #expect(message { _ = try store.developmentKey(now: now) }.hasPrefix("\(keys)/keyset.json: "))

    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: keys)
    #expect(message { _ = try store.developmentKey(now: now) }.contains("chmod 700 '\(keys)'"))
  }

  @Test func aFileInTheWayIsNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    try Data().write(to: URL(fileURLWithPath: keys))
    #expect(message { _ = try KeyStore(directory: keys).developmentKey(now: now) }.hasPrefix("\(keys): cannot be made"))
    #expect(
      message { _ = try KeyStore(directory: "\(keys)/deeper").developmentKey(now: now) }.contains("Not a directory"))
  }

  @Test func foldersAboveAreMade() throws {
    defer { try? FileManager.default.removeItem(atPath: home) }
    _ = try KeyStore(directory: "\(home)/a/b/keys").developmentKey(now: now)
    #expect(try mode("\(home)/a/b/keys") == 0o700)
  }
}
