import WidthFolding

extension Money {
  package enum Reading: Equatable {
    case amount(Money)
    /// More than six decimal places in 万元: rounding would misstate it.
    case tooPrecise
    case tooLarge
    /// Not a number.
    case unreadable
  }

  /// An amount in 万元 as files write it: `0.2`, `1,234.50`, `2e-1`, `0.2万元`; or in yuan if it says so, `2000元`.
  package static func read(_ text: String) -> Reading {
    var characters = text.unicodeScalars.map(halfWidth).filter { !isBlank($0) }
    var scale = 6
    if characters.first == "¥" || characters.first == "￥" { characters.removeFirst() }
    for (suffix, suffixScale) in [("万元", 6), ("万", 6), ("元", 2)] where characters.ends(with: suffix) {
      characters.removeLast(suffix.unicodeScalars.count)
      scale = suffixScale
      break
    }
    guard let decimal = Decimal(characters) else { return .unreadable }
    return decimal.scaled(by: scale)
  }

  /// The digits and the exponent, both exact.
  private struct Decimal {
    var isNegative = false
    var digits: [UInt8] = []
    /// The power of ten of the last digit.
    var exponent = 0

    init?(_ characters: [Unicode.Scalar]) {
      var rest = characters[...]
      if rest.first == "-" || rest.first == "+" { isNegative = rest.removeFirst() == "-" }
      guard let whole = Self.wholePart(&rest) else { return nil }
      digits = whole
      if rest.first == "." {
        rest.removeFirst()
        let fraction = Self.digits(&rest)
        if fraction.isEmpty { return nil }
        digits += fraction
        exponent = -fraction.count
      }
      if rest.first == "e" || rest.first == "E" {
        rest.removeFirst()
        var sign = 1
        if rest.first == "-" || rest.first == "+" { sign = rest.removeFirst() == "-" ? -1 : 1 }
        let power = Self.digits(&rest)
        // Longer exponents belong to no amount of money.
        guard !power.isEmpty, power.count <= 6 else { return nil }
        exponent += sign * power.reduce(0) { $0 * 10 + Int($1) }
      }
      if !rest.isEmpty { return nil }
    }

    /// Digits, or groups of three after the first: `1,234`.
    private static func wholePart(_ rest: inout ArraySlice<Unicode.Scalar>) -> [UInt8]? {
      var whole = digits(&rest)
      if whole.isEmpty { return nil }
      let isGrouped = rest.first == "," && whole.count <= 3
      while isGrouped, rest.first == "," {
        rest.removeFirst()
        let group = digits(&rest)
        if group.count != 3 { return nil }
        whole += group
      }
      return whole
    }

    private static func digits(_ rest: inout ArraySlice<Unicode.Scalar>) -> [UInt8] {
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest[digits.endIndex...]
      return digits.map { UInt8($0.value - 48) }
    }

    func scaled(by scale: Int) -> Reading {
      var digits = digits[...]
      var shift = exponent + scale
      while shift < 0, digits.last == 0 {
        digits.removeLast()
        shift += 1
      }
      guard let first = digits.firstIndex(where: { $0 != 0 }) else { return .amount(Money(millionths: 0)) }
      if shift < 0 { return .tooPrecise }
      digits = digits[first...]
      guard digits.count + shift <= 18 else { return .tooLarge }
      var number: Int64 = digits.reduce(0) { $0 * 10 + Int64($1) }
      for _ in 0..<shift { number *= 10 }
      return .amount(Money(millionths: isNegative ? -number : number))
    }
  }
}

extension [Unicode.Scalar] {
  fileprivate func ends(with text: String) -> Bool {
    count > text.unicodeScalars.count && suffix(text.unicodeScalars.count).elementsEqual(text.unicodeScalars)
  }
}
