import WidthFolding

/// Scans a text once, one word of digits and letters at a time.
struct PersonalNumberScanner {
  /// A run of digits and letters, with the characters that join them.
  private struct Word {
    var offsets: [Int]
    /// The characters at `offsets`.
    var text: String
    /// Lengths of the groups between spaces and hyphens.
    var groups: [Int]
    /// Joined by a character that only identifiers have (_ . and the like).
    var isIdentifier = false
  }

  /// What the word before a number says it is.
  private enum Hint { case identity, telephone, account, other, none }

  private let scalars: [Unicode.Scalar]
  /// The length of the label that was put before the text.
  private let labelled: Int
  private var index: Int

  init(_ text: String, label: String) {
    let label = label.isEmpty ? [] : Array((label + "：").unicodeScalars)
    scalars = (label + Array(text.unicodeScalars)).map(halfWidth)
    (labelled, index) = (label.count, label.count)
  }

  mutating func numbers() -> [PersonalDetail] {
    var numbers: [PersonalDetail] = []
    while index < scalars.count {
      guard isWordCharacter(index) else {
        index += 1
        continue
      }
      let word = nextWord()
      for part in candidates(of: word) {
        if let kind = kind(of: part) {
          numbers.append(PersonalDetail(kind: kind, offsets: part.offsets.map { $0 - labelled }))
        }
      }
    }
    return numbers
  }

  private func isWordCharacter(_ index: Int) -> Bool {
    guard index < scalars.count, index >= labelled else { return false }
    switch scalars[index] {
    case "0"..."9", "a"..."z", "A"..."Z": return true
    default: return false
    }
  }

  private func isNumber(_ index: Int) -> Bool {
    index < scalars.count && index >= labelled && ("0"..."9").contains(scalars[index])
  }

  private mutating func nextWord() -> Word {
    var word = Word(offsets: [], text: "", groups: [0])
    while index < scalars.count {
      if isWordCharacter(index) {
        word.offsets.append(index)
        word.text.unicodeScalars.append(scalars[index])
        word.groups[word.groups.count - 1] += 1
      } else if isWordCharacter(index + 1), let joint = isBehindAreaCode(index, word) ? .group : joint(at: index) {
        if joint == .identifier { word.isIdentifier = true }
        word.groups.append(0)
      } else {
        break
      }
      index += 1
    }
    return word
  }

  /// (020)12345678
  private func isBehindAreaCode(_ index: Int, _ word: Word) -> Bool {
    scalars[index] == ")" && isAreaCode(word.text) && word.groups.count == 1 && word.offsets[0] > labelled
      && scalars[word.offsets[0] - 1] == "("
  }

  private func isAreaCode(_ text: some StringProtocol) -> Bool {
    (3...4).contains(text.utf8.count) && text.hasPrefix("0") && !text.hasPrefix("00") && text.utf8.allSatisfy(isDigit)
  }

  private enum Joint { case group, identifier }

  /// How the character between two others joins them; nil: it separates them.
  private func joint(at index: Int) -> Joint? {
    switch scalars[index] {
    case "-": return .group
    // A space joins only digits: in the 4 groups of a card number, not in "JBL VTX".
    case " ": return isNumber(index - 1) && isNumber(index + 1) ? .group : nil
    case "_", "@", ".": return .identifier
    // Thousands separator: exactly three digits follow.
    case ",":
      let isThousands = (1...3).allSatisfy { isNumber(index + $0) } && !isNumber(index + 4)
      return isThousands && isNumber(index - 1) ? .identifier : nil
    default: return nil
    }
  }

  /// The word as one number, if its groups are those of such a number; otherwise its parts between spaces.
  private func candidates(of word: Word) -> [Word] {
    if word.groups.count == 1 { return [word] }
    if word.isIdentifier { return [] }
    switch word.groups {
    case [3, 4, 4], [6, 8, 4], [2, 11], [2, 3, 4, 4]: return [word]
    default: break
    }
    if word.groups.dropLast().allSatisfy({ $0 == 4 }), (3...5).contains(word.groups.count),
      (1...4).contains(word.groups.last ?? 0)
    {
      return [word]
    }
    if isLandline(word) || hint(before: word.offsets[0]) == .account { return [word] }
    var parts: [Word] = []
    var (first, isWhole) = (0, true)
    for (index, length) in word.groups.enumerated() {
      let part = Word(
        offsets: Array(word.offsets[first..<first + length]),
        text: String(word.text.dropFirst(first).prefix(length)), groups: [length])
      first += length
      // A part that a hyphen joins to another is part of an identifier.
      let follows = index + 1 < word.groups.count ? scalars[word.offsets[first] - 1] : " "
      if isWhole, follows == " " { parts.append(part) }
      isWhole = follows == " "
    }
    return parts
  }

