public import Foundation
import OutboundHTTP

/// A request from the service itself to the provider, not through the browser.
public struct ProviderRequest: Sendable, Equatable {
  public var url: String
  /// Nil: GET. Otherwise the body of a POST, `application/x-www-form-urlencoded`.
  public var form: String?
  /// `Authorization`.
  public var authorization: String?
}

public struct ProviderResponse: Sendable, Equatable {
  public var status: Int
  public var body: Data
  public init(status: Int, body: Data) { (self.status, self.body) = (status, body) }
}

/// The network, replaceable in tests.
public protocol ProviderTransport: Sendable {
  func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse
}

/// One request at a time: limited in time and size, and never redirected, because a redirect would pass code and secret
/// to another server.
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
