import Installation
public import Web

typealias Sessions = SessionStore<Holder, SessionMemory>

struct SessionMemory: Sendable {
  /// Check codes of the reports issued in this session, by number: they cannot be read out of the registry.
  var checkCodes: [String: String] = [:]
}

extension Holder: SessionHolder {
  /// Independent of the name that the log-in provides.
  public struct SessionKey: Hashable, Sendable {
    var code: SubjectCode
    var isPerson: Bool
  }
  public var sessionKey: SessionKey { SessionKey(code: code, isPerson: isPerson) }
}

/// The verification pages set no cookies.
extension SessionCookies.Name {
  static let session = Self("xinbao")
  static let logIn = Self("xinbao-login")
}
