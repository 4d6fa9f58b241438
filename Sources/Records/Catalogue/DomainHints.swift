/// Which domain may have been meant by a name that is none.
///
/// One word may be all the difference between two domains (劳动保障, 医疗保障; 税务, 水务), so that likeness alone leads
/// astray: what an authority is known to do comes first, and then only a slip of the pen.
public struct DomainHints: Sendable {
  private let names: [String]
  /// Label of the one domain of a task; nil: it has none of these, or several.
  private let labelOfTask: [String: String?]

  /// - Parameter domains: those that may be offered.
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
