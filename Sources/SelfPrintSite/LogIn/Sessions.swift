import Installation
public import Web

typealias Sessions = SessionStore<Holder, SessionMemory>

struct SessionMemory: Sendable {
  /// Of the reports that were issued in this session, by number: nobody can read one out of the registry.
  var checkCodes: [String: String] = [:]
}

extension Holder: SessionHolder {
  /// Whatever name the log-in gives.
  public struct SessionKey: Hashable, Sendable {
    var code: SubjectCode
    var isPerson: Bool
  }
  public var sessionKey: SessionKey { SessionKey(code: code, isPerson: isPerson) }
}

/// The verification pages set none.
extension SessionCookies.Name {
  static let session = Self("xinbao")
  static let logIn = Self("xinbao-login")
}
