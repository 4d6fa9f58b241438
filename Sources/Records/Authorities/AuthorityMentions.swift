/// The rules of which a name speaks that is not understood as a whole: a name that ends in words nobody knows may still say
/// 市场监督管理局 at its beginning.
///
/// Never a reason to believe a record, only to doubt one: what is found may be part of a longer word.
public struct AuthorityMentions: Sendable {
  private let rules: [AuthorityRule]
  private var tree = WordTree()

  public init(_ catalogue: Catalogue) {
    rules = catalogue.authorityRules
    for (number, rule) in rules.enumerated() {
      // One character (办, behind 街道) says nothing where what stands before it is not understood.
      for word in rule.names + rule.patterns + rule.tasks where word.unicodeScalars.count > 1 {
        tree.add(word, as: .pattern(number))
      }
    }
  }

  /// In the order of the name; of words that begin at one character the longest, and none within another.
  public func rules(in authority: String) -> [AuthorityRule] {
    let name = AuthorityText(authority).scalars
    var numbers: [Int] = []
    var index = 0
    while index < name.count {
      let words = tree.words(in: name, from: index)
      let end = words.map(\.end).max() ?? index + 1
      for case .pattern(let number) in words.filter({ $0.end == end }).map(\.role) where !numbers.contains(number) {
        numbers.append(number)
      }
      index = end
    }
    return numbers.map { rules[$0] }
  }
}
