public import Installation
import OpenIDConnect
import Records
import ReportKinds

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

  var standard: StandardReport { StandardReport(ofPerson: isPerson) }
  /// What they may print.
  var kinds: [ReportKind] { ReportKind.selfPrinted(by: standard) }
}

extension Holder {
  /// A body where the provider names one: who logs in for a company does so with an account of the company's.
  /// - Returns: nil where the provider names neither in a form that we know.
  init?(_ identity: Identity) {
    let (given, isPerson) = identity.bodyCode.map { ($0, false) } ?? (identity.personCode ?? "", true)
    guard let code = SubjectCode(given) else { return nil }
    self.init(code: code, isPerson: isPerson, name: identity.name)
  }
}
