public import Foundation
import OutboundHTTP

/// A question to the provider from the service itself, not through the browser.
public struct ProviderRequest: Sendable, Equatable {
  public var url: String
  /// Nil: GET. Else the body of a POST, `application/x-www-form-urlencoded`.
  public var form: String?
  /// `Authorization`.
  public var authorization: String?
}

public struct ProviderResponse: Sendable, Equatable {
  public var status: Int
  public var body: Data
  public init(status: Int, body: Data) { (self.status, self.body) = (status, body) }
}

/// The network, so that tests can stand in for it.
public protocol ProviderTransport: Sendable {
  func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse
}

/// One request a time: bounded in time and size, and never redirected, since a redirect would take code and secret to
/// somebody else.
public struct OutboundTransport: ProviderTransport {
  /// Documents, keys and tokens have some thousands of bytes.
  private static let client = HTTPClient(HTTPLimits(seconds: 10, bytes: 256 << 10))

  public init() {}

  public func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse {
    var question = HTTPQuestion(request.url, headers: ["Accept": "application/json"])
    question.headers["Authorization"] = request.authorization
    question.body = request.form.map { .init(type: "application/x-www-form-urlencoded", bytes: Array($0.utf8)) }
    do throws(HTTPFailure) {
      let answer = try await Self.client.answer(to: question)
      return ProviderResponse(status: answer.status, body: Data(answer.body))
    } catch {
      if error.problem == .address { throw .provider(problem: "`\(error.address)` is no address") }
      throw .provider(problem: "\(error.address) gives no answer: \(error)")
    }
  }
}
