import Foundation
import OutboundHTTP
import Registry

/// The line to an issuer: a Unix socket, at which it takes one question a connection, by HTTP: four bytes with the length of
/// the JSON (big-endian), the JSON, and what is attached to it.
struct IssuerLine: Sendable {
  /// Path of the socket.
  let socket: String

  /// Of this form of questions and replies.
  static let path = "/1"
  /// Bytes of a question's JSON: a form, or an objection's words. What is in it is compared, which costs much more than its
  /// length, before anybody is known to have asked.
  static let longestHead = 64 << 10
  /// Bytes of a question: an objection with all of its files.
  static let longestQuestion = 4 + longestHead + ObjectionFile.most * ObjectionFile.largest
  /// Bytes of a reply: a report's file, in Base64.
  static let longestReply = 256 << 20
  /// How long a reply may take: a report of ten thousand records takes seconds, and waits for others.
  static let seconds = 120.0

  /// - Throws: `IssuerRefusal`; `IssuerUnreachable`.
  func ask<Value: Sendable & Codable>(
    _ question: IssuerQuestion, _ type: Value.Type = Value.self, attached: [[UInt8]] = [],
    within seconds: Double = Self.seconds
  ) async throws -> Value {
    let body = HTTPQuestion.Body(type: "application/octet-stream", bytes: try Self.packed(question, attached))
    let client = HTTPClient(HTTPLimits(seconds: seconds, connectSeconds: 5, bytes: Self.longestReply))
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try await client.answer(to: HTTPQuestion("http://issuer" + Self.path, body: body, socket: socket))
    } catch {
      var problem = "\(error)"
      if case .transfer(let words) = error.problem { problem = Self.problem(of: socket) ?? words }
      throw IssuerUnreachable(socket: socket, problem: problem)
    }
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

extension IssuerLine {
  static func packed(_ question: IssuerQuestion, _ attached: [[UInt8]]) throws -> [UInt8] {
    let head = Array(try JSONEncoder().encode(question))
    let length = (0..<4).map { UInt8(truncatingIfNeeded: head.count >> (24 - 8 * $0)) }
    return length + head + attached.flatMap(\.self)
  }

  /// Nil for what is no question, or too long for one.
  static func unpacked(_ bytes: [UInt8]) -> (question: IssuerQuestion, attached: ArraySlice<UInt8>)? {
    guard bytes.count >= 4 else { return nil }
    let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= longestHead, bytes.count >= 4 + length,
      let question = try? JSONDecoder().decode(IssuerQuestion.self, from: Data(bytes[4..<(4 + length)]))
    else { return nil }
    return (question, bytes[(4 + length)...])
  }

  /// Why nobody can be asked there, as far as the file system tells; nil: it is no fault of the path.
  private static func problem(of socket: String) -> String? {
    let manager = FileManager.default
    let folder = URL(fileURLWithPath: socket).deletingLastPathComponent().path
    guard manager.fileExists(atPath: folder) else { return "there is no such folder; start xinbao-issuer first" }
    guard manager.isExecutableFile(atPath: folder) else {
      return "this user may not enter \(folder); add it to the folder's group"
    }
    guard let type = try? manager.attributesOfItem(atPath: socket)[.type] as? FileAttributeType else {
      return "no issuer takes questions there; start xinbao-issuer first"
    }
    guard type == .typeSocket else { return "is no socket; name the one that xinbao-issuer was given" }
    guard manager.isWritableFile(atPath: socket) else {
      return "this user may not use it; add it to the socket's group"
    }
    return "no issuer answers there; start xinbao-issuer"
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
