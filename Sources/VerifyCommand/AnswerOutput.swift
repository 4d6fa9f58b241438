import JSON
public import Verifying

extension FileFindings {
  /// The answers as a command prints them: those about pages under a line that names these, and as JSON one document after
  /// another.
  /// - Parameter names: of the domains; without them, numbers are shown.
  public func output(asJSON: Bool, names: TokenNames = TokenNames()) -> String {
    let parts = findings.map { finding in
      guard !asJSON else {
        var document = VerificationDocument(finding.verification, names: names)
        document.tellsDetail = true
        document.pages = finding.pages
        document.isPartOfUnreadFile = !isComplete
        return document.json.text
      }
      let lines = finding.verification.lines(names).joined(separator: "\n")
      return finding.place.map { "\($0)：\n\(lines)" } ?? lines
    }
    guard !asJSON else { return parts.joined(separator: "\n") }
    return (parts + (isComplete ? [] : [Self.incompleteNote])).joined(separator: "\n\n")
  }
}
