import OpenIDConnect

/// What a front asks the issuer. A front cannot name a subject: what concerns one is asked with the pass that the issuer gave
/// for a log-in which it checked itself.
enum IssuerQuestion: Sendable, Equatable, Codable {
  /// What may be ordered, and by which rules.
  case terms
  case isReady
  case beginLogIn
  case finishLogIn(cookie: String?, answer: LogInAnswer)
  case ofHolder(pass: String, HolderQuestion)
}

/// What a front asks for somebody who is logged in.
enum HolderQuestion: Sendable, Equatable, Codable {
  case logOut
  case summary
  /// - Parameter order: the fields of a form, which the issuer reads as strictly as the page does.
  case outlook(order: [String: String])
  case preview(order: [String: String])
  case issue(order: [String: String])
  case history
  case report(number: String)
  /// - Parameter format: its name.
  case file(number: String, format: String)
  case records
  case object(number: String, SentObjection)

  /// For the log, which tells nothing of what is asked about.
  var name: String {
    switch self {
    case .logOut: "log-out"
    case .summary: "summary"
    case .outlook: "outlook"
    case .preview: "preview"
    case .issue: "issue"
    case .history: "history"
    case .report: "report"
    case .file: "file"
    case .records: "records"
    case .object: "objection"
    }
  }
}

extension IssuerQuestion {
  var name: String {
    switch self {
    case .terms: "terms"
    case .isReady: "ready"
    case .beginLogIn: "log-in begins"
    case .finishLogIn: "log-in ends"
    case .ofHolder(_, let question): question.name
    }
  }
}
