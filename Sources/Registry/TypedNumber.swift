import WidthFolding

/// A report number as people type it from paper, in the form in which it is registered: either case, full-width forms, blanks
/// and hyphens anywhere, O for 0, I or L for 1. Numbers are digits and Crockford's base 32 (`domain.md` §1.5), which has
/// none of these letters.
public func typedReportNumber(_ text: String) -> String {
  var number = ""
  for scalar in text.unicodeScalars.map(halfWidth) {
    if scalar.properties.isWhitespace || scalar.properties.isDash || scalar.properties.generalCategory == .format {
      continue
    }
    switch scalar {
    case "O", "o": number.append("0")
    case "I", "i", "L", "l": number.append("1")
    default: number.unicodeScalars.append(scalar)
    }
  }
  return number.uppercased()
}
