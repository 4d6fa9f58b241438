public import Issuing
import Records

/// Who is logged in: a body or a person, and nobody else's reports are theirs.
public struct Holder: Sendable, Hashable {
  public var code: SubjectCode
  public var isPerson: Bool
  /// As the log-in gives it.
  public var name: String?

  public init(code: SubjectCode, isPerson: Bool, name: String?) {
    (self.code, self.isPerson, self.name) = (code, isPerson, name)
  }

  /// For the head of a page, where others may look over the shoulder: as the paper shows it.
  var shownCode: String { isPerson ? ShownPerson.number(code.text) : ShownPerson.code(code.text) }
}
