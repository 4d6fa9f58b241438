public import ErrorCauses
import Records

/// Where the credit files of a self-print page come from.
public protocol CreditFileSource: Sendable {
  /// The file of a subject, as JSON; nil if there is none. May block.
  /// - Parameter code: the code of the logged-in subject, as the log-in gives it: its form is not checked yet.
  /// - Throws: `CreditFileSourceError`.
  func creditFile(of code: SubjectCode) throws -> [UInt8]?
}

/// 统一社会信用代码 or the number of a person's document, in its canonical form: only capital letters and digits, so that it is
/// safe as a file name.
public struct SubjectCode: Sendable, Hashable {
  public let text: String

  /// - Parameter given: as a provider writes it; spaces, full-width and lower-case letters are accepted.
  public init?(_ given: String) {
    let text = normalizedIdentifier(given)
    let isPlain = text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
    }
    guard isPlain, (5...32).contains(text.utf8.count) else { return nil }
    self.text = text
  }
}

/// Why a credit file cannot be read. Holds no codes and no contents.
public enum CreditFileSourceError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case unreadable(location: String, problem: String)
  case tooLarge(location: String)

  public var cause: ErrorCause {
    switch self {
    case .unreadable: .environment
    case .tooLarge: .input
    }
  }

  public var description: String {
    switch self {
    case .unreadable(let location, let problem): "\(location): a credit file cannot be read: \(problem)"
    case .tooLarge(let location): "\(location): a credit file has more than \(largestCreditFile) bytes"
    }
  }
}

/// In bytes; the most that a reader accepts.
let largestCreditFile = 16 << 20
