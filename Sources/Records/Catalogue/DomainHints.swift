/// Suggests which domain an unknown name may have meant.
///
/// Two domains may differ in a single word (劳动保障, 医疗保障; 税务, 水务), so similarity alone misleads. What an authority is
/// known to do comes first, and only then a typing error.
public struct DomainHints: Sendable {
  private let names: [String]
  /// Label of the one domain of a task; nil: it has none of these domains, or several.
  private let labelOfTask: [String: String?]

  /// - Parameter domains: the domains that may be suggested.
  public init(_ domains: [Domain], _ rules: [AuthorityRule]) {
    names = domains.flatMap(\.naming.names)
    let labels = Dictionary(domains.map { ($0.naming.key, $0.naming.label) }, uniquingKeysWith: { first, _ in first })
    var labelOfTask: [String: String?] = [:]
    for rule in rules {
      let label = rule.domains.count == 1 ? labels[rule.domains[0]] : nil
      for task in rule.tasks { labelOfTask.updateValue(label, forKey: foldedName(task)) }
    }
    self.labelOfTask = labelOfTask
  }

  public func nearest(to name: String) -> String? {
    if let known = labelOfTask[foldedName(name)] { return known }
    return slipOfPen(name, among: names)
  }
}
