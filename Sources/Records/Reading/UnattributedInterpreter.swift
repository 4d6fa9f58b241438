import ErrorCauses
import JSON

// What sources delivered and nobody could attribute, and what persons decided of it. The lists are in other subjects'
// files, so they must not hold what rows say: unknown members are refused even if unknown fields are kept.
extension FileInterpreter {
  private static let source = Naming(key: "source", label: "数据来源单位", aliases: ["来源单位", "数据来源"])
  private static let categories = Naming(key: "categories", label: "类别", aliases: ["信息类别"])
  private static let count = Naming(key: "count", label: "条数", aliases: ["数量"])
  private static let reason = Naming(key: "reason", label: "原因")
  static let unattributedParts = Vocabulary([
    source, categories, Naming(key: "domains", label: "领域"), Naming(key: "day", label: "日期"), count, reason,
  ])
  static let excludedParts = Vocabulary([source, categories, count, reason])
  private static let longestReason = 200

  mutating func unattributedList(_ node: Int) throws(ReadingError) -> [Unattributed] {
    var list: [Unattributed] = []
    for element in try elements(of: node, "unattributed") {
      let parts = try parts(of: element, Self.unattributedParts, Wording("an entry of unattributed", "未能归属数据的一项"))
      let rows = try countedRows(element, parts, "unattributed")
      let domains = try domains(parts["domains"])
      list.append(
        Unattributed(
          source: rows.source, categories: rows.categories.keys, domains: domains?.keys,
          day: try parts["day"].flatMap { node throws(ReadingError) in try day(node) }, count: rows.count,
          reason: rows.reason, unknownDomains: domains?.unknown ?? [], unknownCategories: rows.categories.unknown))
    }
    return list
  }

  mutating func excludedList(_ node: Int) throws(ReadingError) -> [Excluded] {
    var list: [Excluded] = []
    for element in try elements(of: node, "excluded") {
      let parts = try parts(of: element, Self.excludedParts, Wording("an entry of excluded", "已排除记录的一项"))
      let rows = try countedRows(element, parts, "excluded")
      list.append(
        Excluded(
          source: rows.source, categories: rows.categories.keys, count: rows.count, reason: rows.reason,
          unknownCategories: rows.categories.unknown))
    }
    return list
  }

  private func elements(of node: Int, _ list: String) throws(ReadingError) -> [Int] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else {
      throw error(at: node, Wording("\(list) must be an array", "\(list) 须为数组"))
    }
    return Array(document.children(of: node))
  }

  private struct CountedRows {
    var source: String
    var categories: NameList
    var count: Int
    var reason: String
  }

  /// What each entry of both lists says.
  private mutating func countedRows(
    _ node: Int, _ parts: [String: Int], _ list: String
  ) throws(ReadingError) -> CountedRows {
    func given(_ part: String) throws(ReadingError) -> String {
      guard let text = try parts[part].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
        throw error(
          at: parts[part] ?? node,
          Wording("an entry of \(list) does not say its \(part)", "\(list) 的一项没有写明 \(part)"))
      }
      return text
    }
    let (source, reason, number) = (try given("source"), try given("reason"), try given("count"))
    guard reason.unicodeScalars.count <= Self.longestReason else {
      throw error(
        at: parts["reason"] ?? node,
        Wording("the reason has more than \(Self.longestReason) characters", "原因超过 \(Self.longestReason) 字"),
        Wording(
          "say why in a few words; what the rows say has no place here", "请简要写明原因，不要写入各行的内容"))
    }
    guard let count = Int(number), (1...1_000_000_000).contains(count) else {
      throw error(
        at: parts["count"] ?? node, Wording("count must be a whole number of at least 1", "条数（count）须为不小于 1 的整数"))
    }
    guard let categories = try categories(parts["categories"]) else {
      throw error(
        at: parts["categories"] ?? node,
        Wording("an entry of \(list) does not say its categories", "\(list) 的一项没有写明信息类别（categories）"))
    }
    return CountedRows(source: source, categories: categories, count: count, reason: reason)
  }
}
