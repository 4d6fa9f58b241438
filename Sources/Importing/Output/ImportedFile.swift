public import ErrorCauses

/// A credit file as it is to be written.
public struct ImportedFile: Sendable {
  /// `91440001MA5C0R1U3X.json`
  public var name: String
  public var bytes: [UInt8]
  /// A natural person's: its name and content are personal data.
  public var isPersonal: Bool
}

/// A subject whose file nobody could read.
public struct OversizeError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var subject: String
  public var problem: String
  public var cause: ErrorCause { .input }

  public var description: String { "\(subject): \(problem); a credit file holds no more: import fewer tables at once" }
}
