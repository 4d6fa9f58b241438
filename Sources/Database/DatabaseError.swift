public import ErrorCauses

/// What stops a database. `location` says where it is: a file path, or a URL without its password.
public enum DatabaseError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// The address is not one that a database can have.
  case address(problem: String)
  /// The file cannot be opened, or no server answers.
  case unreachable(location: String, problem: String)
  /// Others held the database for longer than a transaction waits.
  case locked(location: String)
  /// The database rolled the transaction back because of a conflict: it can be retried.
  case conflict(location: String)
  case diskFull(location: String)
  /// A row that violates a constraint: its key already exists, or a value is missing.
  case constraint(location: String, problem: String)
  /// A later version of the program changed the tables.
  case newerSchema(location: String, step: String)
  /// The file, an index or a row differs from what was written.
  case damaged(location: String, problem: String)
  /// The connection was lost while a transaction was ending: it may be committed or rolled back.
  case outcomeUnknown(location: String)
  /// The database refused a statement.
  case statement(location: String, problem: String)

  public var cause: ErrorCause {
    switch self {
    case .address: .input
    case .locked, .conflict, .outcomeUnknown: .transient
    // A row that the tables do not take means that they are not what was written, as after a partial restore: every other
    // row meets the same.
    case .unreachable, .diskFull, .newerSchema, .damaged, .constraint, .statement: .environment
    }
  }

  public var description: String {
    switch self {
    case .address(let problem): "address of the database: \(problem)"
    case .unreachable(let location, let problem):
      "\(location): cannot be reached: \(problem); check the address, the rights and that the server runs"
    case .locked(let location): "\(location): is in use by another process for too long; try again, or end that process"
    case .conflict(let location): "\(location): two changes met; try again"
    case .diskFull(let location): "\(location): no space is left on its disk; free some"
    case .newerSchema(let location, let step):
      "\(location): was changed by a later version (step `\(step)`); use that version"
    case .damaged(let location, let problem): "\(location): is damaged: \(problem); restore a copy if need be"
    case .outcomeUnknown(let location):
      "\(location): the connection was lost while the last change was being made; look whether it was made, then try again"
    case .constraint(let location, let problem), .statement(let location, let problem):
      "\(location): the database refused a statement: \(problem)"
    }
  }
}
