public import ErrorCauses

/// Why a document could not be signed. (A refused signature is an answer: `SignatureRefusal`.)
public enum SignatureError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// A certificate file; `file` is its name.
  case certificate(file: String, problem: String)
  /// A private key, or a PKCS#12 file.
  case key(file: String, problem: String)
  /// The certificate was not yet or no longer valid at the time of signing.
  case outOfValidity(name: String, problem: String)
  /// The time-stamping service.
  case timeStamp(url: String, problem: String)
  /// The signature does not fit into the room that the document reserved.
  case tooLarge(bytes: Int, room: Int)
  /// The cryptographic library failed.
  case signing(problem: String)

  public var cause: ErrorCause { .environment }

  public var description: String {
    switch self {
    case .certificate(let file, let problem): "\(file): \(problem)"
    case .key(let file, let problem): "\(file): \(problem)"
    case .outOfValidity(let name, let problem): "certificate of \(name): \(problem); renew it"
    case .timeStamp(let url, let problem): "time stamp from \(url): \(problem)"
    case .tooLarge(let bytes, let room):
      "the signature has \(bytes) bytes, the document left room for \(room); reserve more"
    case .signing(let problem): "signing the document failed: \(problem)"
    }
  }
}
