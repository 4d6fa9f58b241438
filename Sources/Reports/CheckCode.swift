// 核验码: typed with the report number by people who cannot scan the QR code (verification.md §2).

/// Crockford's base 32: without I, L, O, U, which are mistaken for 1, 1, 0, V.
private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

/// The lowest 5 bits of a number for each digit, lowest first.
func crockford(_ number: UInt64, digits: Int) -> String {
  var rest = number
  var text = ""
  for _ in 0..<digits {
    text.append(alphabet[Int(rest % 32)])
    rest /= 32
  }
  return text
}

extension Report.Identity {
  /// A new check code.
  /// - Parameter random: any number; its lowest 40 bits become the code.
  public static func checkCode(random: UInt64) -> String { crockford(random, digits: 8) }

  /// Whether a text is a check code in the form of the data: 8 characters, no hyphen.
  public static func isCheckCode(_ text: String) -> Bool {
    text.unicodeScalars.count == 8 && text.allSatisfy(alphabet.contains)
  }

  /// As people read it: `ABCD-EFGH`.
  public var printedCheckCode: String? { checkCode.map { "\($0.prefix(4))-\($0.dropFirst(4))" } }
}
