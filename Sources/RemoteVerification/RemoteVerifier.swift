import Foundation
import OutboundHTTP

/// The verification service of an issuer, asked over its API: /openapi.json describes it.
public struct RemoteVerifier: Sendable {
  /// What the paths of the API follow.
  private let base: String
  /// `base` without user and password, for messages.
  private let shown: String
  /// In total: a service takes a minute for a body and 45 s for its answer, and a line may be slow.
  private static let seconds = 150.0
  private static let client = HTTPClient(HTTPLimits(seconds: seconds, connectSeconds: 30, bytes: 1 << 20))

  /// - Parameter address: `https://verify.example.cn`, with a port or path if need be.
  /// - Throws: `Failure` for what is no such address.
  public init(_ address: String) throws(Failure) {
    let path = String(address.prefix { $0 != "?" && $0 != "#" })
    let base = path.hasSuffix("/") ? path : path + "/"
    guard let shown = HTTPQuestion(base).shownAddress else {
      throw Failure(description: "`\(address)` is no address; give one such as https://verify.example.cn")
    }
    (self.base, self.shown) = (base, shown)
  }

  public struct Answer: Decodable, Sendable {
    public struct Row: Decodable, Sendable { public var label: String, value: String }
    public struct Note: Decodable, Sendable { public var code: String, text: String }
    public struct Ending: Decodable, Sendable { public var of: String, length: Int }
    public struct Receipt: Decodable, Sendable { public var number: String }
    /// `challenge`: the ending of the code on the paper is asked for first; `several`: `reports` has one of the others for
    /// each report in the file; else `answered`.
    public var state: String
    public var digits: String?, ending: Ending?
    public var reports: [Answer]?
    /// On which pages of the file its code stands.
    public var onPages: [Int]?
    public var isWholeFileRead: Bool?
    /// What was given: `image` or `copy` where a picture or a copy of paper was, of which the code alone counts.
    public var source: String?
    public struct Conclusion: Decodable, Sendable { public var text: String, scope: String }
    public var valid: Bool?, code: String?, headline: String?, explanation: String?, place: String?,
      statusReason: String?, request: String?
    /// The second answer: what the report concludes, and for which scope; nil: nothing that may be told.
    public var conclusion: Conclusion?
    /// Since when the report no longer counts as it did, seconds since 1970.
    public var since: Int64?
    public var comparison: [Row]?
    public var notes: [Note]?
    public var receipt: Receipt?

    /// A yes needs both: a code that this version does not know is a no (docs/verification.md, §4).
    public var isYes: Bool {
      valid == true && ["VALID", "VALID_STATUS_STALE", "VALID_PAGES_NOT_COMPARED"].contains(code)
    }
  }

  /// No answer, or none of a verification service.
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  /// - Parameter source: of the challenge that is answered by this.
  public func verify(
    digits: String, ending: String?, source: String? = nil
  ) throws -> (answer: Answer, json: String) {
    var question = ["digits": digits]
    (question["ending"], question["source"]) = (ending, source)
    return try post("api/v1/verify/code", Array(try JSONEncoder().encode(question)), type: "application/json")
  }

  public func verify(file: [UInt8], type: String) throws -> (answer: Answer, json: String) {
    try post("api/v1/verify/file", file, type: type)
  }

  public func verify(number: String, checkCode: String) throws -> (answer: Answer, json: String) {
    try post(
      "api/v1/verify/number", Array(try JSONEncoder().encode(["number": number, "checkCode": checkCode])),
      type: "application/json")
  }

  private func post(_ path: String, _ body: [UInt8], type: String) throws -> (answer: Answer, json: String) {
    let address = base + path
    let data: HTTPAnswer
    do throws(HTTPFailure) {
      data = try Self.client.answer(to: HTTPQuestion(address, body: .init(type: type, bytes: body)))
    } catch {
      let isTooLong = if case .size = error.problem { true } else { false }
      throw Failure(
        description: isTooLong ? "\(error.address): the answer is too long" : "\(error.address): no answer: \(error)")
    }
    guard data.status == 200, let answer = try? JSONDecoder().decode(Answer.self, from: Data(data.body)) else {
      struct Problem: Decodable {
        struct Detail: Decodable { var message: String }
        var error: Detail
      }
      let problem = (try? JSONDecoder().decode(Problem.self, from: Data(data.body)))?.error.message
      throw Failure(
        description:
          "\(shown + path): HTTP status \(data.status): \(problem ?? "not the answer of a verification service")")
    }
    return (answer, String(decoding: data.body, as: UTF8.self))
  }
}
