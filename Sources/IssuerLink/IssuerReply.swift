import Foundation
import OpenIDConnect
import Records
import Registry
import SelfPrinting

/// What the issuer says to a question.
enum IssuerReply<Value: Sendable & Codable>: Sendable, Codable {
  case value(Value)
  case refused(IssuerRefusal)
}

/// Why the issuer does not do what it is asked. What only its operator may know stands in its own log.
enum IssuerRefusal: Error, Sendable, Equatable, Codable {
  /// The pass opens nothing any more, or never did.
  case passOver
  /// Worded for the holder.
  case noReport(String)
  case objection(ObjectionRefusal)
  case logIn(LogInFailure)
  /// The question is none of this version.
  case unknownQuestion
  case failed
}

/// What a front is to know before it shows a form.
struct IssuerTerms: Sendable, Equatable, Codable {
  var domains: [DomainChoice]
  var questions: QuestionForm
  var objectionRules: ObjectionRules
  var turns: Registry.Turns
  /// 报告出具单位
  var issuer: String
  /// Browsers reach the page over TLS.
  var isSecure: Bool
}

/// Somebody whose log-in the issuer checked.
struct PassedHolder: Sendable, Equatable, Codable {
  var code: String
  var isPerson: Bool
  var name: String?
  var pass: String
}

/// Where the answer is in what was done.
struct Done: Sendable, Equatable, Codable {}

struct SentFile: Sendable, Equatable, Codable {
  var bytes: Data
  var name: String
  /// The name of its format.
  var format: String
}

struct SentObjection: Sendable, Equatable, Codable {
  var text: String
  var record: String?
  /// Bytes of each file, which are attached in this order.
  var files: [Int]
}
