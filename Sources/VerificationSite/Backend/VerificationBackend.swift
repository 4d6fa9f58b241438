public import Attestation
public import FileFormats
public import Verifying
public import Web

/// What pages and API ask, and all that they know of keys, registry and log. Every call is one question; blocking work
/// runs on the backend's own threads, never on those that serve connections.
public protocol VerificationBackend: Sendable {
  /// Examines without a final answer: no journal entry, no receipt. For the challenge that precedes an answer.
  func examine(token: Token) async throws -> Verification
  /// Like `examine(token:)`, for the codes in a picture.
  func examine(picture: Upload, _ format: PictureFormat) async throws -> FileFindings

  /// - Parameter source: where the code was read: digits, a picture, a copy of paper.
  func verify(
    token: Token, from source: Verification.Source, for inquiry: Inquiry
  ) async throws -> VerificationAnswer
  /// - Parameters:
  ///   - number: as typed, trimmed of white space; at most 64 bytes.
  ///   - checkCode: as typed; at most 64 bytes.
  ///   - digest: SHA-256 of a file that stays with the verifier and is to be compared; nil: of none.
  func verify(
    number: String, checkCode: String, comparingFile digest: [UInt8]?, for inquiry: Inquiry
  ) async throws -> NumberAnswer
  /// - Parameter format: of the file, judged by its first bytes.
  func verify(document: Upload, as format: any FileFormat, for inquiry: Inquiry) async throws -> DocumentAnswer

  /// Nil for a number that was never issued.
  func receipt(number: String) async throws -> VerificationReceipt?

  // What anybody may fetch to verify independently; nil if the backend does not publish it.

  func trustList() async throws -> [UInt8]?
  func statusList(_ list: UInt8) async throws -> [UInt8]?
  /// The signed list of changes beside it.
  func changeList(_ list: UInt8) async throws -> [UInt8]?
  func checkpoint() async throws -> [UInt8]?
  func bundle() async throws -> [UInt8]?

  /// Writes down what was only counted so far.
  /// - Parameter isLast: whatever there is; else only what waited long enough.
  func settle(isLast: Bool) async throws

  /// Whether keys and registry are available, and the registry can be written.
  /// - Throws: why not, for the log.
  func checkReady() async throws
}

/// Who asks, and by which channel; for the journal.
public struct Inquiry: Sendable, Equatable {
  public enum Channel: String, Sendable, CaseIterable {
    case pageCode = "page-code"
    case pageNumber = "page-number"
    case pageFile = "page-file"
    case apiCode = "api-code"
    case apiNumber = "api-number"
    case apiFile = "api-file"
  }
  public var channel: Channel
  /// Code of the verifier's agency as it was supplied, at most 64 of A–Z, a–z, 0–9, `.`, `_`, `-`; it is not checked.
  public var agency: String?

  public init(channel: Channel, agency: String? = nil) { (self.channel, self.agency) = (channel, agency) }
}

public struct VerificationAnswer: Sendable, Equatable {
  public var verification: Verification
  /// Nil if there is nothing to issue a receipt for: no report, or a backend without a registry.
  public var receipt: VerificationReceipt?
  /// For the log: why the answer could not be recorded, and has no receipt. Nil: it was, or there is nothing to record.
  public var unrecorded: String?

  public init(verification: Verification, receipt: VerificationReceipt? = nil) {
    (self.verification, self.receipt) = (verification, receipt)
  }

  /// An answer that could not be recorded, and says so.
  public init(_ verification: Verification, unrecorded problem: String) {
    self.init(verification: verification)
    self.verification.notes.append(.notRecorded)
    unrecorded = problem
  }
}

public enum DocumentAnswer: Sendable, Equatable {
  case answer(VerificationAnswer)
  /// It is a copy of paper: what was found on its pages, without a final answer.
  case copy(FileFindings)
}

public enum NumberAnswer: Sendable, Equatable {
  case answer(VerificationAnswer)
  /// No such number, a wrong check code, or invalid input: the answer never says which.
  case refused
  /// Too many wrong attempts for this number, whether or not it exists.
  case throttled(retryAfterSeconds: Int)
}

/// Proof that a verification took place, for the verifier's files. Contains no names.
public struct VerificationReceipt: Sendable, Equatable {
  /// 1 to 64 of the characters A–Z, a–z, 0–9 and `-`.
  public var number: String
  /// Seconds since 1970.
  public var time: Int64
  public var channel: String
  /// The answer's code.
  public var code: String
  /// The report's leaf in the log: 32 bytes.
  public var leaf: [UInt8]
  /// The signed receipt, COSE_Sign1.
  public var signed: [UInt8]
  /// What the report claims whose hash is `leaf`. It is not in what is signed, which binds it by that hash.
  public var claims: ReportClaims?

  public init(
    number: String, time: Int64, channel: String, code: String, leaf: [UInt8], signed: [UInt8],
    claims: ReportClaims? = nil
  ) {
    (self.number, self.time, self.channel, self.code) = (number, time, channel, code)
    (self.leaf, self.signed, self.claims) = (leaf, signed, claims)
  }

  /// What the report concluded; nil: nothing that may be told.
  func conclusion(_ names: TokenNames) -> Conclusion? { claims.flatMap { Conclusion($0, answer: code, names) } }
}
