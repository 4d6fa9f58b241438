import HTTPTypes

/// The headers of every answer.
///
/// Pages use only their own files: no inline script or style, no foreign host, no frame around them. Browsers and
/// proxies store nothing, unless the route itself allows it (`/.well-known/`). `no-referrer` hides page addresses from
/// other sites; the camera is the only permission that a page may request.
struct StrictHeaders: Sendable {
  private let fields: HTTPFields
  private let transport: HTTPField

  private static let policy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
  ].joined(separator: "; ")

  init() {
    var fields = HTTPFields()
    fields[.contentSecurityPolicy] = Self.policy
    fields[.xContentTypeOptions] = "nosniff"
    for (name, value) in [
      ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
      ("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
      ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("X-Robots-Tag", "noindex, nofollow"),
    ] {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    self.fields = fields
    transport = HTTPField(name: .strictTransportSecurity, value: "max-age=31536000; includeSubDomains")
  }

  func apply(to headers: inout HTTPFields, isEncrypted: Bool) {
    headers.append(contentsOf: fields)
    if isEncrypted { headers.append(transport) }
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
  }
}
