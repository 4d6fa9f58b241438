import Attestation
import FileFormats
import Foundation
import Records
import ReportKinds
import Testing
import Verifying

@testable import OfflineVerification

private let issuedAt: Int64 = 1_795_000_000
private let now: Int64 = 1_795_100_000

/// An issuer's root, keys and one report, and what it publishes.
private struct Issuer {
  let root = SigningKey(), reports = SigningKey(), publications = SigningKey()
  var fingerprint: RootFingerprint { RootFingerprint(of: root.publicKey) }

  func list(
    sequence: UInt64 = 1, stolen: SigningKey? = nil
  ) throws -> SignedTrustList {
    let entries = [(reports, [KeyUse.reports]), (publications, [.publications])].map { key, uses in
      var entry = KeySet.Entry(
        publicKey: key.publicKey, uses: Set(uses), signing: issuedAt - 1000...issuedAt + 400_000,
        verifyUntil: issuedAt + 400 * 86_400)
      if key.kid == stolen?.kid { entry.compromisedAt = now - 100 }
      return entry
    }
    let list = TrustList(
      sequence: sequence, issuedAt: issuedAt, refreshBy: now + 1000, keys: try KeySet(entries),
      certificateRoots: [[UInt8](repeating: 5, count: 32)])
    return try .sign(list, with: root)
  }

  func bundle(statuses: [(index: UInt32, status: ReportStatus)] = []) throws -> SignedBundle {
    let lists = [
      try SignedStatusList.sign(
        StatusList(list: 1, set: statuses), issuedAt: now, refreshBy: now + 2000, with: publications)
    ]
    return try .sign(
      VerificationBundle(
        trustList: list(), statusLists: lists, changeLists: [], checkpoint: nil, files: try Self.catalogueFiles(),
        issuedAt: now,
        refreshBy: now + 2000), with: publications)
  }

  func digits() throws -> String {
    let claims = try ReportClaims(
      issuedAt: issuedAt, expiresAt: issuedAt + 30 * 86_400, kind: .noViolation,
      catalogueVersion: UInt16(try #require(Self.catalogue().domainLists.first).version),
      number: "20261118181640123K7Q2Z", subject: "示例有限公司", ident: "91440300MA5EXAMP0C", days: 19_699...20_774,
      domains: DomainAnswers(asked: [0, 1], hits: [], noData: []), recordCount: 0, pages: 2,
      digest: [UInt8](repeating: 7, count: 32), status: .init(1 << 24 | 77), terms: nil)
    return try Token.sign(claims, with: reports).digits
  }

  /// As it ships.
  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../templates/catalogue").standardized.path

  static func catalogue() throws -> Catalogue { try Catalogue.load(directory: directory) }

  static func catalogueFiles() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = ["templates/other.yaml": Array("not: [of the catalogue".utf8)]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory) where path.hasSuffix(".yaml") {
      files["templates/catalogue/\(path)"] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(path)")))
    }
    return files
  }
}

@Suite struct OfflineGroundsTests {
  private let issuer = Issuer()

  private func list(_ signed: SignedTrustList) throws -> TrustList {
    try TrustList(file: signed.bytes, path: "list", byRoot: issuer.fingerprint)
  }

  private func bundle(
    _ statuses: [(index: UInt32, status: ReportStatus)] = [], knowing other: SignedTrustList? = nil
  ) throws -> OfflineGrounds {
    try OfflineGrounds(
      VerifiedBundle(
        file: issuer.bundle(statuses: statuses).bytes, path: "bundle", byRoot: issuer.fingerprint,
        knowing: try other.map(list), at: now))
  }

