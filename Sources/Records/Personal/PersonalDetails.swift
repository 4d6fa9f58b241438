/// What a running text says of persons and may not be published (`domain.md` §4.3): numbers of ID documents, telephones,
/// bank cards and accounts; addresses of e-mail, WeChat and QQ; where somebody lives; names of those who report or suffer.
///
/// A number is one of these by its own form (``IdentityNumber``, a mobile's beginning and length, a card's check digit) or by
/// the word right before it (身份证号, 手机, 账号). The same word, or a unit after it, keeps other numbers but identity
/// numbers from being taken for one: document numbers, codes of organisations, amounts, dates stay as they are.
public struct PersonalDetail: Sendable, Equatable {
  public enum Kind: Sendable, Equatable, CaseIterable { case identity, telephone, account, contact, address, name }
  public var kind: Kind
  /// Where its characters stand, as offsets in the text's Unicode scalars; of numbers, without the signs between digits.
  public var offsets: [Int]
  public init(kind: Kind, offsets: [Int]) { (self.kind, self.offsets) = (kind, offsets) }

  /// In the order of the text; they do not overlap.
  public static func all(in text: String, label: String = "") -> [PersonalDetail] {
    var found = IdentityNumber.all(in: text).map { PersonalDetail(kind: .identity, offsets: $0.offsets) }
    found.append(contentsOf: PrivateWords.all(in: text), unlessTaken: true)
    // Most texts hold no run of digits long enough, which is cheap to see.
    if mayHoldNumber(text) {
      var scanner = PersonalNumberScanner(text, label: label)
      found.append(contentsOf: scanner.numbers(), unlessTaken: true)
    }
    return found.count > 1 ? found.sorted { $0.offsets[0] < $1.offsets[0] } : found
  }

  /// Whether there are seven digits in a row but for spaces and hyphens, or a digit that is not ASCII.
  private static func mayHoldNumber(_ text: String) -> Bool {
    var run = 0
    for byte in text.utf8 {
      if isDigit(byte) {
        run += 1
        if run == 7 { return true }
      } else if byte == 0xEF {  // full-width forms
        return true
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "-"), byte != UInt8(ascii: ")") {
        run = 0
      }
    }
    return false
  }
}

extension [PersonalDetail] {
  /// What overlaps with something that is there already is a part of it.
  fileprivate mutating func append(contentsOf others: [PersonalDetail], unlessTaken: Bool) {
    for other in others {
      let range = (other.offsets.first ?? 0)...(other.offsets.last ?? 0)
      let isTaken = contains { $0.offsets.contains(where: range.contains) }
      if !isTaken { append(other) }
    }
  }
}
