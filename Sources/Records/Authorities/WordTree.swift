/// A trie of words with their roles in authority names; finds all words that begin at a position in one walk.
struct WordTree: Sendable {
  enum Role: Sendable, Hashable {
    case place, level, settlement, joiner, mark, activity, office, unit, group, part, branch, team, districtOffice
    /// With the index of its rule.
    case task(Int)
    case pattern(Int)
    /// A pattern before which the name of a place needs no level. It is also added as a pattern.
    case sole(Int)
  }
  struct Word {
    var role: Role
    /// The position after the word.
    var end: Int
  }

  /// The child of a node for a character.
  private var steps: [UInt64: Int32] = [:]
  /// By node; 0 is the root.
  private var roles: [[Role]] = [[]]

  mutating func add(_ word: String, as role: Role) {
    var node: Int32 = 0
    for scalar in foldedName(word).unicodeScalars {
      let step = Self.step(node, scalar)
      if let next = steps[step] {
        node = next
      } else {
        node = Int32(roles.count)
        steps[step] = node
        roles.append([])
      }
    }
    if node != 0, !roles[Int(node)].contains(role) { roles[Int(node)].append(role) }
  }

  func words(in name: [Unicode.Scalar], from start: Int) -> [Word] {
    var found: [Word] = []
    var node: Int32 = 0
    for index in start..<name.count {
      guard let next = steps[Self.step(node, name[index])] else { break }
      node = next
      for role in roles[Int(node)] { found.append(Word(role: role, end: index + 1)) }
    }
    return found
  }

  private static func step(_ node: Int32, _ scalar: Unicode.Scalar) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(scalar.value)
  }
}
