import ReportKinds

/// The terms on which a report was made, which its answers depend on. Version 2 of the claims has them; a token of version
/// 1 does not say them.
public struct ReportTerms: Sendable, Equatable {
  /// Who says which days the sources delivered.
  public enum Basis: UInt8, Sendable {
    /// The issuer.
    case declared = 0
    /// Computed from deliveries.
    case deliveries = 1
  }

  /// For whom the report is.
  public struct Recipient: Sendable, Equatable {
    public let name: String
    /// Whether only the beginning of the name is here: all of it would make the symbol too dense to print.
    public let isCut: Bool
    /// Whether it was chosen from a list; else the applicant typed it, and nobody checked it.
    public let isChecked: Bool

    public init(name: String, isCut: Bool = false, isChecked: Bool = false) {
      (self.name, self.isCut, self.isChecked) = (name, isCut, isChecked)
    }
  }

  /// Number of the violation profile in the catalogue; 0: the report has none.
  public let profile: UInt16
  /// Number of the purpose; 0: none was given.
  public let purpose: UInt16
  public let basis: Basis
  public let recipient: Recipient?

  static let maximumRecipientLength = 200

  public init(profile: UInt16, purpose: UInt16, basis: Basis, recipient: Recipient?) {
    (self.profile, self.purpose, self.basis, self.recipient) = (profile, purpose, basis, recipient)
  }
}

extension ReportClaims {
  /// Whether changes of the data are noticed after the issue: of a report that concludes, and whose token says under which
  /// profile (claims of version 2). All others say that they are not (数据变动未监测).
  public var isWatched: Bool { kind.concludes && (terms?.profile ?? 0) > 0 }
}
