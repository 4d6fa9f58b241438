/// Personal details in running text that must not be published (`domain.md` §4.3): ID, telephone, bank card and account
/// numbers; e-mail, WeChat and QQ addresses; home addresses; names of informants and victims.
///
/// A number is recognised by its own form (``IdentityNumber``, a mobile number's beginning and length, a card's check
/// digit) or by the word directly before it (身份证号, 手机, 账号). Such a word, or a unit after the number, rules out every
/// other reading except an identity number: document numbers, organisation codes, amounts and dates stay.
public struct PersonalDetail: Sendable, Equatable {
  public enum Kind: Sendable, Equatable, CaseIterable { case identity, telephone, account, contact, address, name }
  public var kind: Kind
  /// The offsets of its characters in the text's Unicode scalars; for numbers, without the signs between the digits.
  public var offsets: [Int]
  public init(kind: Kind, offsets: [Int]) { (self.kind, self.offsets) = (kind, offsets) }

  /// In the order of the text; they do not overlap.
  public static func all(in text: String, label: String = "") -> [PersonalDetail] {
    var found = IdentityNumber.all(in: text).map { PersonalDetail(kind: .identity, offsets: $0.offsets) }
    found.append(contentsOf: PrivateWords.all(in: text), unlessTaken: true)
    // A cheap first test: most texts have no run of digits that is long enough.
    if mayHoldNumber(text) {
      var scanner = PersonalNumberScanner(text, label: label)
      found.append(contentsOf: scanner.numbers(), unlessTaken: true)
    }
    return found.count > 1 ? found.sorted { $0.offsets[0] < $1.offsets[0] } : found
  }

  /// Whether a number stands in it that the word before it calls an identity number, sound or not.
  package static func namesIdentityNumber(_ text: String, label: String = "") -> Bool {
    guard mayHoldNumber(text), mayNameIdentity(text) || mayNameIdentity(label) else { return false }
    var scanner = PersonalNumberScanner(text, label: label)
    return scanner.numbers().contains { $0.kind == .identity }
  }

  /// Looks, in one pass, for the bytes of 证, 份 or 照: each word for an identity number has one of them.
  private static func mayNameIdentity(_ text: String) -> Bool {
    var (last, beforeLast): (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
      switch (beforeLast, last, byte) {
      case (0xE8, 0xAF, 0x81), (0xE4, 0xBB, 0xBD), (0xE7, 0x85, 0xA7): return true
      default: (beforeLast, last) = (last, byte)
      }
    }
    return false
  }

  /// Whether there are seven digits in a row, ignoring spaces, hyphens and area-code brackets of either width.
  private static func mayHoldNumber(_ text: String) -> Bool {
    var run = 0
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): run += 1
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: ")"): continue
      case 0xEF:  // full-width digits: EF BC 90 to 99; others do not part what they may join
        guard bytes.next() == 0xBC, let third = bytes.next(), (0x90...0x99).contains(third) else { continue }
        run += 1
      case 0xE3: continue  // the ideographic space
      case 0x80...0xBF: continue
      default: run = 0
      }
      if run == 7 { return true }
    }
    return false
  }
}

extension [PersonalDetail] {
  /// A detail that overlaps an earlier one is part of it.
  fileprivate mutating func append(contentsOf others: [PersonalDetail], unlessTaken: Bool) {
    for other in others {
      let range = (other.offsets.first ?? 0)...(other.offsets.last ?? 0)
      let isTaken = contains { $0.offsets.contains(where: range.contains) }
      if !isTaken { append(other) }
    }
  }
}
