import Foundation
import OutboundHTTP
import SwiftASN1

/// Has signatures stamped by a time-stamping authority (RFC 3161 over HTTP, 3.4). The calling thread waits for the
/// service.
public struct TimeStamper: Sendable {
  public let url: String
  /// The service's certificates must chain to these: a stamp that no verifier will accept is an error now, not later.
  public let roots: CertificateRoots
  /// Seconds.
  public let timeout: Double
  /// How often the service is asked before it counts as failed: a short network failure must not stop a batch.
  public var attempts = 1
  private let sleep: @Sendable (Double) -> Void
  /// Seconds since 1970, for the service's certificates and its clock.
  private let now: @Sendable () -> Int64
  /// Random.
  private let nonce: @Sendable () -> UInt64

  /// The most bytes that a token with its certificates takes; services with long chains need about 7 kB.
  public var reservedSize = 8192

  /// A response holds a token; longer ones are not read.
  static let maximumResponse = 1 << 16

  public init(
    url: String, roots: CertificateRoots, timeout: Double = 10,
    now: @escaping @Sendable () -> Int64,
    nonce: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) },
    sleep: (@Sendable (_ seconds: Double) -> Void)? = nil
  ) {
    (self.url, self.roots, self.timeout, self.now, self.nonce) = (url, roots, timeout, now, nonce)
    self.sleep = sleep ?? { Thread.sleep(forTimeInterval: $0) }
  }

  /// - Returns: the token over `signature`, as ContentInfo in DER.
  func token(for signature: [UInt8]) throws(SignatureError) -> [UInt8] {
    for attempt in 1..<max(1, attempts) {
      do throws(SignatureError) { return try ask(for: signature) } catch { sleep(Double(attempt)) }
    }
    return try ask(for: signature)
  }

  private func ask(for signature: [UInt8]) throws(SignatureError) -> [UInt8] {
    let request = TimeStampRequest(for: signature, nonce: nonce())
    let body: [UInt8]
    do { body = try request.encoded() } catch { throw failure("\(error)") }
    let answer = try reply(to: body)
    let response: TimeStampResponse
    do { response = try TimeStampResponse(derEncoded: answer) } catch {
      throw failure("an answer that is no time stamp (\(error)); check the address")
    }
    guard response.status == 0 || response.status == 1, let token = response.token else {
      throw failure("refused with status \(response.status) \(response.text)")
    }
    let verified: VerifiedTimeStamp
    do throws(SignatureRefusal) {
      verified = try VerifiedTimeStamp(token: token, over: signature[...], roots: roots, now: now())
    } catch {
      throw failure("a stamp that does not hold: \(error)")
    }
    // Otherwise an old answer could be replayed.
    guard verified.nonce == request.nonce else { throw failure("an answer to another question (its nonce differs)") }
    return token
  }

  /// The body of the service's answer (RFC 3161, 3.4).
  private func reply(to query: [UInt8]) throws(SignatureError) -> [UInt8] {
    let client = HTTPClient(HTTPLimits(seconds: timeout, bytes: Self.maximumResponse))
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try client.answer(
        to: HTTPQuestion(url, body: .init(type: "application/timestamp-query", bytes: query)))
    } catch {
      switch error.problem {
      case .address: throw failure("not an address; give one like http://tsa.example/")
      case .time: throw failure("\(error); try again later")
      default: throw failure("\(error)")
      }
    }
    guard answer.status == 200 else { throw failure("HTTP status \(answer.status)") }
    let type = "application/timestamp-reply"
    guard answer.type == type else {
      throw failure("an answer of type \(answer.type ?? "none") instead of \(type); check the address")
    }
    return answer.body
  }

  private func failure(_ problem: String) -> SignatureError {
    .timeStamp(url: HTTPQuestion(url).shownAddress ?? url, problem: problem)
  }
}
