/// The rules mentioned in a name that is not understood as a whole: a name that ends in unknown words may still begin
/// with 市场监督管理局.
///
/// Only ever a reason to doubt a record, never to believe one: a match may be part of a longer word.
public struct AuthorityMentions: Sendable {
  private let rules: [AuthorityRule]
  private var tree = WordTree()

  public init(_ catalogue: Catalogue) {
    rules = catalogue.authorityRules
    for (number, rule) in rules.enumerated() {
      // A single character (办, after 街道) says nothing if the text before it is not understood.
      for word in rule.names + rule.patterns + rule.tasks where word.unicodeScalars.count > 1 {
        tree.add(word, as: .pattern(number))
      }
    }
  }

  /// In the order of the name. Of the words that begin at one character the longest counts; matches do not overlap.
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
