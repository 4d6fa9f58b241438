import Attestation
import Hexadecimal
import Hummingbird
import JSON
import Verifying
import Web

extension VerificationSite {
  func json(_ outcome: CodeOutcome) -> Response { .json(jsonValue(outcome)) }

  func json(_ answer: VerificationAnswer) -> Response { .json(jsonValue(.answer(answer))) }

  /// Several reports, or not all pages read, are told as such; one report as if its code had been given.
  func json(_ outcome: FileOutcome) -> Response { .json(jsonValue(outcome)) }

  func jsonValue(_ outcome: FileOutcome) -> JSONValue {
    if outcome.isComplete, outcome.parts.count == 1, let part = outcome.parts.first {
      return jsonValue(part.outcome, onPages: part.pages)
    }
    return .object(optional: [
      ("state", .string("several")), ("isWholeFileRead", .bool(outcome.isComplete)),
      ("reports", .array(outcome.parts.map { jsonValue($0.outcome, onPages: $0.pages) })),
    ])
  }

  func jsonValue(_ outcome: CodeOutcome, onPages pages: [Int] = []) -> JSONValue {
    switch outcome {
    case .answer(let answer):
      var document = VerificationDocument(answer.verification, names: options.tokenNames)
      document.pages = pages
      document.receipt = answer.receipt.map { json($0) }
      return document.json
    case .otherPaper: return VerificationDocument(.otherPaper, names: options.tokenNames).json
    case .challenge(let challenge):
      return .object(optional: [
        ("state", .string("challenge")), ("digits", .string(challenge.token.digits)),
        ("source", challenge.source == .digits ? nil : .string(challenge.source.name)),
        ("onPages", pages.isEmpty ? nil : .array(pages.map { .integer(Int64($0)) })),
        ("ending", .object([("of", .string(challenge.label)), ("length", .integer(Int64(paperEndingLength)))])),
        ("host", challenge.host.map(JSONValue.string)),
      ])
    }
  }

  func json(_ receipt: VerificationReceipt) -> JSONValue {
    .object(optional: [
      ("number", .string(receipt.number)), ("time", .integer(receipt.time)), ("channel", .string(receipt.channel)),
      ("code", .string(receipt.code)), ("conclusion", receipt.conclusion(options.tokenNames).map(\.json)),
      ("leaf", .string(hexadecimal(receipt.leaf))),
      ("signed", .string(hexadecimal(receipt.signed))),
    ])
  }
}
