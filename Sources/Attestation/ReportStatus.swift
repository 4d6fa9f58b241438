/// Whether a report is still valid: two bits in a status list.
public enum ReportStatus: UInt8, Sendable, CaseIterable, Codable {
  case valid = 0
  /// Permanently.
  case revoked = 1
  /// A newer report on the same subject was issued.
  case superseded = 2
  /// 异议处理中: the subject has objected, and the objection is being examined.
  case suspended = 3

  /// Used in messages and machine-readable answers.
  public var word: String {
    switch self {
    case .valid: "valid"
    case .revoked: "revoked"
    case .superseded: "superseded"
    case .suspended: "suspended"
    }
  }

  public init?(word: String) {
    guard let status = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = status
  }
}
