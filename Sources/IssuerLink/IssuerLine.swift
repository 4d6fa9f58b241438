import Foundation
import OutboundHTTP

/// The line to an issuer: a Unix socket, at which it takes one question a connection, by HTTP.
struct IssuerLine: Sendable {
  /// Path of the socket.
  let socket: String

  /// Of this form of questions and replies.
  static let path = "/1"
  /// Bytes of a question: an objection with all of its files, in Base64, and its words.
  static let longestQuestion = 24 << 20
  /// Bytes of a reply: a report's file, in Base64.
  static let longestReply = 256 << 20
  /// How long a reply may take: a report of ten thousand records takes seconds, and waits for others.
  static let seconds = 120.0

  /// - Throws: `IssuerRefusal`; `IssuerUnreachable`.
  func ask<Value: Sendable & Codable>(
    _ question: IssuerQuestion, _ type: Value.Type = Value.self, within seconds: Double = Self.seconds
  ) async throws -> Value {
    let body = HTTPQuestion.Body(type: "application/json", bytes: Array(try JSONEncoder().encode(question)))
    let client = HTTPClient(HTTPLimits(seconds: seconds, connectSeconds: 5, bytes: Self.longestReply))
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try await client.answer(to: HTTPQuestion("http://issuer" + Self.path, body: body, socket: socket))
    } catch { throw IssuerUnreachable(socket: socket, problem: "\(error)") }
    guard answer.status == 200,
      let reply = try? JSONDecoder().decode(IssuerReply<Value>.self, from: Data(answer.body))
    else {
      throw IssuerUnreachable(socket: socket, problem: "answers otherwise than this version expects (\(answer.status))")
    }
    switch reply {
    case .value(let value): return value
    case .refused(let refusal): throw refusal
    }
  }
}

/// No answer of the issuer came.
public struct IssuerUnreachable: Error, Sendable, Equatable, CustomStringConvertible {
  public var socket: String
  public var problem: String
  public var description: String { "\(socket): \(problem)" }
}

/// The issuer had an answer, and could not give it.
struct IssuerFailed: Error, Sendable, Equatable, CustomStringConvertible {
  var socket: String
  var description: String { "\(socket): the issuer could not do it; its own log says why" }
}
