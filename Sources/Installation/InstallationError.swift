public import ErrorCauses

/// What an installation lacks, or has wrong, for what is asked of it.
public enum InstallationError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// Place is `file:line:column` or the name of an environment variable.
  case configuration(place: String, problem: String)
  case home(path: String, problem: String)
  /// Nothing is read from a home that is not there, nor is one made by reading.
  case noHome(path: String)
  case resources(looked: [String])
  /// The home has no key that signs reports now.
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
    case .configuration(let place, let problem): "\(place): \(problem)"
    case .home(let path, let problem): "\(path): \(problem)"
    case .noHome(let path): "\(path): there is no such home"
    case .resources(let looked):
      "no `templates/catalogue` found in \(looked.joined(separator: ", "))"
    case .noKey(let path, let problem, _): "\(path): \(problem)"
    }
  }
}
