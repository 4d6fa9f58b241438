import Importing

/// A name of which a part is hidden: 深圳市某实业有限公司, 华**业, 张*明. All letters are those of a comparable name.
struct MaskedName {
  typealias Letters = [Unicode.Scalar]

  static let mask: Unicode.Scalar = "*"
  /// Masks are all the same.
  let letters: Letters

  /// Nil: nothing is hidden.
  init?(_ name: Letters) {
    var letters = name.map { NameParts.masks.contains($0) ? Self.mask : $0 }
    for run in Self.runs(of: "x", in: letters) where run.count > 1 {
      let neighbours = [run.lowerBound - 1, run.upperBound].filter(letters.indices.contains).map { letters[$0] }
      if !neighbours.contains(where: { $0.isASCII && $0 != Self.mask }) {
        for index in run { letters[index] = Self.mask }
      }
    }
    guard letters.contains(Self.mask) else { return nil }
    self.letters = letters
  }

  private static func runs(of letter: Unicode.Scalar, in text: Letters) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in text.indices where text[index] == letter {
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }

  // MARK: What it shows

  /// Two letters that stand side by side and tell most.
  static func pair(in core: Letters, shownBy name: Letters) -> Letters? {
    let shown = pairs(of: name)
    let own = NameParts.own(core).reversed().flatMap { pairs(of: Letters($0)).reversed() }
    return (own + pairs(of: core).reversed()).first { !$0.contains(mask) && shown.contains($0) }
  }

  static func pairs(of name: Letters) -> [Letters] { zip(name, name.dropFirst()).map { [$0, $1] } }

  /// The first and the last letter of a name as short as a person's, if these are shown.
  static func ends(of name: Letters) -> Letters? {
    guard name.count <= 4, let first = name.first, let last = name.last, first != mask, last != mask,
      NameParts.withoutForm(name[...]).count == name.count
    else { return nil }
    return [first, last]
  }

  // MARK: Whom it fits

  /// - Parameter isLetterByLetter: a mask hides one letter, as in persons' names; else one or more.
  static func fits(_ pattern: Letters, _ name: Letters, isLetterByLetter: Bool) -> Bool {
    if isLetterByLetter {
      return pattern.count == name.count && zip(pattern, name).allSatisfy { $0 == mask || $0 == $1 }
    }
    let shown = pattern.split(separator: mask, omittingEmptySubsequences: false)
    guard let first = shown.first, let last = shown.last, shown.count > 1 else { return pattern == name }
    guard name.starts(with: first), name.count > first.count + last.count, name.suffix(last.count).elementsEqual(last)
    else { return false }
    // One letter at least is hidden at each run of masks.
    var rest = name[(first.count + 1)..<(name.count - last.count)]
    for part in shown.dropFirst().dropLast() where !part.isEmpty {
      let places = rest.indices.filter { rest[$0...].starts(with: part) }
      guard let place = places.first, place + part.count < name.count - last.count else { return false }
      rest = rest[(place + part.count + 1)...]
    }
    return true
  }
}
