import HTTPTypes
import Hummingbird
import Web

/// The two cookies of the self-print page. The verification pages set none.
struct Cookies: Sendable {
  enum Name: String {
    case session = "xinbao"
    case logIn = "xinbao-login"
  }
  /// Over TLS: then no other host, no plain connection and no script gets at them. Without, on this machine only.
  var isSecure: Bool

  private func fullName(_ name: Name) -> String { (isSecure ? "__Host-" : "") + name.rawValue }

  func set(_ name: Name, to value: String, seconds: Int? = nil) -> String {
    // Lax, so that the browser brings it along when the provider sends it back.
    var text = "\(fullName(name))=\(value); Path=/; HttpOnly; SameSite=Lax"
    if let seconds { text += "; Max-Age=\(seconds)" }
    return isSecure ? text + "; Secure" : text
  }

  func clear(_ name: Name) -> String { set(name, to: "", seconds: 0) }

  /// - Returns: nil where there is none, or several: of two, one was planted.
  func value(_ name: Name, in request: Request) -> String? {
    let prefix = fullName(name) + "="
    let values = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.trimmingSpaces() }.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return values.count == 1 ? values[0] : nil
  }
}
