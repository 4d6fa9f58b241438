import Foundation
import ScratchFolders
import SwiftASN1
import Synchronization
import Testing

@testable import Signatures

/// Time stamps of OpenSSL's authority, asked over HTTP.
@Suite(.serialized, .scratchFolders)
final class TimeStampTests {
  let folder: Folder
  let server = Process()
  /// The server stops when this is closed.
  let input = Pipe()
  let port: String
  let authority: TestAuthority
  let roots: CertificateRoots
  let stampRoots: CertificateRoots
  /// The authority's clock is the real one.
  let now = Int64(Date().timeIntervalSince1970)

  init() throws {
    folder = try Folder()
    authority = try TestAuthority(organization: "示例市信用中心", now: now)
    roots = try CertificateRoots(pem: authority.rootCertificatePEM, file: "root")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Checks/tsa.py")
    server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    server.arguments = ["python3", script.path, folder.url.path]
    let pipe = Pipe()
    server.standardInput = input
    server.standardOutput = pipe
    // Else a test run would wait for the server, should it outlive it.
    server.standardError = FileHandle.nullDevice
    try server.run()
    port = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self).filter(\.isNumber)
    stampRoots = try CertificateRoots(pem: folder.text("tsa-root.pem"), file: "time stamp root")
  }

  deinit {
    try? input.fileHandleForWriting.close()
    server.waitUntilExit()
  }

  private func signer(_ path: String = "/", roots: CertificateRoots? = nil, timeout: Double = 30) throws
    -> DocumentSigner
  {
    var signer = try DocumentSigner(certificatePEM: authority.certificatePEM, keyPEM: authority.keyPEM)
    signer.timeStamper = TimeStamper(
      url: "http://127.0.0.1:\(port)\(path)", roots: roots ?? stampRoots, timeout: timeout,
      now: { Int64(Date().timeIntervalSince1970) })
    return signer
  }

  private func signed(_ signer: DocumentSigner) throws -> [UInt8] {
    try signer.signature(over: content, maximumSize: signer.reservedSize)
  }

  @Test(arguments: ["/", "/sha1"])
  func aStampHolds(path: String) throws {
    let cms = try signed(signer(path))
    let verified = try verify(cms: cms, over: content, roots: roots, timeStampRoots: stampRoots, now: now + 60)
    guard case .verified(let time, let name) = verified.timeStamp else {
      Issue.record("\(verified.timeStamp)")
      return
    }
    #expect((now - 5...now + 60).contains(time) && name == "Test time stamps")
    // Without roots for it, nobody says that it was looked at.
    #expect(try verify(cms: cms, over: content, roots: roots, now: now).timeStamp == .notChecked)
    #expect(
      refusal { try verify(cms: cms, over: content, roots: roots, timeStampRoots: roots, now: now + 60) } == .timeStamp)
    // What was signed while the certificate was valid stays signed.
    let later = now + 5 * 365 * 86_400
    #expect(refusal { try verify(cms: cms, over: content, roots: roots, now: later) } == .untrusted)
    #expect(
      refusal { try verify(cms: cms, over: content, roots: roots, timeStampRoots: stampRoots, now: later) } == nil)
    // A stamp of tomorrow.
    #expect(
      refusal { try verify(cms: cms, over: content, roots: roots, timeStampRoots: stampRoots, now: now - 86_000) }
        == .timeStamp)
  }

  /// The answer's nonce is recognized, whatever the number.
  @Test(arguments: [0, 1, 0xFF, 0x1FF, 0x0080_0000_0000_0000, 0x00FF_FFFF_FFFF_FFFF, UInt64.max])
  func anyNonceComesBack(nonce: UInt64) throws {
    #expect(try !stamper("/", nonce: nonce).token(for: [1, 2, 3]).isEmpty)
  }

  /// Even if it stamps the same signature, and holds.
  @Test func anEarlierAnswerIsNoneToAnotherQuestion() throws {
    let first = try stamper("/", nonce: 8).token(for: [1, 2, 3])
    #expect(try stamper("/replay", nonce: 8).token(for: [1, 2, 3]) == first)
    let error = #expect(throws: SignatureError.self) { try stamper("/replay", nonce: 80).token(for: [1, 2, 3]) }
    #expect(error?.description.contains("an answer to another question (its nonce differs)") == true)
  }

  private func stamper(_ path: String, nonce: UInt64) -> TimeStamper {
    TimeStamper(
      url: "http://127.0.0.1:\(port)\(path)", roots: stampRoots, now: { Int64(Date().timeIntervalSince1970) },
      nonce: { nonce })
  }

  @Test func openSSLFindsTheSameStamp() throws {
    let cms = try signed(signer())
    let info = try SignedMessage(derEncoded: cms).signers[0]
    let token = try #require(info.unsignedAttributes?.first?.values.first)
    try folder.write("token", token.encoded())
    try folder.write("stamped", Array(info.signature))
    try folder.openssl("ts -verify -in token -token_in -data stamped -CAfile tsa-root.pem")
  }

  @Test func theStampOfAnotherSignatureIsRefused() throws {
    let (first, second) = (try signed(signer()), try signed(signer()))
    var message = try SignedMessage(derEncoded: first)
    message.signers[0].unsignedAttributes = try SignedMessage(derEncoded: second).signers[0].unsignedAttributes
    let swapped = try message.encoded()
    #expect(
      refusal { try verify(cms: swapped, over: content, roots: roots, timeStampRoots: stampRoots, now: now + 60) }
        == .timeStamp)
  }

  @Test func noBitOfAStampCanBeAnother() throws {
    let message = try SignedMessage(derEncoded: signed(signer()))
    let token = try #require(message.signers[0].unsignedAttributes?.first?.values.first).encoded()
    let signature = message.signers[0].signature
    _ = try VerifiedTimeStamp(token: token, over: signature, roots: stampRoots, now: now + 60)
    // The certificate of the root is pinned, and what else stands in its place is nobody's word.
    let root = try CertificateFile.certificates(pem: folder.text("tsa-root.pem"), file: "")[0]
    let place = try #require(token.indices.first { token[$0...].starts(with: root) })
    for index in stride(from: 0, to: token.count, by: 3) where !(place..<place + root.count).contains(index) {
      var changed = token
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(throws: SignatureRefusal.self, "byte \(index)") {
        try VerifiedTimeStamp(token: changed, over: signature, roots: stampRoots, now: now + 60)
      }
    }
  }

  /// A service that has no time twice is asked a third time, and no more often than said.
  @Test func aServiceThatIsBusyIsAskedAgain() throws {
    let pauses = Mutex<[Double]>([])
    var signer = try signer()
    var stamper = TimeStamper(
      url: "http://127.0.0.1:\(port)/busy", roots: stampRoots, now: { Int64(Date().timeIntervalSince1970) },
      sleep: { pause in pauses.withLock { $0.append(pause) } })
    stamper.attempts = 2
    signer.timeStamper = stamper
    #expect(throws: SignatureError.self) { try signed(signer) }
    #expect(pauses.withLock { $0 } == [1])
    _ = try signed(signer)
    stamper.attempts = 3
    signer.timeStamper = stamper
    _ = try signed(signer)
    #expect(pauses.withLock { $0 } == [1, 1, 2])
  }

  @Test func servicesThatFailAreErrorsThatSayHow() throws {
    func problem(_ path: String, roots: CertificateRoots? = nil, timeout: Double = 30) throws -> String {
      do {
        _ = try signed(signer(path, roots: roots, timeout: timeout))
        return ""
      } catch { return "\(error)" }
    }
    _ = try signed(signer())
    for (path, words) in [
      ("/replay", "does not hold"), ("/broken", "refused with status 2"), ("/page", "text/html"),
      ("/error", "HTTP status 503"), ("/large", "more than"), ("/elsewhere", "HTTP status 302"),
    ] {
      let text = try problem(path)
      #expect(text.contains(words) && text.contains(path), "\(path): \(text)")
    }
    #expect(try problem("/slow", timeout: 1).contains("time stamp from"))
    #expect(try problem("/", roots: roots).contains("UNTRUSTED"))
    var dead = try signer()
    dead.timeStamper = TimeStamper(url: "ftp://x", roots: stampRoots, now: { 0 })
    #expect(throws: SignatureError.self) { try signed(dead) }
    dead.timeStamper = TimeStamper(url: "http://127.0.0.1:1/", roots: stampRoots, now: { 0 })
    #expect(throws: SignatureError.self) { try signed(dead) }
  }
}
