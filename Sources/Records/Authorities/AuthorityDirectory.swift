/// Finds the domains for which an authority acts, from the name under which it signs: docs/authorities.md.
///
/// Tries whole names first, then the catalogue's patterns and tasks with place and level stripped. Created once per
/// catalogue; may be used from any task.
public struct AuthorityDirectory: Sendable {
  /// What a name says.
  public enum Finding: Sendable, Equatable {
    /// It acts for one domain and, in some matters, perhaps for others too.
    case domain(String, perhaps: [String])
    /// It may have acted for any of these, and the name does not say for which (综合行政执法局).
    case several([String])
    /// The catalogue does not know the name: the authority may have acted for any domain.
    case unknown
  }

  private let rules: [AuthorityRule]
  /// Keys of the domains, in the order in which findings list them.
  private let order: [String]
  /// Indices of rules, by folded name.
  private let names: [String: Int]
  private let reader: AuthorityNameReader

  public init(_ catalogue: Catalogue) {
    rules = catalogue.authorityRules
    order = catalogue.domains.map(\.naming.key)
    var names: [String: Int] = [:]
    for (number, rule) in rules.enumerated() {
      for name in rule.names { names[Self.key(AuthorityText(name))] = number }
    }
    self.names = names
    reader = AuthorityNameReader(rules: rules, words: catalogue.authorityWords)
  }

  public func domains(of authority: String) -> Finding {
    let fitting = rules(of: authority).map { rules[$0] }
    if fitting.isEmpty { return .unknown }
    let domains = inOrder(fitting.flatMap(\.domains))
    let perhaps = inOrder(fitting.flatMap(\.perhaps)).filter { !domains.contains($0) }
    return domains.count == 1 ? .domain(domains[0], perhaps: perhaps) : .several(inOrder(domains + perhaps))
  }

  /// For a record that names `domain` and is signed by this authority (or by several together): the domains of those
  /// signers that have nothing to do with `domain`. The record may be about these too. Empty for an unknown authority.
  public func domains(of authority: String, apartFrom domain: String) -> [String] {
    let others = rules(of: authority).map { rules[$0].domains + rules[$0].perhaps }.filter { !$0.contains(domain) }
    return inOrder(others.flatMap(\.self))
  }

  /// Indices of the catalogue's rules that match a name.
  func rules(of authority: String) -> [Int] {
    let text = AuthorityText(authority)
    return names[Self.key(text)].map { [$0] } ?? reader.rules(of: text)
  }

  private static func key(_ text: AuthorityText) -> String { String(String.UnicodeScalarView(text.scalars)) }

  private func inOrder(_ keys: [String]) -> [String] {
    keys.count < 2 ? keys : order.filter(keys.contains)
  }
}
