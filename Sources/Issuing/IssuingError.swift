public import ErrorCauses

/// What stops a report from being issued, apart from its data, template and fonts, which have errors of their own.
public enum IssuingError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// Place is `file:line:column` or the name of an environment variable.
  case configuration(place: String, problem: String)
  case home(path: String, problem: String)
  /// Nothing is read from a home that is not there, nor is one made by reading.
  case noHome(path: String)
  case resources(looked: [String])
  /// A token given for a second rendering that does not speak of this report.
  case tokenDiffers(claim: String, inToken: String, inReport: String)
  /// The report is registered, and its file complete, but under a hidden name.
  case unpublished(number: String, hidden: String, problem: String)
  /// The home has no key that signs reports now.
  case noKey(path: String, problem: String)

  public var cause: ErrorCause {
    switch self {
    case .tokenDiffers: .input
    case .configuration, .home, .noHome, .resources, .unpublished, .noKey: .environment
    }
  }

  public var description: String {
    switch self {
    case .configuration(let place, let problem): "\(place): \(problem)"
    case .home(let path, let problem): "\(path): \(problem); choose another home with --home or XINBAO_HOME"
    case .noHome(let path):
      "\(path): there is no such home; name yours with --home or XINBAO_HOME. `xinbao issue` and `xinbao key create` "
        + "make one; for whoever only verifies, an empty folder is one"
    case .resources(let looked):
      "no `templates/catalogue` found in \(looked.joined(separator: ", ")); name its parent folder with --resources"
    case .unpublished(let number, let hidden, let problem):
      "report \(number) is registered, but its file could not be given its name: \(problem); it is at \(hidden): "
        + "mend the cause and run xinbao registry recover"
    case .noKey(let path, let problem): "\(path): \(problem)"
    case .tokenDiffers(let claim, let inToken, let inReport):
      "the token given is of another report: its \(claim) is \(inToken), this report's is \(inReport); "
        + "render again with the same input, --number, --time, --salt and --check-code"
    }
  }
}
