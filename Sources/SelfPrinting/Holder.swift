public import Installation
package import OpenIDConnect
import Records
package import ReportKinds
public import SessionStores

/// Who is logged in: a body or a person, who has access only to their own reports.
public struct Holder: Sendable, Hashable {
  public var code: SubjectCode
  public var isPerson: Bool
  /// As the log-in provides it.
  public var name: String?
  /// By which the issuer knows the log-in; nil where it is in the same process. Opens all that the holder may have.
  public var pass: String?

  public init(code: SubjectCode, isPerson: Bool, name: String?, pass: String? = nil) {
    (self.code, self.isPerson, self.name, self.pass) = (code, isPerson, name, pass)
  }

  /// For the head of a page, where others may look over the shoulder: in the form that the paper shows.
  package var shownCode: String { isPerson ? ShownPerson.number(code.text) : ShownPerson.code(code.text) }

  package var standard: StandardReport { StandardReport(ofPerson: isPerson) }
  /// The kinds of report that they may print.
  package var kinds: [ReportKind] { ReportKind.selfPrinted(by: standard) }
}

extension Holder {
  /// A body if the provider names one: people log in for a company with an account of the company.
  /// - Returns: nil if the provider names neither in a known form.
  package init?(_ identity: Identity) {
    let (given, isPerson) = identity.bodyCode.map { ($0, false) } ?? (identity.personCode ?? "", true)
    guard let code = SubjectCode(given) else { return nil }
    self.init(code: code, isPerson: isPerson, name: identity.name)
  }
}

extension Holder: SessionHolder {
  /// Independent of the name that the log-in provides.
  public struct SessionKey: Hashable, Sendable {
    var code: SubjectCode
    var isPerson: Bool
  }
  public var sessionKey: SessionKey { SessionKey(code: code, isPerson: isPerson) }
}
