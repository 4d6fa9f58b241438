import Attestation
import HTTPTypes
import Hexadecimal
import Hummingbird
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
    case .otherPaper: json(DeskAnswer(verification: .otherPaper))
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

  func json(_ answer: DeskAnswer) -> Response {
    var document = VerificationDocument(answer.verification, names: options.domainNames)
    document.receipt = answer.receipt.map(Self.json)
    return json(document.json)
  }

  static func json(_ receipt: DeskReceipt) -> JSONValue {
    .object([
      ("number", .string(receipt.number)), ("time", .integer(receipt.time)), ("channel", .string(receipt.channel)),
      ("code", .string(receipt.code)), ("leaf", .string(hexadecimal(receipt.leaf))),
      ("signed", .string(hexadecimal(receipt.signed))),
    ])
  }
}
