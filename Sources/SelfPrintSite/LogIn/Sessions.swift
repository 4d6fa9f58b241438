import Installation
public import Web

typealias Sessions = SessionStore<Holder, SessionMemory>

extension Holder: SessionHolder {
  /// Independent of the name that the log-in provides.
  public struct SessionKey: Hashable, Sendable {
    var code: SubjectCode
    var isPerson: Bool
  }
  public var sessionKey: SessionKey { SessionKey(code: code, isPerson: isPerson) }
}

extension SessionCookies.Name {
  static let session = Self("xinbao")
  static let logIn = Self("xinbao-login")
}
