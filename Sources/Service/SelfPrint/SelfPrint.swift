import Issuing
public import OpenIDConnect

/// The self-print page: who logs in how, and what is asked for them.
public struct SelfPrint: Sendable {
  /// How people log in.
  public enum LogIn: Sendable {
    case provider(RelyingParty)
    /// Anybody as any of these; on loopback only, and marked on every page.
    case demo([Holder])
  }
  let desk: any SelfPrintDesk
  let logIn: LogIn
  let perDay: Int
  let cookies: Cookies
  let sessions: Sessions
  let pending = PendingLogIns()

  /// - Parameters:
  ///   - perDay: as the desk's, for what the page says.
  ///   - isSecure: people reach the page over TLS, whether it ends here or at a proxy.
  public init(desk: any SelfPrintDesk, logIn: LogIn, perDay: Int, isSecure: Bool) {
    self.init(desk: desk, logIn: logIn, perDay: perDay, isSecure: isSecure, sessions: Sessions())
  }

  init(desk: any SelfPrintDesk, logIn: LogIn, perDay: Int, isSecure: Bool, sessions: Sessions) {
    (self.desk, self.logIn, self.perDay, self.sessions) = (desk, logIn, perDay, sessions)
    cookies = Cookies(isSecure: isSecure)
  }

  public var isDemo: Bool {
    if case .demo = logIn { true } else { false }
  }
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
