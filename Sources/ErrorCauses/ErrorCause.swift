/// Whose it is to do something about an error.
public enum ErrorCause: Sendable, Equatable {
  /// What was given to work on: a file, a value in it, a row.
  case input
  /// How the work was asked for: options that do not go together, a name that is taken.
  case usage
  /// What the work needs of its machine: a disk, a font, a key, a setting, a database.
  case environment
  /// Others were in the way: the same, tried again, may succeed.
  case transient
  /// The program itself is wrong.
  case defect
}

/// An error that says whose it is. Whoever must decide by it (an exit status, whether a row is tried again) asks for this
/// and knows no list of types.
public protocol ClassifiedError: Error {
  var cause: ErrorCause { get }
  /// Nil where the error's own words say all that there is to do.
  var remedy: Remedy? { get }
}

extension ClassifiedError {
  public var remedy: Remedy? { nil }
}

extension Error {
  /// Of an error that does not say it, from a library or from Foundation: what the work needed was not there.
  public var cause: ErrorCause { (self as? any ClassifiedError)?.cause ?? .environment }

  public var remedy: Remedy? { (self as? any ClassifiedError)?.remedy }
}
