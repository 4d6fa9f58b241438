import Records

/// Whether the names under one code can belong to one subject. A firm that changes its name usually keeps part of it;
/// names that share nothing but a place, a trade and a legal form belong to two (一码多赋).
package enum SubjectNames {
  /// Whether every name shares something with another, and all are connected that way.
  package static func areOfOne(_ names: [String], isPerson: Bool) -> Bool {
    let areAlike: (Int, Int) -> Bool
    if isPerson {
      let folded = names.map(foldedName)
      areAlike = { isAlike(folded[$0], folded[$1]) }
    } else {
      let cores = names.map(core)
      areAlike = { share(cores[$0], cores[$1]) }
    }
    var reached: Set<Int> = [0]
    var open = [0]
    while let index = open.popLast() {
      for other in names.indices where !reached.contains(other) && areAlike(index, other) {
        reached.insert(other)
        open.append(other)
      }
    }
    return reached.count == names.count
  }

  /// What is compared of an organisation's name.
  private struct Core {
    var letters: NameParts.Letters
    /// Letters side by side; and those that words of trade do not have.
    var pairs: Set<NameParts.Letters>, ownPairs: Set<NameParts.Letters>
    /// Too short to tell, or all that is its own is hidden.
    var tellsNothing: Bool
  }

  private static func core(of name: String) -> Core {
    let letters = NameParts.core(of: NameParts.withoutBrackets(NameParts.Letters(foldedName(name).unicodeScalars)))
    let own = NameParts.own(letters)
    let isHidden = !own.isEmpty && own.joined().allSatisfy { NameParts.masks.contains($0) }
    return Core(
      letters: letters, pairs: Set(pairs(of: letters[...])), ownPairs: Set(own.flatMap { pairs(of: $0) }),
      tellsNothing: letters.count < 2 || isHidden)
  }

  private static func pairs(of name: ArraySlice<Unicode.Scalar>) -> [NameParts.Letters] {
    zip(name, name.dropFirst()).map { [$0, $1] }
  }

  /// Whether they share two characters in a row, or one slip makes one of the other. A name like 信息科技 is its trade.
  private static func share(_ one: Core, _ other: Core) -> Bool {
    if one.tellsNothing || other.tellsNothing || one.letters == other.letters { return true }
    let areOwn = !one.ownPairs.isEmpty && !other.ownPairs.isEmpty
    let (pairs, others) = areOwn ? (one.ownPairs, other.ownPairs) : (one.pairs, other.pairs)
    return !pairs.isDisjoint(with: others)
      || min(one.letters.count, other.letters.count) >= 4 && OneSlip.isBetween(one.letters, other.letters)
  }

  /// Persons' names have two or three characters, of which one may change; 张某 and 张* may be anybody of that name.
  private static func isAlike(_ one: String, _ other: String) -> Bool { !Set(one).isDisjoint(with: Set(other)) }
}
