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

  /// Reads what a camera, a scanner or a person gives: a link (`…/v#<digits>`, `…/v/<digits>`) or bare digits.
  ///
  /// Tolerates what a chat program adds after the digits (`&appinstall=0`) or before the fragment (`?from=…`), capital
  /// letters, and white space around and inside the digits.
  /// - Throws: `MALFORMED`.
  public init(reading text: String) throws(TokenRefusal) {
    guard text.utf8.count <= Self.maximumTextLength else { throw .malformed("too long for a token") }
    let (host, digits) = try Self.split(text)
    self.host = host
    token = try Token(digits: Self.leadingDigits(digits))
  }

  private static let maximumTextLength = 16_384

  /// The host, if it is a link, and where the digits begin.
  private static func split(_ text: String) throws(TokenRefusal) -> (host: String?, digits: Substring) {
    let text = text.drop(while: \.isWhitespace)
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return (nil, text)
    }
    guard let match = text.prefixMatch(of: #/(?i:https?):\/\/([^\/?#\s]{1,255})\/[vV](?:\/?(?:\?[^#\s]*)?\#|\/)/#),
      isHost(match.1.lowercased())
    else { throw .malformed("neither digits nor a verification link") }
    return (match.1.lowercased(), text[match.range.upperBound...])
  }

  /// Up to the first character that is neither a digit nor white space.
  private static func leadingDigits(_ text: Substring) -> String {
    var digits = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if ("0"..."9").contains(scalar) {
        digits.append(scalar)
      } else if !scalar.properties.isWhitespace {
        break
      }
    }
    return String(digits)
  }

  private static func isHost(_ text: String) -> Bool {
    text.wholeMatch(of: #/[a-z0-9](?:[a-z0-9\-.]*[a-z0-9])?(?::[0-9]{1,5})?/#) != nil
  }
}
