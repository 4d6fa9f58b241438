public import ErrorCauses
import Records

/// Where the credit files of a self-print page come from.
public protocol CreditFileSource: Sendable {
  /// The file of a subject, as JSON; nil where there is none. May block.
  /// - Parameter code: of the subject that is logged in, as the log-in says it: not yet known to be of any form.
  /// - Throws: `CreditFileSourceError`.
  func creditFile(of code: SubjectCode) throws -> [UInt8]?
}

/// 统一社会信用代码 or the number of a person's document, in its canonical form: capital letters and digits, so that it
/// can be a file's name and nothing else.
public struct SubjectCode: Sendable, Hashable {
  public let text: String

  /// - Parameter given: as a provider writes it; spaces, full-width and lower-case letters are forgiven.
  public init?(_ given: String) {
    let text = normalizedIdentifier(given)
    let isPlain = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    }
    guard isPlain, (5...32).contains(text.utf8.count) else { return nil }
    self.text = text
  }
}

/// What keeps a credit file from being had. Holds no codes and no contents.
public enum CreditFileSourceError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case unreadable(place: String, problem: String)
  case tooLarge(place: String)

  public var cause: ErrorCause {
    switch self {
    case .unreadable: .environment
    case .tooLarge: .input
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let place, let problem): "\(place): a credit file cannot be read: \(problem)"
    case .tooLarge(let place): "\(place): a credit file has more than \(largestCreditFile) bytes"
    }
  }
}

/// Bytes; what a reader takes.
let largestCreditFile = 16 << 20
