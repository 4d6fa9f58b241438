public import Issuing

/// Who is logged in: a body or a person, and nobody else's reports are theirs.
public struct Holder: Sendable, Hashable {
  public var code: SubjectCode
  public var isPerson: Bool
  /// As the log-in gives it.
  public var name: String?

  public init(code: SubjectCode, isPerson: Bool, name: String?) {
    (self.code, self.isPerson, self.name) = (code, isPerson, name)
  }

  /// For the head of a page: of a person not the whole number, which others may see over the shoulder.
  var shownCode: String {
    guard isPerson, code.text.utf8.count > 8 else { return code.text }
    return code.text.prefix(4) + String(repeating: "*", count: code.text.utf8.count - 8) + code.text.suffix(4)
  }
}
