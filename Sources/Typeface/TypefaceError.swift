public import ErrorCauses

/// Why fonts are not available. One line: where, what, and what to do.
public struct TypefaceError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// A file, or `fonts.yaml:line:column`.
  public var location: String
  public var problem: String
  /// What the reader can do about it.
  public var remedy: String

  public init(location: String, problem: String, remedy: String) {
    (self.location, self.problem, self.remedy) = (location, problem, remedy)
  }

  public var cause: ErrorCause { .environment }

  public var description: String { "\(location): \(problem); \(remedy)" }
}
