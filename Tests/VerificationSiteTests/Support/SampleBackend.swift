import Attestation
import BlockingWork
import FileFormats
import Foundation
import PDFReading
import Signatures
import Synchronization
import Verifying
import Web

@testable import VerificationSite

let sampleFormats = ReadableFormats([PDFFormat()])

/// A backend over the sample: verifies for real, knows one report number, and can be told to fail.
final class SampleBackend: VerificationBackend {
  enum Mood: Sendable { case well, failing, hanging, full, withoutRoom }

  struct Failure: Error, CustomStringConvertible {
    let description = "number 20261118181640123K7Q2Z: connection lost"
  }

  static let receipt = VerificationReceipt(
    number: "R-7K2Q", time: fixtureNow, channel: "page-code", code: "VALID", leaf: [0xab, 0xcd], signed: [0xd2, 0x84])

  let verifier: Verifier
  let sample: Sample
  /// Of one client, one file at once.
  private let files = FairPool<FilePool.Lane>(
    workers: [.pictures: 4, .documents: 4], waiting: FilePool.mostWaiting, clientWidth: 1)
  private let state = Mutex((mood: Mood.well, inquiries: [Inquiry](), tries: 0, hanging: 0))

  init() throws {
    sample = try Sample()
    let trust = Trust(keys: sample.keys, origin: .unsigned, certificateRoots: CertificateRoots())
    verifier = Verifier(
      trust: trust, statuses: nil, formats: sampleFormats, now: fixtureNow, reproduce: reproducesNothing)
  }

  var mood: Mood {
    get { state.withLock { $0.mood } }
    set { state.withLock { $0.mood = newValue } }
  }
  /// Questions that came while it hung.
  var hanging: Int { state.withLock { $0.hanging } }
  /// What was answered, not only looked at.
  var inquiries: [Inquiry] { state.withLock { $0.inquiries } }

  func examine(token: Token) async throws -> Verification {
    try await beInMood()
    return verifier.verify(digits: token.digits)
  }

  func examine(picture: Upload, _ format: PictureFormat) async throws -> FileFindings {
    try await files.run(.pictures, holding: picture.place) { [self] in
      try workInMood()
      return try verifier.findings(in: picture.bytes) { () throws(PictureReader.NotAtHand) in try .besideThisProgram() }
    }
  }

  func verify(
    token: Token, from source: Verification.Source, for inquiry: Inquiry
  ) async throws -> VerificationAnswer {
    try await beInMood()
    let verification = verifier.verify(token, source: source)
    note(inquiry)
    if mood == .withoutRoom {
      return VerificationAnswer(verification, unrecorded: "registry 20261118: no space is left")
    }
    return VerificationAnswer(verification: verification, receipt: verification.claims == nil ? nil : Self.receipt)
  }

  func verify(
    number: String, checkCode: String, comparingFile digest: [UInt8]?, for inquiry: Inquiry
  ) async throws -> NumberAnswer {
    try await beInMood()
    note(inquiry)
    if number == "THWARTED" { return .throttled(retryAfterSeconds: 3000) }
    guard number == fixtureNumber, checkCode == "ABCD-EFGH" else { return .refused }
    let verification =
      try digest.map { verifier.verify(try Token(digits: sample.digits), source: .number, comparingFile: $0) }
      ?? verifier.verify(digits: sample.digits)
    return .answer(VerificationAnswer(verification: verification, receipt: Self.receipt))
  }

  func verify(document: Upload, as format: any FileFormat, for inquiry: Inquiry) async throws -> DocumentAnswer {
    try await files.run(.documents, holding: document.place) { [self] in
      try workInMood()
      note(inquiry)
      let verification = verifier.verify(document: document.bytes, as: format)
      guard verification.isOfUnreadCopy else { return .answer(VerificationAnswer(verification: verification)) }
      return .copy(
        try verifier.findings(in: document.bytes) { () throws(PictureReader.NotAtHand) in try .besideThisProgram() })
    }
  }

  func receipt(number: String) async throws -> VerificationReceipt? {
    number == Self.receipt.number ? Self.receipt : nil
  }
  func trustList() async throws -> [UInt8]? { [0xd2, 1] }
  func statusList(_ list: UInt8) async throws -> [UInt8]? { list == 1 ? [0xd2, 2] : nil }
  func changeList(_ list: UInt8) async throws -> [UInt8]? { list == 1 ? [0xd2, 3] : nil }
  func checkpoint() async throws -> [UInt8]? { Array("verify.xinbao.example\n1\n".utf8) }
  func bundle() async throws -> [UInt8]? { nil }
  func settle(isLast: Bool) async throws { try await beInMood() }
  func checkReady() async throws { if mood != .well { throw Failure() } }

  private func note(_ inquiry: Inquiry) { state.withLock { $0.inquiries.append(inquiry) } }

  private func beInMood() async throws {
    guard try hangs() else { return }
    for _ in 0..<3000 where mood == .hanging { try await Task.sleep(for: .milliseconds(20)) }
  }

  /// The same on a thread for files.
  private func workInMood() throws {
    guard try hangs() else { return }
    for _ in 0..<3000 where mood == .hanging { Thread.sleep(forTimeInterval: 0.02) }
  }

  private func hangs() throws -> Bool {
    switch mood {
    case .well, .withoutRoom: return false
    case .failing: throw Failure()
    case .full: throw PoolIsFull()
    case .hanging:
      state.withLock { $0.hanging += 1 }
      return true
    }
  }
}

extension Verification {
  static var sample: Verification {
    get throws {
      let backend = try SampleBackend()
      return backend.verifier.verify(digits: backend.sample.digits)
    }
  }
}
