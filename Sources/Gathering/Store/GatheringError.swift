public import Database
public import ErrorCauses

/// Why Gathering refuses or cannot do something.
public enum GatheringError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  case database(DatabaseError)
  /// The database was made under another secret.
  case otherSecret(location: String)
  /// What was delivered cannot be taken in as it is; what its sender can do.
  case refused(what: String, problem: String)
  /// A row or a name would go to an organisation with which it shares no name. Who means it can say so.
  case otherName(what: String, problem: String)
  /// The catalogue knows no such source; the name that is nearest.
  case unknownSource(name: String, nearest: String?)
  /// What was asked for is not in the store.
  case unknown(what: String)
  /// A row in the database cannot be opened with this home's key.
  case sealed(location: String)

  public var cause: ErrorCause {
    switch self {
    case .database(let error): error.cause
    case .refused, .otherName, .unknownSource, .unknown: .input
    case .otherSecret, .sealed: .environment
    }
  }

  public var remedy: Remedy? {
    if case .unknownSource = self { .listSources } else { nil }
  }

  public var description: String {
    switch self {
    case .database(let error): "\(error)"
    case .otherSecret(let location):
      "\(location): was made with the secret of another home; use that home, or another database"
    case .refused(let what, let problem), .otherName(let what, let problem): "\(what): \(problem)"
    case .unknownSource(let name, let nearest):
      "the source \(name) is not in the catalogue"
        + (nearest.map { "; the nearest name is \($0), under which only that office's own deliveries may go" } ?? "")
    case .unknown(let what): "\(what)"
    case .sealed(let location): "\(location): a sealed row cannot be opened with this home's key; restore the key"
    }
  }
}
