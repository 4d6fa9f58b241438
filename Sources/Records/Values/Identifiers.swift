public import CivilTime
public import ErrorCauses
import WidthFolding

/// An identifier as printed and compared: upper case, half-width, without spaces.
package func normalizedIdentifier(_ text: String) -> String {
  if text.utf8.allSatisfy({ isDigit($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let plain = halfWidth(scalar)
    if ("a"..."z").contains(plain) {
      scalars.append(Unicode.Scalar(UInt8(plain.value) - 32))
    } else if !isBlank(plain) {
      scalars.append(plain)
    }
  }
  return String(scalars)
}

/// 统一社会信用代码, GB 32100-2015: 18 characters, of which 9–17 are the organisation code and 18 is a check character.
public enum UnifiedCreditCode {
  // No I, O, S, V, Z: clause 4.1.
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  /// 3^(i−1) mod 31 for positions 1…17.
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

  /// What is wrong with a code; nil: nothing. A real code may fail: `domain.md` §4.1 has an example.
  public static func fault(in code: String) -> Wording? {
    guard let bytes = characters(of: code, count: 18) else { return wrongLength(code, 18) }
    var sum = 0
    for (index, byte) in bytes.enumerated() {
      guard let value = alphabet.firstIndex(of: byte) else { return wrongCharacter(at: index) }
      if index < 17 { sum += value * weights[index] }
    }
    guard bytes[2..<8].allSatisfy(isDigit) else {
      return Wording("has a letter in the place's number (3 to 8)", "第 3 至 8 位（行政区划码）含有字母")
    }
    let check = alphabet[(31 - sum % 31) % 31]
    if check != bytes[17] { return wrongCheck(check) }
    if let fault = OrganisationCode.fault(in: String(decoding: bytes[8..<17], as: UTF8.self)) {
      return Wording(
        "\(fault.english), at 9 to 17, the organisation code", "第 9 至 17 位（组织机构代码）有误：\(fault.chinese)")
    }
    return nil
  }
}

/// 组织机构代码, GB 11714: eight characters and a check character, written with or without a hyphen.
public enum OrganisationCode {
  private static let weights = [3, 7, 9, 10, 5, 8, 4, 2]

  public static func fault(in code: String) -> Wording? {
    let code = code.filter { $0 != "-" }
    guard let bytes = characters(of: code, count: 9) else { return wrongLength(code, 9) }
    var sum = 0
    for (index, byte) in bytes.prefix(8).enumerated() {
      let value: Int
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte - UInt8(ascii: "A")) + 10
      default: return wrongCharacter(at: index)
      }
      sum += value * weights[index]
    }
    let check: UInt8
    switch 11 - sum % 11 {
    case 10: check = UInt8(ascii: "X")
    case 11: check = UInt8(ascii: "0")
    case let digit: check = UInt8(ascii: "0") + UInt8(digit)
    }
    return check == bytes[8] ? nil : wrongCheck(check)
  }
}

/// 公民身份号码, GB 11643-1999: place (6), day of birth (8), sequence (3), check character (ISO 7064 MOD 11-2).
public enum CitizenID {
  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checks = Array("10X98765432".utf8)

  /// What is wrong with a number; nil: nothing.
  public static func fault(in number: String) -> Wording? {
    guard let bytes = characters(of: number, count: 18) else { return wrongLength(number, 18) }
    guard bytes.prefix(17).allSatisfy(isDigit) else {
      return Wording("has a character other than a digit in its first 17", "前 17 位中有不是数字的字符")
    }
    let digits = bytes.prefix(17).map { Int($0 - UInt8(ascii: "0")) }
    let value = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + $1 } }
    guard CalendarDate(year: value(6..<10), month: value(10..<12), day: value(12..<14)) != nil else {
      return Wording("has a day of birth that the calendar lacks", "其中的出生日期不存在")
    }
    let check = checks[zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11]
    return check == bytes[17] ? nil : wrongCheck(check)
  }

  /// The day of birth in a valid number, or in an old one of 15 digits, which has no check character.
  public static func birthDate(of number: String) -> CalendarDate? {
    guard number.utf8.count == 15 || fault(in: number) == nil else { return nil }
    return writtenBirthDate(in: number)
  }

  /// The day at the position of the day of birth, whether or not the check character is right. Old numbers, from before
  /// 1999, have two digits for the year.
  public static func writtenBirthDate(in number: String) -> CalendarDate? {
    let bytes = Array(number.utf8)
    guard bytes.count == 15 || bytes.count == 18, bytes.prefix(bytes.count == 15 ? 15 : 17).allSatisfy(isDigit) else {
      return nil
    }
    let value = { (range: Range<Int>) in bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    return bytes.count == 15
      ? CalendarDate(year: 1900 + value(6..<8), month: value(8..<10), day: value(10..<12))
      : CalendarDate(year: value(6..<10), month: value(10..<12), day: value(12..<14))
  }
}

/// The characters of a code, one byte each; a non-ASCII character, which no code has, becomes 0. Nil unless there are
/// exactly `count`.
private func characters(of code: String, count: Int) -> [UInt8]? {
  let bytes = code.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : 0 }
  return bytes.count == count ? bytes : nil
}

func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func character(_ byte: UInt8) -> Character { Character(Unicode.Scalar(byte)) }

private func wrongLength(_ code: String, _ length: Int) -> Wording {
  let count = code.unicodeScalars.count
  return Wording("has \(count) characters instead of \(length)", "共有 \(count) 位，应为 \(length) 位")
}

private func wrongCharacter(at index: Int) -> Wording {
  Wording("has a character at \(index + 1) that no such code has", "第 \(index + 1) 位的字符不会出现在这种代码中")
}

private func wrongCheck(_ check: UInt8) -> Wording {
  Wording("has the wrong check character (\(character(check)) fits)", "校验码不符（应为 \(character(check))）")
}
