/// Cells that programs guard against spreadsheets, which would turn a code into a number: `="0123"`, `'0123`, a tab or an
/// invisible mark of direction at either end.
enum GuardedCell {
  static func text(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, let last = cell.unicodeScalars.last else { return cell }
    if !isGuard(first), !isGuard(last) { return cell }
    var scalars = cell.unicodeScalars[...]
    while let scalar = scalars.first, isInvisible(scalar) { scalars.removeFirst() }
    while let scalar = scalars.last, isInvisible(scalar) { scalars.removeLast() }
    let text = String(scalars)
    if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count > 2 {
      let inner = text.dropFirst(2).dropLast().replacing("\"\"", with: "\u{0}")
      return inner.contains("\"") ? text : String(inner).replacing("\u{0}", with: "\"")
    }
    // One that is closed again quotes.
    if text.hasPrefix("'"), text.utf8.count > 1, !text.dropFirst().contains(where: { "'’".contains($0) }) {
      return String(text.dropFirst())
    }
    return text
  }

  private static func isGuard(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "=" || scalar == "'" || isInvisible(scalar)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }
}
