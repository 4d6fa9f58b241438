import Attestation
import Hexadecimal
public import JSON
import ReportKinds
import Signatures

/// The answer for machines, the same for `xinbao verify --json` and the API: docs/schema/verification.schema.json.
/// Members may be added; the meaning of a member never changes.
public struct VerificationDocument: Sendable {
  private let verification: Verification
  private let names: TokenNames
  /// What exactly was wrong, in English. A command shows it to its user; a service does not disclose it.
  public var tellsDetail = false
  /// On which pages of a file with several the code stands, from 1.
  public var pages: [Int] = []
  /// Not all of the file was looked at: it may hold more reports.
  public var isPartOfUnreadFile = false
  /// The receipt of the answer, if it is recorded.
  public var receipt: JSONValue?

  /// - Parameter names: of the domains; without them, the comparison shows numbers.
  public init(_ verification: Verification, names: TokenNames = TokenNames()) {
    (self.verification, self.names) = (verification, names)
  }

  public var json: JSONValue {
    let rows = verification.rows(names)
    let verdict = Verdict(verification, names)
    let members: [(String, JSONValue?)] = [
      ("state", .string("answered")), ("valid", .bool(verification.isValid)),
      ("code", .string(verification.answer.code)), ("headline", .string(verdict.headline)),
      ("tone", .string(verdict.tone.rawValue)),
      ("conclusion", verification.conclusion(names).map(\.json)),
      ("explanation", .string(verification.explanation)),
      ("detail", tellsDetail ? verification.detail.map(JSONValue.string) : nil),
      ("statusReason", verification.statusReason.map(JSONValue.string)),
      ("since", verification.since.map(JSONValue.integer)),
      ("statusTime", verification.statusTime.map(JSONValue.integer)),
      ("place", verification.place.map(JSONValue.string)),
      ("signer", verification.signer.map { .string($0.signerName) }),
      ("seal", verification.signer.map(\.json)), ("development", .bool(verification.development)),
      ("source", .string(verification.source.name)),
      ("onPages", pages.isEmpty ? nil : .array(pages.map { .integer(Int64($0)) })),
      ("isWholeFileRead", isPartOfUnreadFile ? .bool(false) : nil),
      ("file", verification.digestComparison.map { .string($0.rawValue) }),
      ("kid", verification.kid.map { .string($0.description) }), ("host", verification.host.map(JSONValue.string)),
      ("claims", verification.claims.map(\.json)),
      ("request", verification.asksToCompare ? .string(verification.comparisonRequest) : nil),
      (
        "comparison",
        rows.isEmpty ? nil : .array(rows.map { .object([("label", .string($0.label)), ("value", .string($0.value))]) })
      ),
      (
        "notes",
        .array(verification.notes.map { .object([("code", .string($0.code)), ("text", .string($0.text))]) })
      ), ("receipt", receipt),
    ]
    return .object(optional: members)
  }
}

extension Conclusion {
  public var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    return .object(optional: [
      ("outcome", .string(outcome.rawValue)), ("text", .string(text)), ("scope", .string(scope)),
      ("asked", .integer(Int64(asked))), ("listed", listed.map { .integer(Int64($0)) }), ("isWhole", .bool(isWhole)),
      ("records", list(withRecords)), ("inconclusive", list(withoutAnswer)), ("clean", list(clean)),
    ])
  }
}

extension VerifiedSignature {
  fileprivate var json: JSONValue {
    var stampedAt: Int64?
    if case .verified(let time, authority: _) = timeStamp { stampedAt = time }
    return .object(optional: [
      ("subject", .string(signerName)), ("fingerprint", .string(hexadecimal(certificateFingerprint))),
      ("stampedAt", stampedAt.map(JSONValue.integer)), ("isForTryingOut", .bool(isForTryingOut)),
    ])
  }
}

extension ReportClaims {
  fileprivate var json: JSONValue {
    func bits(_ mask: [UInt8]) -> JSONValue { .array(DomainAnswers.bits(of: mask).map { .integer(Int64($0)) }) }
    return .object(optional: [
      ("number", .string(number)), ("kind", .string(kind.name)), ("subject", .string(subject)),
      ("ident", .string(ident)), ("issuedAt", .integer(issuedAt)), ("expiresAt", .integer(expiresAt)),
      ("fromDay", .integer(Int64(days.lowerBound))), ("toDay", .integer(Int64(days.upperBound))),
      ("catalogueVersion", .integer(Int64(catalogueVersion))), ("asked", bits(domains.asked)),
      ("hits", bits(domains.hits)), ("noData", bits(domains.noData)), ("clean", bits(domains.clean)),
      ("recordCount", .integer(Int64(recordCount))), ("pages", .integer(Int64(pages))),
      ("digest", .string(hexadecimal(digest))), ("statusList", .integer(Int64(status.list))),
      ("statusIndex", .integer(Int64(status.index))), ("terms", terms.map(\.json)),
    ])
  }
}

extension ReportTerms {
  fileprivate var json: JSONValue {
    .object(optional: [
      ("profile", .integer(Int64(profile))), ("purpose", .integer(Int64(purpose))),
      ("basis", .string(basis == .deliveries ? "deliveries" : "declared")),
      (
        "recipient",
        recipient.map {
          .object([("name", .string($0.name)), ("isCut", .bool($0.isCut)), ("isChecked", .bool($0.isChecked))])
        }
      ),
    ])
  }
}
