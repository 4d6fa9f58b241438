/// Says for which domains an authority acts, by the name under which it signs: design §2.5, rule 1.
///
/// Whole names first, then the catalogue's patterns. Made once for a catalogue, it answers from any task.
public struct AuthorityDirectory: Sendable {
  /// What a name says.
  public enum Finding: Sendable, Equatable {
    /// It acts for one domain; perhaps, in some matters, for others too.
    case domain(String, perhaps: [String])
    /// It acts for several, and the name does not say for which one it acted (综合行政执法局).
    case several([String])
    /// The catalogue does not know it: it may have acted for any.
    case unknown
  }

  private let names: [String: Finding]
  private let patterns: [(suffix: String, finding: Finding)]

  public init(_ catalogue: Catalogue) {
    var names: [String: Finding] = [:]
    var patterns: [(suffix: String, finding: Finding)] = []
    for rule in catalogue.authorityRules {
      let finding: Finding =
        rule.domains.count == 1
        ? .domain(rule.domains[0], perhaps: rule.perhaps) : .several(rule.domains + rule.perhaps)
      for name in rule.names { names[foldedName(name)] = finding }
      for pattern in rule.patterns { patterns.append((foldedName(pattern), finding)) }
    }
    // The longest pattern that fits says most.
    (self.names, self.patterns) = (names, patterns.sorted { $0.suffix.count > $1.suffix.count })
  }

  public func domains(of authority: String) -> Finding {
    let name = foldedName(authority)
    return names[name] ?? patterns.first { name.hasSuffix($0.suffix) }?.finding ?? .unknown
  }
}
