import Foundation
import FoundationNetworking

/// One request to a service, waited for.
struct HTTPPost {
  var url: String
  /// Seconds for all of it.
  var timeout: Double
  /// Bytes.
  var maximumResponse: Int

  func send(
    _ body: [UInt8], contentType: String, expecting expectedType: String
  ) throws(SignatureError) -> [UInt8] {
    guard let address = URL(string: url), ["http", "https"].contains(address.scheme), address.host != nil else {
      throw failure("not an address; give one like http://tsa.example/")
    }
    var request = URLRequest(url: address)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue(contentType, forHTTPHeaderField: "Content-Type")
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    configuration.timeoutIntervalForResource = timeout
    let answer = Answer(maximumSize: maximumResponse)
    let session = URLSession(configuration: configuration, delegate: answer, delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    session.dataTask(with: request).resume()
    guard answer.done.wait(timeout: .now() + timeout) == .success else {
      throw failure("no answer within \(Int(timeout)) seconds; try again later")
    }
    let (data, response, error) = answer.contents
    if let error { throw failure("\(error)") }
    guard let response = response as? HTTPURLResponse, response.statusCode == 200 else {
      throw failure("HTTP status \((response as? HTTPURLResponse)?.statusCode ?? 0)")
    }
    guard response.mimeType?.lowercased() == expectedType else {
      throw failure("an answer of type \(response.mimeType ?? "none") instead of \(expectedType); check the address")
    }
    return data
  }

  private func failure(_ problem: String) -> SignatureError { .timeStamp(url: url, problem: problem) }
}

/// Collects the answer, and hangs up when it is too long.
private final class Answer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  let done = DispatchSemaphore(value: 0)
  private let maximumSize: Int
  /// Guards what follows.
  private let lock = NSLock()
  private var data: [UInt8] = []
  private var response: URLResponse?
  private var problem: String?

  init(maximumSize: Int) { self.maximumSize = maximumSize }

  var contents: ([UInt8], URLResponse?, String?) { lock.withLock { (data, response, problem) } }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    lock.withLock {
      guard self.data.count + data.count <= maximumSize else {
        problem = "an answer of more than \(maximumSize) bytes"
        return dataTask.cancel()
      }
      self.data += data
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    lock.withLock {
      response = task.response
      if problem == nil, let error { problem = "\(error.localizedDescription)" }
    }
    done.signal()
  }

  /// A redirect would send the digest to somebody else, and make a GET of it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) { completionHandler(nil) }
}
