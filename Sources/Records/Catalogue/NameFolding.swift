import WidthFolding

/// Brings a name as files may write it to one form: names are equal if their folded forms are.
///
/// Ignores (`domain.md` §5) spaces and line breaks anywhere, full-width forms, kinds of brackets, letter case, a colon
/// at the end, invisible direction and zero-width characters, and `_x000D_`, which spreadsheets leave behind.
public func foldedName(_ name: String) -> String {
  // Most names are as they are compared.
  if name.unicodeScalars.allSatisfy(isFolded), name.utf8.last != UInt8(ascii: ":") { return name }
  var folded = String.UnicodeScalarView()
  var needsEscapeRemoval = false
  for scalar in name.unicodeScalars {
    let plain = foldedScalar(scalar)
    if plain == "_" { needsEscapeRemoval = true }
    if !isBlank(plain) { folded.append(plain) }
  }
  if folded.last == ":" { folded.removeLast() }
  let text = String(folded)
  return needsEscapeRemoval ? removingSpreadsheetEscapes(text) : text
}

private func isFolded(_ scalar: Unicode.Scalar) -> Bool {
  scalar != "_" && !isBlank(scalar) && foldedScalar(scalar) == scalar
}

/// A character in the form in which names are compared: half-width, lower case, all kinds of brackets as round ones.
func foldedScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  let plain = halfWidth(scalar)
  switch plain {
  case "A"..."Z": return Unicode.Scalar(UInt8(plain.value) + 32)
  case "〔", "【", "[", "〈", "「": return "("
  case "〕", "】", "]", "〉", "」": return ")"
  default: return plain
  }
}

/// White space and invisible characters: zero-width space and joiners, byte-order mark, direction marks.
func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x20, 0x7F...0xA0, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2060, 0x3000, 0xFEFF: true
  default: false
  }
}

/// Removes the escapes that spreadsheets write for carriage return, line feed and tab (ECMA-376 part 1, 22.9.2.19).
func removingSpreadsheetEscapes(_ text: String) -> String { replacingSpreadsheetEscapes(text) { _ in nil } }

/// Replaces the escapes with their characters: in a value they separate what comes before from what comes after.
func readingSpreadsheetEscapes(_ text: String) -> String {
  replacingSpreadsheetEscapes(text) { digit in
    switch digit {
    case UInt8(ascii: "9"): UInt8(ascii: "\t")
    case UInt8(ascii: "A"), UInt8(ascii: "a"): UInt8(ascii: "\n")
    default: UInt8(ascii: "\r")
    }
  }
}

/// - Parameter replacement: by the last of the four digits; nil removes the escape.
private func replacingSpreadsheetEscapes(_ text: String, by replacement: (UInt8) -> UInt8?) -> String {
  var bytes = Array(text.utf8)
  var kept = 0
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "_"), index + 6 < bytes.count, isSpreadsheetEscape(bytes[index..<index + 7]) {
      if let character = replacement(bytes[index + 5]) {
        bytes[kept] = character
        kept += 1
      }
      index += 7
    } else {
      bytes[kept] = bytes[index]
      kept += 1
      index += 1
    }
  }
  return kept == bytes.count ? text : String(decoding: bytes[..<kept], as: UTF8.self)
}

/// Whether seven bytes are `_x000D_`, `_x000A_` or `_x0009_`, in either case.
private func isSpreadsheetEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
  let start = bytes.startIndex
  return bytes[start + 1] | 0x20 == UInt8(ascii: "x") && bytes[start + 2] == UInt8(ascii: "0")
    && bytes[start + 3] == UInt8(ascii: "0") && bytes[start + 4] == UInt8(ascii: "0")
    && (bytes[start + 5] | 0x20 == UInt8(ascii: "d") || bytes[start + 5] | 0x20 == UInt8(ascii: "a")
      || bytes[start + 5] == UInt8(ascii: "9"))
    && bytes[start + 6] == UInt8(ascii: "_")
}
