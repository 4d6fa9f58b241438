public import Foundation
import FoundationNetworking

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

/// One request a time over URLSession: bounded in time and size, and never redirected, since a redirect would take code
/// and secret to somebody else.
public struct URLSessionTransport: ProviderTransport {
  /// Seconds.
  private static let timeout = 10.0
  /// Bytes. Documents, keys and tokens have some thousands.
  private static let maximumAnswer = 256 << 10

  public init() {}

  public func send(_ request: ProviderRequest) async throws(LogInFailure) -> ProviderResponse {
    guard let url = URL(string: request.url) else { throw .provider(problem: "`\(request.url)` is no address") }
    var question = URLRequest(url: url, timeoutInterval: Self.timeout)
    question.setValue("application/json", forHTTPHeaderField: "Accept")
    if let authorization = request.authorization {
      question.setValue(authorization, forHTTPHeaderField: "Authorization")
    }
    if let form = request.form {
      question.httpMethod = "POST"
      question.httpBody = Data(form.utf8)
      question.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
    }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForResource = Self.timeout
    configuration.httpCookieStorage = nil
    configuration.urlCache = nil
    let answer = Answer(maximumSize: Self.maximumAnswer)
    let session = URLSession(configuration: configuration, delegate: answer, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: question)
    let outcome: Answer.Outcome = await withCheckedContinuation { continuation in
      answer.begin(continuation)
      task.resume()
    }
    if let problem = outcome.problem { throw .provider(problem: "\(url.host ?? "") gives no answer: \(problem)") }
    return ProviderResponse(status: outcome.status, body: outcome.body)
  }
}

/// Collects an answer, and hangs up when it is too long.
private final class Answer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  typealias Outcome = (status: Int, body: Data, problem: String?)
  private let maximumSize: Int
  /// Guards what follows.
  private let lock = NSLock()
  private var body = Data()
  private var problem: String?
  private var continuation: CheckedContinuation<Outcome, Never>?

  init(maximumSize: Int) { self.maximumSize = maximumSize }

  func begin(_ continuation: CheckedContinuation<Outcome, Never>) { lock.withLock { self.continuation = continuation } }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    lock.withLock {
      guard body.count + data.count <= maximumSize else {
        problem = "more than \(maximumSize) bytes"
        return dataTask.cancel()
      }
      body += data
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let (waiting, outcome) = lock.withLock { () -> (CheckedContinuation<Outcome, Never>?, Outcome) in
      if problem == nil, let error { problem = error.localizedDescription }
      defer { continuation = nil }
      return (continuation, ((task.response as? HTTPURLResponse)?.statusCode ?? 0, body, problem))
    }
    waiting?.resume(returning: outcome)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) { completionHandler(nil) }
}
