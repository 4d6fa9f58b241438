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
    // As bytes and not by patterns: a pattern costs more than the signature that is checked then.
    let plain = Self.withoutPrefixes(Array(Self.percentDecoded(Self.withPlainDigits(text)).utf8))
    let links = Self.links(in: plain)
    codes = links.isEmpty ? Self.runs(in: plain).map { Code(host: nil, digits: $0) } : links
  }

  // MARK: Links

  private static func links(in text: ArraySlice<UInt8>) -> [Code] {
    var (links, rest): ([Code], ArraySlice<UInt8>) = ([], text)
    while let next = rest.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "h") }) {
      rest = rest[next...]
      if let link = link(at: rest) {
        links.append(link.code)
        rest = link.rest
      } else {
        rest.removeFirst()
      }
    }
    return links
  }

  /// `http[s]://HOST/v`, and then `#`, `/#`, `?…#`, `/?…#` or `/` before the digits; or nothing more, if it lost them.
  private static func link(at text: ArraySlice<UInt8>) -> (code: Code, rest: ArraySlice<UInt8>)? {
    guard let start = ["https://", "http://"].lazy.compactMap({ after($0, in: text) }).first else { return nil }
    let host = start.prefix { !isSpace($0) && !"/?#".utf8.contains($0) }
    guard (1...255).contains(host.count), let path = after("/v", in: start[host.endIndex...]) else { return nil }

    let folder = after("/", in: path)
    var fragment = folder ?? path
    if fragment.first == UInt8(ascii: "?") {
      fragment = fragment.drop { !isSpace($0) && $0 != UInt8(ascii: "#") }
    }
    let isEnd = path.first.map { isSpace($0) || $0 == UInt8(ascii: "?") } ?? true
    guard let begin = after("#", in: fragment) ?? folder ?? (isEnd ? path : nil) else { return nil }
    let written = begin.prefix { isDigit($0) || isSpace($0) }
    return (
      Code(host: String(decoding: host, as: UTF8.self).lowercased(), digits: digits(written)),
      begin[written.endIndex...]
    )
  }

  /// What follows a beginning in whichever case; nil if the text begins otherwise.
  /// - Parameter beginning: in lower case.
  private static func after(_ beginning: String, in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let start = text.prefix(beginning.utf8.count)
    let isIt = start.elementsEqual(beginning.utf8) { byte, expected in
      byte == expected || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte + 0x20 == expected
    }
    return isIt ? text[start.endIndex...] : nil
  }

  // MARK: Digits

  /// The digits that a text begins with, and long runs of digits among words.
  private static func runs(in text: ArraySlice<UInt8>) -> [String] {
    var (runs, rest): ([String], ArraySlice<UInt8>) = ([], text)
    while let next = rest.firstIndex(where: isDigit) {
      let written = rest[next...].prefix { isDigit($0) || isSpace($0) }
      let run = digits(written)
      if next == text.startIndex || run.utf8.count >= shortestAmongWords { runs.append(run) }
      rest = rest[written.endIndex...]
    }
    return runs
  }

  /// A token has more digits than any number that people write.
  private static let shortestAmongWords = 100

  /// All of the digits, or those before the first white space if only they are a token: a number may follow a link.
  private static func digits(_ written: ArraySlice<UInt8>) -> String {
    let all = String(decoding: written.filter { !isSpace($0) }, as: UTF8.self)
    let first = String(decoding: written.drop(while: isSpace).prefix { !isSpace($0) }, as: UTF8.self)
    return first != all && !isToken(all) && isToken(first) ? first : all
  }

  private static func isToken(_ digits: String) -> Bool {
    guard let token = try? Token(digits: digits) else { return false }
    return (try? ReceivedToken(token)) != nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// That of ASCII: `withPlainDigits` leaves no other.
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  // MARK: What surrounds them

  /// Full-width forms, decimal digits of other scripts and white space become ASCII; invisible characters are left out.
  private static func withPlainDigits(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.map(halfWidth) {
      if !scalar.isASCII, scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
        plain.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(value)))
      } else if scalar.properties.isWhitespace {
        plain.append(" ")
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

  private static func withoutPrefixes(_ text: [UInt8]) -> ArraySlice<UInt8> {
    // A group separator, as scanners send it for FNC1.
    var rest = text.drop { isSpace($0) || $0 == 0x1D }
    while let (start, count) = [("]q", 1), ("\\", 6)].first(where: { start, count in
      guard let digits = after(start, in: rest)?.prefix(count) else { return false }
      return digits.count == count && digits.allSatisfy(isDigit)
    }) {
      rest = rest.dropFirst(start.utf8.count + count)
    }
    return rest.drop(while: isSpace)
  }
}
