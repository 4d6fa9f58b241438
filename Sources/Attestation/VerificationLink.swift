/// What the QR code holds: `https://<host>/v#<digits>`. All in lower case, because several cameras do not recognise
/// `HTTPS://` as a link; the token comes after `#`, because a fragment reaches no server's log (`verification.md` §2).
public struct VerificationLink: Sendable, Equatable {
  /// With port, if any. Nil if bare digits were read.
  public let host: String?
  public let token: Token

  /// - Parameter host: `verify.example.cn` or `verify.example.cn:8443`; it is converted to lower case.
  /// - Throws: `AttestationError.host` for anything that is no host name.
  public init(host: String, token: Token) throws(AttestationError) {
    let host = host.lowercased()
    guard Self.isHost(host) else {
      throw .host(host, problem: "give a bare host name with an optional port, such as verify.example.cn")
    }
    (self.host, self.token) = (host, token)
  }

  /// The text of the QR code; bare digits if there is no host.
  public var url: String { host.map { "https://\($0)/v#\(token.digits)" } ?? token.digits }

  /// Reads what a camera, a scanner, a chat program or a person gives: a link (`…/v#<digits>`, `…/v/<digits>`) or bare
  /// digits, whatever stands around them (``ScannedText``).
  /// - Throws: `MALFORMED`; `LINK_WITHOUT_CODE` for a link that lost its digits; `CODE_AMBIGUOUS` for two different tokens.
  public init(reading text: String) throws(TokenRefusal) {
    guard text.utf8.count <= Self.maximumTextLength else { throw .malformed("too long for a token") }
    let found = ScannedText(text).codes
    guard let first = found.first else { throw .malformed("neither digits nor a verification link") }
    let told = found.filter { !$0.digits.isEmpty }
    guard let code = told.first else {
      throw TokenRefusal(.linkWithoutCode, "the link to \(first.host ?? "") has no digits")
    }
    guard told.allSatisfy({ $0.digits == code.digits }) else {
      throw TokenRefusal(.ambiguous, "\(told.count) different codes in one text")
    }
    if let host = code.host, !Self.isHost(host) { throw .malformed("neither digits nor a verification link") }
    host = code.host
    token = try Token(digits: code.digits)
  }

  private static let maximumTextLength = 16_384

  /// Letters, digits, `-` and `.`, with a letter or digit at both ends; perhaps a port.
  private static func isHost(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let (name, port) = (parts[0], parts.count == 2 ? parts[1] : nil)
    guard let first = name.first, let last = name.last, isLetterOrDigit(first), isLetterOrDigit(last),
      name.allSatisfy({ isLetterOrDigit($0) || "-.".utf8.contains($0) })
    else { return false }
    return port.map { (1...5).contains($0.count) && $0.allSatisfy(isDigit) } ?? true
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
