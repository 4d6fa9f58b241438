import Attestation
import Hexadecimal
import Hummingbird
import JSON
import Verifying
import Web

extension VerificationSite {
  func json(_ outcome: CodeOutcome) -> Response { .json(jsonValue(outcome)) }

  func json(_ answer: VerificationAnswer) -> Response { .json(jsonValue(answer)) }

  func jsonValue(_ outcome: CodeOutcome) -> JSONValue {
    switch outcome {
    case .answer(let answer): jsonValue(answer)
    case .otherPaper: jsonValue(VerificationAnswer(verification: .otherPaper))
    case .challenge(let challenge):
      .object(optional: [
        ("state", .string("challenge")), ("digits", .string(challenge.token.digits)),
        ("source", challenge.isOfPicture ? .string(Verification.Source.image.name) : nil),
        ("ending", .object([("of", .string(challenge.label)), ("length", .integer(Int64(paperEndingLength)))])),
        ("host", challenge.host.map(JSONValue.string)),
      ])
    }
  }

  private func jsonValue(_ answer: VerificationAnswer) -> JSONValue {
    var document = VerificationDocument(answer.verification, names: options.tokenNames)
    document.receipt = answer.receipt.map { json($0) }
    return document.json
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
