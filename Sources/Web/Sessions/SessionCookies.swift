import HTTPTypes
public import Hummingbird

/// Cookies for logging in, and no others.
public struct SessionCookies: Sendable {
  /// Without the prefix that a cookie over TLS has.
  public struct Name: Sendable, Hashable {
    public var text: String
    public init(_ text: String) { self.text = text }
  }
  /// Over TLS: then no other host, no plain connection and no script gets at them. Without, on this machine only.
  public var isSecure: Bool

  public init(isSecure: Bool) { self.isSecure = isSecure }

  private func fullName(_ name: Name) -> String { (isSecure ? "__Host-" : "") + name.text }

  /// The value of a `Set-Cookie`.
  /// - Parameter seconds: for which it is kept; nil: until the browser is closed.
  public func set(_ name: Name, to value: String, seconds: Int? = nil) -> String {
    // Lax, so that the browser brings it along when the provider sends it back.
    var text = "\(fullName(name))=\(value); Path=/; HttpOnly; SameSite=Lax"
    if let seconds { text += "; Max-Age=\(seconds)" }
    return isSecure ? text + "; Secure" : text
  }

  public func clear(_ name: Name) -> String { set(name, to: "", seconds: 0) }

  /// - Returns: nil where there is none, or several: of two, one was planted.
  public func value(_ name: Name, in request: Request) -> String? {
    let prefix = fullName(name) + "="
    let values = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.trimmingSpaces() }.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    return values.count == 1 ? values[0] : nil
  }
}
