import Attestation
import FileFormats
import JSON
import ReportKinds
import Signatures
import Verifying

@testable import Stacks

/// Reports of an issuer with a key of its own.
struct Samples {
  static let issuedAt: Int64 = 1_795_000_000
  let key = SigningKey()

  static let names: TokenNames = {
    var names = TokenNames()
    names.add(list: 1, label: "四领域目录", names: [0: "税务", 1: "消防安全", 2: "市场监管", 3: "药品监管"])
    return names
  }()

  /// A no-violation report, signed.
  func digits(
    _ number: String, subject: String = "示例有限公司", asked: Set<Int> = [0, 1, 2, 3], hits: Set<Int> = [],
    noData: Set<Int> = [], terms: ReportTerms? = nil
  ) throws -> String {
    let claims = try ReportClaims(
      issuedAt: Self.issuedAt, expiresAt: Self.issuedAt + 30 * 86_400, kind: .noViolation, catalogueVersion: 1,
      number: number, subject: subject, ident: "91440300MA5EXAMP0C", days: 19_681...20_776,
      domains: DomainAnswers(asked: asked, hits: hits, noData: noData), recordCount: 0, pages: 2,
      digest: [UInt8](repeating: 7, count: 32), status: .init(1 << 24 | 77), terms: terms)
    return try Token.sign(claims, with: key).digits
  }

  /// - Parameter now: seconds since 1970.
  func verification(of digits: String, now: Int64 = issuedAt + 100) throws -> Verification {
    let entry = KeySet.Entry(
      publicKey: key.publicKey, signing: Self.issuedAt - 1000...Self.issuedAt + 1000,
      verifyUntil: Self.issuedAt + 400 * 86_400)
    let trust = Trust(keys: try KeySet([entry]), origin: .root, certificateRoots: CertificateRoots())
    return Verifier(
      trust: trust, statuses: Statuses(), formats: ReadableFormats([]), now: now, reproduce: reproducesNothing
    ).verify(digits: digits)
  }

  func row(_ given: String, _ digits: String, now: Int64 = issuedAt + 100) throws -> StackRow {
    StackRow(given, try verification(of: digits, now: now), Self.names, document: .object([]))
  }
}

private struct Statuses: StatusSource {
  func finding(of token: ReceivedToken, fileFormat: String?) -> StatusFinding { .known(.valid, isLogged: true) }
}
