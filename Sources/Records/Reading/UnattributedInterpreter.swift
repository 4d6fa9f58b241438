import JSON

extension FileInterpreter {
  static let unattributedParts = Vocabulary([
    Naming(key: "source", label: "数据来源单位", aliases: ["来源单位", "数据来源"]),
    Naming(key: "categories", label: "类别", aliases: ["信息类别"]), Naming(key: "domains", label: "领域"),
    Naming(key: "day", label: "日期"), Naming(key: "count", label: "条数", aliases: ["数量"]),
    Naming(key: "reason", label: "原因"),
  ])
  private static let longestReason = 200

  /// Rows that nobody could attribute. The list is in other subjects' files, so it must not hold what its rows say:
  /// unknown members are refused even if unknown fields are kept.
  mutating func unattributedList(_ node: Int) throws(ReadingError) -> [Unattributed] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else { throw error(at: node, "unattributed must be an array") }
    var list: [Unattributed] = []
    for element in document.children(of: node) { list.append(try unattributed(element)) }
    return list
  }

  private mutating func unattributed(_ node: Int) throws(ReadingError) -> Unattributed {
    let parts = try parts(of: node, Self.unattributedParts, "an entry of unattributed")
    func given(_ part: String) throws(ReadingError) -> String {
      guard let text = try parts[part].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
        throw error(at: parts[part] ?? node, "an entry of unattributed does not say its \(part)")
      }
      return text
    }
    let (source, reason, number) = (try given("source"), try given("reason"), try given("count"))
    guard reason.unicodeScalars.count <= Self.longestReason else {
      throw error(
        at: parts["reason"] ?? node, "the reason has more than \(Self.longestReason) characters",
        "say why in a few words; what the rows say has no place here")
    }
    guard let count = Int(number), (1...1_000_000_000).contains(count) else {
      throw error(at: parts["count"] ?? node, "count must be a whole number of at least 1")
    }
    guard let categories = try categories(parts["categories"]) else {
      throw error(at: parts["categories"] ?? node, "an entry of unattributed does not say its categories")
    }
    let domains = try domains(parts["domains"])
    return Unattributed(
      source: source, categories: categories.keys, domains: domains?.keys,
      day: try parts["day"].flatMap { node throws(ReadingError) in try day(node) }, count: count, reason: reason,
      unknownDomains: domains?.unknown ?? [], unknownCategories: categories.unknown)
  }
}
