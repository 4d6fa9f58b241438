public import ErrorCauses

/// Why fonts are not available. One line: where, what, and what to do.
public struct TypefaceError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// A file, or `fonts.yaml:line:column`.
  public var place: String
  public var problem: String
  /// What the reader can do about it.
  public var remedy: String

  public init(place: String, problem: String, remedy: String) {
    (self.place, self.problem, self.remedy) = (place, problem, remedy)
  }

  public var cause: ErrorCause { .environment }

  public var description: String { "\(place): \(problem); \(remedy)" }
}
