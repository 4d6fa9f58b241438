import Records

/// The labels beside the subject's name: 存续, 注销, 守信激励对象, 失信惩戒对象, 经营异常 (domain.md §2.1).
struct StatusLabels {
  /// A label that a subject bears while it has a record of one of the categories.
  struct Rule {
    var label: String
    var categories: Set<String>
    /// Fields by which a record says that it no longer holds (移出日期, 注销标志).
    var endedBy: [String] = []
  }

  static let rules = [
    Rule(label: "守信激励对象", categories: ["honourTaxpayerA"], endedBy: ["cancelledMark"]),
    Rule(label: "失信惩戒对象", categories: ["dishonestDebtor"]),
    Rule(label: "经营异常", categories: ["abnormalOperation"], endedBy: ["removalDate"]),
  ]

  /// Beginnings of 登记状态 as registrars write it, and what the report says; the first that fits holds.
  /// Codes 1–4: domain.md §2.1. The wordings beside 存续 and 注销 are general knowledge, unverified; a status that
  /// begins in no such way is printed as it was given.
  static let registration: [(prefix: String, label: String)] = [
    ("存续", "存续"), ("在业", "存续"), ("在营", "存续"), ("开业", "存续"), ("在册", "存续"), ("正常", "存续"),
    ("吊销，已注销", "注销"), ("吊销", "吊销"), ("注销", "注销"), ("已注销", "注销"), ("迁出", "迁出"), ("已迁出", "迁出"),
  ]
  static let registrationCodes = ["1": "存续", "2": "吊销", "3": "注销", "4": "迁出"]

  /// - Parameter shown: the records that the report shows, by category: what it leaves out gives no label either.
  static func labels(of subject: Subject, shown: [(category: String, records: [Record])]) -> [String] {
    var labels: [String] = []
    if let status = subject.fields[Vocabulary.SubjectField.registrationStatus] {
      let text = status.text
      labels.append(
        registrationCodes[text] ?? registration.first { text.hasPrefix($0.prefix) }?.label ?? text)
    }
    for rule in rules {
      let holds = shown.contains { group in
        rule.categories.contains(group.category)
          && group.records.contains { record in !rule.endedBy.contains { ends(record.fields[$0]) } }
      }
      if holds { labels.append(rule.label) }
    }
    return labels
  }

  /// A date or a mark ends the record; a mark that says no does not.
  private static func ends(_ value: Value?) -> Bool {
    guard let value else { return false }
    return !["否", "0", "未注销", "正常"].contains(value.text)
  }
}
