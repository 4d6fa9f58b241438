public import ErrorCauses

/// What an installation lacks, or has wrong, for what it is asked to do.
public enum InstallationError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// `location` is `file:line:column` or the name of an environment variable.
  case configuration(location: String, problem: String)
  case home(path: String, problem: String)
  /// There is no home to read from, and reading does not create one.
  case noHome(path: String)
  case resources(looked: [String])
  /// The home has no key that can sign reports now.
  case noKey(path: String, problem: String, remedy: Remedy? = nil)

  public var cause: ErrorCause { .environment }

  public var remedy: Remedy? {
    switch self {
    case .home: .anotherHome
    case .noHome: .existingHome
    case .resources: .resources
    case .noKey(_, _, let remedy): remedy
    case .configuration: nil
    }
  }

  public var description: String {
    switch self {
    case .configuration(let location, let problem): "\(location): \(problem)"
    case .home(let path, let problem): "\(path): \(problem)"
    case .noHome(let path): "\(path): there is no such home"
    case .resources(let looked):
      "no `templates/catalogue` found in \(looked.joined(separator: ", "))"
    case .noKey(let path, let problem, _): "\(path): \(problem)"
    }
  }
}
