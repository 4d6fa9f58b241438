import Attestation
import HTTPTypes
import Hexadecimal
import Hummingbird
import Signatures
import Verifying

extension VerificationService {
  func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.bytes)))
  }

  func json(_ error: ServiceError) -> Response {
    let details: [(String, JSONValue?)] = [
      ("code", .string(error.code)), ("message", .string(error.message)),
      ("retryAfter", error.retryAfter.map { .integer(Int64($0)) }),
    ]
    return json(.object([("error", .object(optional: details))]), status: error.status)
  }

  func json(_ outcome: CodeOutcome) -> Response {
    switch outcome {
    case .answer(let answer): json(answer)
    case .otherPaper: json(refusal: Answer.otherPaper.code, Answer.otherPaper.explanation)
    case .challenge(let challenge):
      json(
        .object(optional: [
          ("state", .string("challenge")), ("digits", .string(challenge.token.digits)),
          ("source", challenge.isOfPicture ? .string(Verification.Source.image.rawValue) : nil),
          ("ending", .object([("of", .string(challenge.label)), ("length", .integer(Int64(paperEndingLength)))])),
          ("host", challenge.host.map(JSONValue.string)),
        ]))
    }
  }

  /// An answer without a report behind it.
  func json(refusal code: String, _ explanation: String) -> Response {
    json(
      .object([
        ("state", .string("answered")), ("valid", .bool(false)), ("code", .string(code)),
        ("explanation", .string(explanation)), ("development", .bool(false)), ("notes", .array([])),
      ]))
  }

  func json(_ answer: DeskAnswer) -> Response {
    let verification = answer.verification
    let rows = verification.claims?.rows(options.domainNames) ?? []
    return json(
      .object(optional: [
        ("state", .string("answered")), ("valid", .bool(verification.isValid)),
        ("code", .string(verification.answer.code)), ("explanation", .string(verification.answer.explanation)),
        ("statusReason", verification.statusReason.map(JSONValue.string)),
        ("place", verification.place.map(JSONValue.string)),
        ("signer", verification.signer.map { .string($0.signerName) }),
        ("development", .bool(verification.development)), ("source", .string(verification.source.rawValue)),
        ("kid", verification.kid.map { .string($0.description) }), ("host", verification.host.map(JSONValue.string)),
        ("claims", verification.claims.map(Self.json)),
        ("request", rows.isEmpty ? nil : .string("请将上述内容与纸质报告逐项比对，有任何一项不一致的，请勿采信。")),
        (
          "comparison",
          rows.isEmpty
            ? nil : .array(rows.map { .object([("label", .string($0.label)), ("value", .string($0.value))]) })
        ),
        (
          "notes",
          .array(
            verification.notes.map { .object([("code", .string($0.rawValue)), ("text", .string($0.text))]) })
        ),
        ("receipt", answer.receipt.map(Self.json)),
      ]))
  }

  static func json(_ receipt: DeskReceipt) -> JSONValue {
    .object([
      ("number", .string(receipt.number)), ("time", .integer(receipt.time)), ("channel", .string(receipt.channel)),
      ("code", .string(receipt.code)), ("leaf", .string(hexadecimal(receipt.leaf))),
      ("signed", .string(hexadecimal(receipt.signed))),
    ])
  }

  /// With the names of `xinbao verify --json`.
  private static func json(_ claims: ReportClaims) -> JSONValue {
    func bits(_ mask: [UInt8]) -> JSONValue { .array(DomainAnswers.bits(of: mask).map { .integer(Int64($0)) }) }
    return .object([
      ("number", .string(claims.number)), ("kind", .string(claims.kind.name)), ("subject", .string(claims.subject)),
      ("ident", .string(claims.ident)), ("issuedAt", .integer(claims.issuedAt)),
      ("expiresAt", .integer(claims.expiresAt)), ("fromDay", .integer(Int64(claims.days.lowerBound))),
      ("toDay", .integer(Int64(claims.days.upperBound))),
      ("catalogueVersion", .integer(Int64(claims.catalogueVersion))), ("asked", bits(claims.domains.asked)),
      ("hits", bits(claims.domains.hits)), ("noData", bits(claims.domains.noData)),
      ("clean", bits(claims.domains.clean)), ("recordCount", .integer(Int64(claims.recordCount))),
      ("pages", .integer(Int64(claims.pages))), ("digest", .string(hexadecimal(claims.digest))),
      ("statusList", .integer(Int64(claims.status.list))), ("statusIndex", .integer(Int64(claims.status.index))),
    ])
  }
}
