/// What stops a report from being issued, apart from its data, template and fonts, which have errors of their own.
public enum IssuingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Place is `file:line:column` or the name of an environment variable.
  case configuration(place: String, problem: String)
  case home(path: String, problem: String)
  case resources(looked: [String])
  case write(path: String, problem: String)
  /// A token given for a second rendering that does not speak of this report.
  case tokenDiffers(claim: String, inToken: String, inReport: String)

  public var description: String {
    switch self {
    case .configuration(let place, let problem): "\(place): \(problem)"
    case .home(let path, let problem): "\(path): \(problem); choose another home with --home or XINBAO_HOME"
    case .resources(let looked):
      "no `templates/catalogue` found in \(looked.joined(separator: ", ")); name its parent folder with --resources"
    case .write(let path, let problem): "\(path): \(problem)"
    case .tokenDiffers(let claim, let inToken, let inReport):
      "the token given is of another report: its \(claim) is \(inToken), this report's is \(inReport); "
        + "render again with the same input, --number, --time, --salt and --check-code"
    }
  }
}
