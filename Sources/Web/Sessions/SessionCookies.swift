import HTTPTypes
public import Hummingbird

/// Cookies for logging in only.
public struct SessionCookies: Sendable {
  /// The name without the prefix that a cookie over TLS has.
  public struct Name: Sendable, Hashable {
    public var text: String
    public init(_ text: String) { self.text = text }
  }
  /// Over TLS: no other host, no plain connection and no script can read the cookies. Without TLS, on this machine
  /// only.
  public var isSecure: Bool

  public init(isSecure: Bool) { self.isSecure = isSecure }

  private func fullName(_ name: Name) -> String { (isSecure ? "__Host-" : "") + name.text }

  /// The value of a `Set-Cookie`.
  /// - Parameter seconds: how long it is kept; nil: until the browser is closed.
  public func set(_ name: Name, to value: String, seconds: Int? = nil) -> String {
    // Lax, so that the browser sends the cookie when the provider redirects back.
    var text = "\(fullName(name))=\(value); Path=/; HttpOnly; SameSite=Lax"
    if let seconds { text += "; Max-Age=\(seconds)" }
    return isSecure ? text + "; Secure" : text
  }

  public func clear(_ name: Name) -> String { set(name, to: "", seconds: 0) }

  /// - Returns: nil if there is none, or several: one of two was planted.
  public func value(_ name: Name, in request: Request) -> String? {
    let prefix = fullName(name) + "="
    let values = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.trimmingSpaces() }.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return values.count == 1 ? values[0] : nil
  }
}
