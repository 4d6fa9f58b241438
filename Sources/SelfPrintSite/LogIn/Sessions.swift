import SelfPrinting
import SessionStores
import Web

typealias Sessions = SessionStore<Holder, SessionMemory>

extension SessionCookies.Name {
  static let session = Self("xinbao")
  static let logIn = Self("xinbao-login")
}