  /// Area code, number, and perhaps the extension.
  private func isLandline(_ word: Word) -> Bool {
    guard (2...3).contains(word.groups.count), (7...8).contains(word.groups[1]),
      word.groups.count == 2 || (1...5).contains(word.groups[2])
    else { return false }
    return isAreaCode(word.text.prefix(word.groups[0])) && word.text.utf8.allSatisfy(isDigit)
  }

  private func kind(of word: Word) -> PersonalDetail.Kind? {
    let number = word.text.uppercased()
    let digits = number.utf8.allSatisfy(isDigit)
    let hint = hint(before: word.offsets[0])
    switch hint {
    case .identity: if (7...18).contains(number.utf8.count), number.utf8.filter(isDigit).count >= 6 { return .identity }
    case .account: if digits, (8...32).contains(number.utf8.count) { return .account }
    case .telephone: if digits, (7...15).contains(number.utf8.count) { return .telephone }
    case .other: return nil
    case .none: break
    }
    guard digits, !isMeasured(after: word.offsets[word.offsets.count - 1]) else { return nil }
    if isMobile(number) || isLandline(word) { return .telephone }
    return isCard(number) || isAmongBanking(word) ? .account : nil
  }

  /// A long number in a clause about a bank is an account number, even if no word directly before it says so.
  private func isAmongBanking(_ word: Word) -> Bool {
    guard (12...23).contains(word.text.utf8.count), word.groups.count == 1 else { return false }
    var start = word.offsets[0]
    while start > 0, word.offsets[0] - start < 24, !"。；;\n".unicodeScalars.contains(scalars[start - 1]) { start -= 1 }
    let clause = String(String.UnicodeScalarView(scalars[start..<word.offsets[0]]))
    return ["银行", "支行", "信用社", "开户", "账户", "帐户", "转账", "汇入", "汇至", "转入", "存入", "收款", "支付宝"]
      .contains(where: clause.contains)
  }

  private func isMobile(_ number: String) -> Bool {
    let bytes = Array(number.utf8)
    let local = bytes.count == 13 && number.hasPrefix("86") ? Array(bytes.dropFirst(2)) : bytes
    return local.count == 11 && local[0] == UInt8(ascii: "1") && local[1] >= UInt8(ascii: "3")
  }

  /// ISO/IEC 7812: the prefixes and lengths of the cards in use in China, and the Luhn check digit.
  private func isCard(_ number: String) -> Bool {
    let length = number.utf8.count
    let known =
      number.hasPrefix("62") && (16...19).contains(length)
      || ["4", "51", "52", "53", "54", "55", "35"].contains(where: number.hasPrefix) && length == 16
      || ["955880", "9558"].contains(where: number.hasPrefix) && length == 19
    guard known else { return false }
    var sum = 0
    for (index, byte) in number.utf8.reversed().enumerated() {
      let digit = Int(byte - UInt8(ascii: "0"))
      sum += index % 2 == 0 ? digit : digit < 5 ? digit * 2 : digit * 2 - 9
    }
    return sum % 10 == 0
  }

  /// Whether a unit or 号 follows, as after amounts and document numbers.
  private func isMeasured(after offset: Int) -> Bool {
    guard offset + 1 < scalars.count else { return false }
    return "元万亿千百％%号吨件个米平立股份字".unicodeScalars.contains(scalars[offset + 1])
  }

  static let wordsForIdentity = ["身份证", "居留证", "公民身份", "证件", "护照", "内地通行证", "大陆通行证"]

  /// What the word directly before a number says about it.
  private func hint(before offset: Int) -> Hint {
    var end = offset
    // 号码为： and the like may stand between the word and the number.
    while end > 0, "：:为是即系(（“\" +".unicodeScalars.contains(scalars[end - 1]) { end -= 1 }
    let before = String(String.UnicodeScalarView(scalars[max(0, end - 10)..<end]))
    let ends = { (text: String, words: [String]) in words.contains(where: text.hasSuffix) }
    if ends(before, ["编号", "代码", "第", "字", ")", "]", "〕", "】", "№", "No", "No."]) { return .other }
    var word = before
    if let ending = ["号码", "号"].first(where: word.hasSuffix) { word.removeLast(ending.count) }
    let isNumbered = word != before
    if ends(word, Self.wordsForIdentity), !word.hasSuffix("许可证件") { return .identity }
    if ends(word, ["手机", "电话", "联系方式", "微信", "座机", "固话"]) { return .telephone }
    if ends(word, ["账户", "帐户", "银行卡"]) || isNumbered && ends(word, ["账", "帐", "卡", "支付宝"]) { return .account }
    return isNumbered ? .other : .none
  }
}
