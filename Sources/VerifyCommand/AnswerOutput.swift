import JSON
public import Verifying

extension Verification {
  /// The answer as a command prints it.
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func output(asJSON: Bool, names: TokenNames = TokenNames()) -> String {
    guard asJSON else { return lines(names).joined(separator: "\n") }
    var document = VerificationDocument(self, names: names)
    document.tellsDetail = true
    return document.json.text
  }
}
