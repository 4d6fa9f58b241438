import Attestation
import WidthFolding

extension Verification {
  /// No report has the number and check code that were typed.
  public static let unknownNumber = Verification(source: .number, answer: .unknownNumber)

  /// The code belongs to a different report than the paper, so nothing about that report is disclosed.
  public static let otherPaper = Verification(source: .digits, answer: .otherPaper)

  /// A code says nothing about the paper on which it is printed: the symbol of a genuine report can be stuck on any
  /// other paper. So the last four characters of the code printed on the paper are compared, and if they belong to
  /// another report, nothing about it is disclosed (`verification.md` §5, "QR of A on the paper of B").
  /// - Parameter ending: as typed; nil: it was not asked for.
  public func comparedWithPaper(ending: String?) -> Verification {
    guard let ending, let claims else { return self }
    // An invalid ending matches no paper, even if the claims themselves have no valid ending.
    guard let own = normalizedEnding(claims.ident.suffix(paperEndingLength)), normalizedEnding(ending) == own else {
      var other = Verification.otherPaper
      other.source = source
      return other
    }
    return self
  }
}

/// The number of compared characters of the code on the paper.
public let paperEndingLength = 4

/// Four capital characters; full-width forms, spaces and hyphens are accepted. Nil for anything else.
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
