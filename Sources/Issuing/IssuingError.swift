public import ErrorCauses

/// What stops a report from being issued, apart from its data, template and fonts, which have their own errors.
public enum IssuingError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The report is registered, and its file complete, but still under its hidden name.
  case unpublished(number: String, hidden: String, problem: String)

  public var cause: ErrorCause {
    switch self {
    case .unpublished: .environment
    }
  }

  public var remedy: Remedy? {
    switch self {
    case .unpublished: .recoverReports
    }
  }

  public var description: String {
    switch self {
    case .unpublished(let number, let hidden, let problem):
      "report \(number) is registered, but its file could not be given its name: \(problem); it is at \(hidden)"
    }
  }
}
