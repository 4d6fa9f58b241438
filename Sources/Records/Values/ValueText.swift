/// Cleans texts of files for print, and recognises those that mean that there is no value.
package enum ValueText {
  /// Removes white space at the ends and replaces `_x000D_` by its character; CR LF, CR, U+2028 and U+2029 become line
  /// feeds, a tab becomes a space. Line feeds within a text stay: they separate its paragraphs.
  package static func cleaned(_ text: String) -> String {
    if isClean(text) { return text }
    let scalars = Array(readingSpreadsheetEscapes(text).unicodeScalars)
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    var cleaned = String.UnicodeScalarView()
    for index in first...last {
      switch scalars[index] {
      case "\r": if scalars[index + 1] != "\n" { cleaned.append("\n") }
      case "\u{2028}", "\u{2029}": cleaned.append("\n")
      case "\t": cleaned.append(" ")
      case let scalar: cleaned.append(scalar)
      }
    }
    return String(cleaned)
  }

  /// Whether `cleaned` would change nothing: so it is for nearly all texts. In doubt false.
  private static func isClean(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { bytes in
      guard let first = bytes.first, let last = bytes.last else { return true }
      // At the ends: printable ASCII, or Han and the like (E4 … E9), which no white space begins with.
      guard 0x21...0x7E ~= first || 0xE4...0xE9 ~= first,
        0x21...0x7E ~= last || bytes.count >= 3 && 0xE4...0xE9 ~= bytes[bytes.count - 3] && last >= 0x80
      else { return false }
      return !bytes.contains { $0 == 0x0D || $0 == 0x09 || $0 == UInt8(ascii: "_") || $0 == 0xE2 }
    }
  }

  /// Whether the bytes at either end of a string may require `cleaned`.
  static func hasBlankEnds(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return false }
    // All non-ASCII white space begins with C2, E2, E3 or EF and ends with 80–AF, A0 or BF: only then look closer.
    if first <= 0x20 || last <= 0x20 { return true }
    return startsWithBlank(bytes) || startsWithBlank(bytes.suffix(3)) || startsWithBlank(bytes.suffix(2))
  }

  private static func startsWithBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 2 else { return false }
    let (first, second) = (bytes[bytes.startIndex], bytes[bytes.startIndex + 1])
    switch first {
    case 0xC2: return second == 0xA0
    case 0xE2: return second == 0x80 || second == 0x81
    case 0xE3: return second == 0x80 && bytes.count >= 3 && bytes[bytes.startIndex + 2] == 0x80
    case 0xEF: return second == 0xBB
    default: return false
    }
  }

  /// Whether a cleaned text means “no value” (`domain.md` §5): empty, only dashes or slashes, or one of the words.
  package static func isAbsent(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return true }
    if text.utf8.count > 24 { return false }
    if isStroke(first) { return text.unicodeScalars.allSatisfy { isBlank($0) || isStroke($0) } }
    return initials.contains(first) && words.contains(foldedName(text))
  }

  private static func isStroke(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "/", "\\", "_", "\u{2010}"..."\u{2015}", "−", "─", "－", "／", "＼", "＿": true
    default: false
    }
  }

  private static let words: Set<String> = [
    "无", "空", "暂无", "null", "(null)", "<null>", "none", "nil", "n/a", "#n/a", "undefined",
  ]
  private static let initials: Set<Unicode.Scalar> = [
    "无", "空", "暂", "n", "N", "(", "（", "<", "＜", "#", "u", "U", "ｎ", "Ｎ",
  ]
}
