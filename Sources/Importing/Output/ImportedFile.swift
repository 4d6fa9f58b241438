public import ErrorCauses

/// A credit file to be written.
public struct ImportedFile: Sendable {
  /// `91440001MA5C0R1U3X.json`
  public var name: String
  public var bytes: [UInt8]
  /// Whether it belongs to a natural person: then its name and content are personal data.
  public var isPersonal: Bool
}

/// A subject whose file would be too large to read.
public struct OversizeError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var subject: String
  public var problem: String
  public var cause: ErrorCause { .input }

  public var description: String { "\(subject): \(problem); a credit file holds no more: import fewer tables at once" }
}
