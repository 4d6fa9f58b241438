import WidthFolding

/// What is left of a verification link after scanners, input methods and chat programs:
///
/// - scanners prefix the symbol's identifier (`]Q1`, ISO/IEC 15424) and its character set (`\\000026`, AIM ECI);
/// - programs percent-encode it, once or twice (RFC 3986 §2.1), append `&appinstall=0`, or put words around it;
/// - input methods write full-width digits, and people write groups of digits on lines.
struct ScannedText {
  struct Code: Equatable {
    /// In lower case; nil: bare digits.
    var host: String?
    /// ASCII; empty: the link lost them.
    var digits: String
  }

  /// Every link to a verification page, in order; if there is none, the digits.
  let codes: [Code]

  init(_ text: String) {
    let plain = Self.withoutPrefixes(Self.percentDecoded(Self.withPlainDigits(text)))
    let links = plain.matches(
      of: #/(?i:https?):\/\/([^\/?#\s]{1,255})\/[vV](?:\/?(?:\?[^#\s]*)?\#|\/|(?=[\s?]|$))([0-9\s]*)/#)
    if !links.isEmpty {
      codes = links.map { Code(host: $0.1.lowercased(), digits: Self.digits($0.2)) }
    } else {
      codes = Self.runs(in: plain).map { Code(host: nil, digits: $0) }
    }
  }

  /// The digits that a text begins with, or long runs of digits among words.
  private static func runs(in text: String) -> [String] {
    if let first = text.utf8.first, isDigit(first) {
      let own = text.prefix { $0.isWhitespace || $0.utf8.allSatisfy(isDigit) }
      return [digits(own)] + longRuns(in: text[own.endIndex...])
    }
    return longRuns(in: text[...])
  }

  /// All of the digits, or those before the first white space if only they are a token: a number may follow a link.
  private static func digits(_ text: Substring) -> String {
    let all = text.filter { !$0.isWhitespace }
    let first = String(text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
    return first != all && !isToken(all) && isToken(first) ? first : all
  }

  private static func isToken(_ digits: String) -> Bool {
    guard let token = try? Token(digits: digits) else { return false }
    return (try? ReceivedToken(token)) != nil
  }

  /// A token has more digits than any number that people write.
  private static let shortestAmongWords = 100

  private static func longRuns(in text: Substring) -> [String] {
    text.matches(of: #/[0-9][0-9\s]*/#).map { digits($0.0) }
      .filter { $0.utf8.count >= shortestAmongWords }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Full-width forms and decimal digits of other scripts become ASCII; invisible characters are left out.
  private static func withPlainDigits(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.map(halfWidth) {
      if !scalar.isASCII, scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
        plain.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value)))
      } else if scalar.properties.generalCategory != .format {
        plain.append(scalar)
      }
    }
    return String(plain)
  }

  private static func percentDecoded(_ text: String) -> String {
    guard text.contains("%") else { return text }
    // `%25` first: what was encoded twice.
    let signs = [
      ("%25", "%"), ("%23", "#"), ("%2F", "/"), ("%3A", ":"), ("%3F", "?"), ("%3D", "="), ("%26", "&"), ("%20", " "),
    ]
    return signs.reduce(text) { text, sign in
      text.replacing(sign.0, with: sign.1).replacing(sign.0.lowercased(), with: sign.1)
    }
  }

  private static func withoutPrefixes(_ text: String) -> String {
    var rest = text.drop { $0.isWhitespace || $0 == "\u{1D}" }
    while let prefix = rest.prefixMatch(of: #/\]Q[0-9]|\\[0-9]{6}/#) { rest = rest[prefix.range.upperBound...] }
    return String(rest.drop(while: \.isWhitespace))
  }
}
