import Foundation
import FoundationNetworking

/// The verification service of an issuer, asked over its API: /openapi.json describes it.
public struct ServiceClient: Sendable {
  private let base: URL
  /// Seconds for one question.
  private static let timeout = 60.0
  private static let maximumAnswer = 1 << 20

  /// - Parameter address: `https://verify.example.cn`, with a port or path if need be.
  /// - Throws: `Failure` for what is no such address.
  public init(_ address: String) throws(Failure) {
    guard let url = URL(string: address), ["http", "https"].contains(url.scheme), url.host != nil else {
      throw Failure(description: "`\(address)` is no address; give one such as https://verify.example.cn")
    }
    base = url
  }

  public struct Answer: Decodable, Sendable {
    public struct Row: Decodable, Sendable { public var label: String, value: String }
    public struct Note: Decodable, Sendable { public var code: String, text: String }
    public struct Ending: Decodable, Sendable { public var of: String, length: Int }
    public struct Receipt: Decodable, Sendable { public var number: String }
    /// `challenge`: the ending of the code on the paper is asked for first; else `answered`.
    public var state: String
    public var digits: String?, ending: Ending?
    /// What was given: `image` where a picture was, of which the code alone counts.
    public var source: String?
    public var valid: Bool?, code: String?, explanation: String?, place: String?, statusReason: String?,
      request: String?
    public var comparison: [Row]?
    public var notes: [Note]?
    public var receipt: Receipt?
  }

  /// No answer, or none of a verification service.
  public struct Failure: Error, CustomStringConvertible { public let description: String }

  /// - Parameter source: of the challenge that is answered by this.
  public func verify(
    digits: String, ending: String?, source: String? = nil
  ) throws -> (answer: Answer, json: String) {
    var question = ["digits": digits]
    (question["ending"], question["source"]) = (ending, source)
    return try post("api/v1/verify/code", try JSONEncoder().encode(question), type: "application/json")
  }

  public func verify(file: [UInt8], type: String) throws -> (answer: Answer, json: String) {
    try post("api/v1/verify/file", Data(file), type: type)
  }

  public func verify(number: String, checkCode: String) throws -> (answer: Answer, json: String) {
    try post(
      "api/v1/verify/number", try JSONEncoder().encode(["number": number, "checkCode": checkCode]),
      type: "application/json")
  }

  private func post(_ path: String, _ body: Data, type: String) throws -> (answer: Answer, json: String) {
    let url = base.appendingPathComponent(path)
    var request = URLRequest(url: url, timeoutInterval: Self.timeout)
    request.httpMethod = "POST"
    request.httpBody = body
    request.setValue(type, forHTTPHeaderField: "Content-Type")
    let (data, status) = try send(request)
    guard data.count <= Self.maximumAnswer else { throw Failure(description: "\(url): the answer is too long") }
    guard status == 200, let answer = try? JSONDecoder().decode(Answer.self, from: data) else {
      struct Problem: Decodable {
        struct Detail: Decodable { var message: String }
        var error: Detail
      }
      let problem = (try? JSONDecoder().decode(Problem.self, from: data))?.error.message
      throw Failure(
        description: "\(url): HTTP status \(status): \(problem ?? "not the answer of a verification service")")
    }
    return (answer, String(decoding: data, as: UTF8.self))
  }

  private func send(_ request: URLRequest) throws -> (Data, status: Int) {
    let exchange = Exchange()
    let session = URLSession(configuration: .ephemeral)
    defer { session.invalidateAndCancel() }
    session.dataTask(with: request) { data, response, error in
      exchange.finish(data ?? Data(), (response as? HTTPURLResponse)?.statusCode ?? 0, error?.localizedDescription)
    }.resume()
    let result = exchange.wait()
    if let problem = result.problem {
      throw Failure(description: "\(request.url?.absoluteString ?? ""): no answer: \(problem)")
    }
    return (result.data, result.status)
  }
}

/// Where the answer is waited for.
private final class Exchange: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  /// Written before `done` is signalled, read after.
  private var result: (data: Data, status: Int, problem: String?) = (Data(), 0, nil)

  func finish(_ data: Data, _ status: Int, _ problem: String?) {
    result = (data, status, problem)
    done.signal()
  }

  func wait() -> (data: Data, status: Int, problem: String?) {
    done.wait()
    return result
  }
}
