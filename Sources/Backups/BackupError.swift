public import ErrorCauses

/// Why nothing was backed up, or restored.
public enum BackupError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// What was to be made is there already.
  case taken(path: String, problem: String)
  /// A backup is not what was made.
  case damaged(path: String, problem: String)
  /// Something in the home cannot be backed up.
  case unfit(path: String, problem: String)
  /// A program of PostgreSQL is not there, or failed.
  case program(name: String, problem: String)

  public var cause: ErrorCause {
    switch self {
    case .taken: .usage
    case .damaged: .input
    case .unfit, .program: .environment
    }
  }

  public var description: String {
    switch self {
    case .taken(let path, let problem), .damaged(let path, let problem), .unfit(let path, let problem):
      "\(path): \(problem)"
    case .program(let name, let problem): "\(name): \(problem)"
    }
  }
}
