import HTTPTypes
public import Hummingbird

/// The service's cookies.
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

  /// A browser takes `__Host-` for the whole host only, `__Secure-` for a part of it (RFC 6265bis §4.1.3).
  private func fullName(_ name: Name, path: String) -> String {
    (isSecure ? (path == "/" ? "__Host-" : "__Secure-") : "") + name.text
  }

  /// The value of a `Set-Cookie`.
  /// - Parameters:
  ///   - seconds: how long it is kept; nil: until the browser is closed.
  ///   - path: the browser sends it to addresses below this one only.
  public func set(_ name: Name, to value: String, seconds: Int? = nil, path: String = "/") -> String {
    // Lax, so that the browser sends the cookie when the provider redirects back.
    var text = "\(fullName(name, path: path))=\(value); Path=\(path); HttpOnly; SameSite=Lax"
    if let seconds { text += "; Max-Age=\(seconds)" }
    return isSecure ? text + "; Secure" : text
  }

  public func clear(_ name: Name) -> String { set(name, to: "", seconds: 0) }

  /// - Parameter path: the same as when it was set.
  /// - Returns: nil if there is none, or several: one of two was planted.
  public func value(_ name: Name, in request: Request, path: String = "/") -> String? {
    let prefix = fullName(name, path: path) + "="
    let values = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.trimmingSpaces() }.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return values.count == 1 ? values[0] : nil
  }
}
