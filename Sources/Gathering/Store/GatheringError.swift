public import Database
public import ErrorCauses

/// Why Gathering refuses or cannot do something.
public enum GatheringError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case database(DatabaseError)
  /// The database was made under another secret.
  case otherSecret(location: String)
  /// What was delivered cannot be taken in as it is; what its sender can do.
  case refused(what: String, problem: String)
  /// What was asked for is not in the store.
  case unknown(what: String)
  /// A row in the database cannot be opened with this home's key.
  case sealed(location: String)

  public var cause: ErrorCause {
    switch self {
    case .database(let error): error.cause
    case .refused, .unknown: .input
    case .otherSecret, .sealed: .environment
    }
  }

  public var description: String {
    switch self {
    case .database(let error): "\(error)"
    case .otherSecret(let location):
      "\(location): was made with the secret of another home; use that home, or another database"
    case .refused(let what, let problem): "\(what): \(problem)"
    case .unknown(let what): "\(what)"
    case .sealed(let location): "\(location): a sealed row cannot be opened with this home's key; restore the key"
    }
  }
}