  /// Keys, and nothing of revocations: the answer says so.
  @Test func aTrustListKnowsKeys() throws {
    let grounds = OfflineGrounds(try list(issuer.list()))
    let answer = grounds.verifier(at: now, formats: ReadableFormats([])).verify(digits: try issuer.digits())
    #expect(answer.answer == .valid && answer.notes == [.statusNotChecked, .logNotChecked, .dataChangesNotWatched])
    #expect(answer.evidence.report?.status == .notAsked && answer.statusTime == nil)
    #expect(answer.lines(grounds.tokenNames).contains { $0.contains("编号0") }, "names are in bundles")
    let late = grounds.verifier(at: now + 1001, formats: ReadableFormats([])).verify(digits: try issuer.digits())
    #expect(late.answer == .validStatusStale, "a newer list is due")
    let forged = grounds.verifier(at: now, formats: ReadableFormats([])).verify(digits: try Issuer().digits())
    #expect(forged.answer == .token(.unknownKey))
    #expect(grounds.trust.clockFloor == issuedAt && grounds.trust.origin == .root)
  }

  @Test func aSheetsTextIsTheSameList() throws {
    let signed = try issuer.list()
    let text = Array(("\(signed.text.prefix(40))\n\(signed.text.dropFirst(40))\n").utf8)
    #expect(try TrustList(file: text, path: "sheet", byRoot: issuer.fingerprint) == list(signed))
    #expect(throws: NotBelieved.self) {
      try TrustList(file: Array("xinbao-trust:12x".utf8), path: "sheet", byRoot: issuer.fingerprint)
    }
  }

  @Test func aBundleKnowsStatusesAndNames() throws {
    let digits = try issuer.digits()
    let grounds = try bundle()
    let answer = grounds.verifier(at: now, formats: ReadableFormats([])).verify(digits: digits)
    #expect(
      answer.answer == .valid && answer.notes == [.logNotChecked, .dataChangesNotWatched] && answer.statusTime == now)
    // By the same names as who reads the catalogue from its folder.
    let names = TokenNames(of: try Issuer.catalogue())
    #expect(answer.lines(grounds.tokenNames) == answer.lines(names))
    #expect(!answer.lines(names).contains { $0.contains("编号0") })
    let revoked = try bundle([(index: 77, status: .revoked)]).verifier(at: now, formats: ReadableFormats([])).verify(
      digits: digits)
    #expect(revoked.answer == .status(.revoked))
    #expect(
      try bundle().verifier(at: now + 2001, formats: ReadableFormats([])).verify(digits: digits).answer
        == .validStatusStale)
    #expect(
      try bundle().verifier(at: now - 400, formats: ReadableFormats([])).verify(digits: digits).answer
        == .clockBehindBundle)
  }

  @Test func aNewerListBesideABundleCounts() throws {
    let digits = try issuer.digits()
    let stolen = try issuer.list(sequence: 2, stolen: issuer.reports)
    #expect(
      try bundle(knowing: stolen).verifier(at: now, formats: ReadableFormats([])).verify(digits: digits).answer
        == .token(.keyCompromised))
    let older = try issuer.list(sequence: 1, stolen: issuer.reports)
    #expect(
      try bundle(knowing: older).verifier(at: now, formats: ReadableFormats([])).verify(digits: digits).answer == .valid
    )
    #expect(throws: NotBelieved.self, "its own key was stolen") {
      try bundle(knowing: issuer.list(sequence: 2, stolen: issuer.publications))
    }
  }

  @Test func ofAnotherRootNothingIsBelieved() throws {
    let other = Issuer()
    #expect {
      try TrustList(file: other.list().bytes, path: "a/list", byRoot: issuer.fingerprint)
    } throws: {
      "\($0)".hasPrefix("a/list: is not believed: WRONG_ROOT")
    }
    #expect {
      try VerifiedBundle(file: other.bundle().bytes, path: "a/bundle", byRoot: issuer.fingerprint, at: now)
    } throws: {
      "\($0)".hasPrefix("a/bundle: is not believed: WRONG_ROOT")
    }
    #expect(throws: NotBelieved.self) {
      try VerifiedBundle(file: [1, 2], path: "a/bundle", byRoot: issuer.fingerprint, at: now)
    }
  }
}
