import Records

/// The codes that a text holds, whatever stands around them or between their characters: a head (`统一社会信用代码:…`),
/// hyphens and blanks, characters too many, letters that look like others. For rows that nobody can be given for sure:
/// a code too many doubts nobody, for hardly any other sequence of characters passes the checks; one that is missed is somebody's.
package enum CodeMentions {
  /// Without duplicates: 统一社会信用代码 and numbers of identity cards that pass their checks; 组织机构代码 that pass
  /// theirs, alone, in a tax number or in a 统一社会信用代码; numbers as long as registration numbers.
  package static func all(in text: String) -> [String] {
    guard text.utf8.count >= 9 else { return [] }
    var found: [String] = []
    for segment in segments(of: text) {
      for runs in variants(of: segment) {
        let joined = Array(runs.joined())
        found += sound(in: joined)
        for run in runs + (runs.count > 1 && joined.count <= 20 ? [joined] : []) { found += numbers(run) }
        for (front, end) in zip(runs, runs.dropFirst()) where front.count == 8 && end.count == 1 {
          found += numbers(front + end)
        }
      }
    }
    var known: Set<String> = []
    return found.filter { known.insert($0).inserted }
  }

  /// Runs of letters and digits, in upper case, between which no character of another script stands.
  private static func segments(of text: String) -> [[[UInt8]]] {
    var segments: [[[UInt8]]] = []
    var runs: [[UInt8]] = []
    var run: [UInt8] = []
    func endRun() {
      if !run.isEmpty { runs.append(run) }
      run = []
    }
    for scalar in text.unicodeScalars {
      if let byte = sign(scalar) {
        run.append(byte)
      } else if scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .control {
        continue
      } else {
        endRun()
        if !scalar.isASCII, scalar.properties.isAlphabetic {
          segments.append(runs)
          runs = []
        }
      }
    }
    endRun()
    return (segments + [runs]).filter { $0.reduce(0) { $0 + $1.count } >= 9 }
  }

  /// A letter or digit, also as Cyrillic and Greek capitals that look like it.
  private static func sign(_ scalar: Unicode.Scalar) -> UInt8? {
    let plain = scalar.isASCII ? scalar : normalizedIdentifier(String(scalar)).unicodeScalars.first ?? scalar
    switch plain {
    case "a"..."z": return UInt8(plain.value) - 32
    case "0"..."9", "A"..."Z": return UInt8(plain.value)
    default: return likeLetters[plain] ?? likeLetters[Unicode.Scalar(plain.properties.uppercaseMapping) ?? plain]
    }
  }

  private static let likeLetters: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: zip("АВЕНІКМОРСТХУΑΒΕΗΙΚΜΝΟΡΤΧΥ".unicodeScalars, "ABEHIKMOPCTXYABEHIKMNOPTXY".utf8))

  /// As written; and with digits for the letters that no 统一社会信用代码 has (GB 32100-2015, 4.1), with and without L.
  private static func variants(of runs: [[UInt8]]) -> [[[UInt8]]] {
    let digits = runs.map { $0.map { likeDigits[$0] ?? $0 } }
    let ones = digits.map { $0.map { $0 == UInt8(ascii: "L") ? UInt8(ascii: "1") : $0 } }
    return [runs] + (digits == runs ? [] : [digits]) + (ones == digits ? [] : [ones])
  }

  private static let likeDigits: [UInt8: UInt8] = Dictionary(uniqueKeysWithValues: zip("OISZV".utf8, "0152U".utf8))

  /// Sound codes of 18 characters anywhere in a sequence.
  private static func sound(in signs: [UInt8]) -> [String] {
    guard signs.count >= 18 else { return [] }
    return (0...signs.count - 18).compactMap { start in
      // Both kinds begin with a place.
      guard signs[start + 2..<start + 8].allSatisfy(isDigit) else { return nil }
      let code = String(decoding: signs[start..<start + 18], as: UTF8.self)
      return isSound(code) ? code : nil
    }
  }

  /// What one run says as a whole.
  private static func numbers(_ run: [UInt8]) -> [String] {
    let text = { (range: Range<Int>) in String(decoding: run[range], as: UTF8.self) }
    // Where the 组织机构代码 may begin: alone, behind a place (tax numbers until 2015), in a 统一社会信用代码 that may lack
    // its check character.
    let starts = [9: 0, 15: 6, 17: 8, 18: 8]
    var found: [String] = []
    if run.count == 13 || run.count == 15, run.contains(where: isDigit) { found.append(text(0..<run.count)) }
    if let start = starts[run.count], start == 0 || run[max(0, start - 6)..<start].allSatisfy(isDigit) {
      let code = text(start..<start + 9)
      if Set(code.utf8).count > 2, OrganisationCode.fault(in: code) == nil { found.append(code) }
    }
    return found
  }

  static func isSound(_ code: String) -> Bool {
    UnifiedCreditCode.fault(in: code) == nil || CitizenID.fault(in: code) == nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

  /// Whether a text says by itself whom it means: its check shows that it is whole. What may be cut, a telephone number or
  /// another's check fails names nobody.
  package static func namesSomebody(_ text: String) -> Bool {
    let code = text.filter { $0 != "-" }
    switch code.utf8.count {
    case 9: return Set(code.utf8).count > 2 && OrganisationCode.fault(in: code) == nil
    case 18: return isSound(code)
    default: return false
    }
  }

  /// Whether a text may be somebody's code or number: of a length that such numbers have, and sound where there is a check
  /// that all of its kind pass. What people type where a code must stand (不详, 待补充, 91440300) is none.
  package static func isCode(_ text: String) -> Bool {
    let signs = text.utf8.filter { $0 != UInt8(ascii: "-") }
    guard signs.allSatisfy({ isDigit($0) || 65...90 ~= $0 }), signs.contains(where: isDigit), Set(signs).count > 2
    else { return false }
    switch signs.count {
    // 组织机构代码 and passports; permits to travel; registration numbers; tax numbers, and identity cards until 1999.
    case 9, 11, 13, 15, 20: return true
    case 18: return isSound(String(decoding: signs, as: UTF8.self))
    default: return false
    }
  }
}
