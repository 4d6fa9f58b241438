import Attestation
import WidthFolding

extension Verification {
  /// No report has the number and check code that were typed.
  public static let unknownNumber = Verification(source: .number, answer: .unknownNumber)

  /// The code is that of another report than the paper's, of which nothing is told.
  public static let otherPaper = Verification(source: .digits, answer: .otherPaper)

  /// A code says nothing about the paper that it is printed on: the symbol of a good report can be stuck on any other.
  /// So the last four characters of the code on the paper are compared, and of another report nothing is told
  /// (`verification.md` §5, "QR of A on the paper of B").
  /// - Parameter ending: as typed; nil: it was not asked for.
  public func comparedWithPaper(ending: String?) -> Verification {
    guard let ending, let claims else { return self }
    // What is no ending is that of no paper, not even where the code itself has none.
    guard let own = normalizedEnding(claims.ident.suffix(paperEndingLength)), normalizedEnding(ending) == own else {
      var other = Verification.otherPaper
      other.source = source
      return other
    }
    return self
  }
}

/// Characters of the code on the paper that are compared.
public let paperEndingLength = 4

/// Four characters in capitals; full-width forms, spaces and hyphens forgiven. Nil for anything else.
public func normalizedEnding(_ text: some StringProtocol) -> String? {
  var ending = ""
  for scalar in text.unicodeScalars.prefix(32) {
    let plain = halfWidth(scalar)
    if plain == "-" || plain.properties.isWhitespace { continue }
    guard plain.isASCII, plain.properties.isAlphabetic || plain.properties.numericType == .decimal else { return nil }
    ending.unicodeScalars.append(plain)
  }
  return ending.count == paperEndingLength ? ending.uppercased() : nil
}
