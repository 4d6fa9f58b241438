public import Installation
import OpenIDConnect
import Records
import ReportKinds

/// Who is logged in: a body or a person, who has access only to their own reports.
public struct Holder: Sendable, Hashable {
  public var code: SubjectCode
  public var isPerson: Bool
  /// As the log-in provides it.
  public var name: String?

  public init(code: SubjectCode, isPerson: Bool, name: String?) {
    (self.code, self.isPerson, self.name) = (code, isPerson, name)
  }

  /// For the head of a page, where others may look over the shoulder: in the form that the paper shows.
  var shownCode: String { isPerson ? ShownPerson.number(code.text) : ShownPerson.code(code.text) }

  var standard: StandardReport { StandardReport(ofPerson: isPerson) }
  /// The kinds of report that they may print.
  var kinds: [ReportKind] { ReportKind.selfPrinted(by: standard) }
}

extension Holder {
  /// A body if the provider names one: people log in for a company with an account of the company.
  /// - Returns: nil if the provider names neither in a known form.
  init?(_ identity: Identity) {
    let (given, isPerson) = identity.bodyCode.map { ($0, false) } ?? (identity.personCode ?? "", true)
    guard let code = SubjectCode(given) else { return nil }
    self.init(code: code, isPerson: isPerson, name: identity.name)
  }
}
