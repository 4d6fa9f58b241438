import Records

/// The labels beside the subject's name: 存续, 注销, 守信激励对象, 失信惩戒对象, 经营异常 (domain.md §2.1).
enum StatusLabels {
  /// A label that a subject bears while a record of one of the categories holds.
  struct Rule {
    var label: String
    var categories: Set<String>
    /// Fields with the day on which a record ends to hold (移出日期, 有效期至).
    var endDates: [String] = []
    /// Fields that mark a record as cancelled (注销标志).
    var cancellations: [String] = []
  }

  // Which lists give which label is inferred from their names: domain.md §2.1, §2.5–2.7.
  static let rules = [
    Rule(
      label: "守信激励对象",
      categories: ["taxGradeA", "customsAdvancedCertified", "highwayHonest", "transportHonest", "honour"],
      endDates: ["validThrough"], cancellations: ["cancelled"]),
    Rule(
      label: "失信惩戒对象",
      categories: ["courtList", "workSafetyList", "taxList", "procurementList", "overloadList", "seriousBreach"],
      endDates: ["validThrough"]),
    Rule(label: "经营异常", categories: ["abnormalOperation"], endDates: ["removedOn"]),
  ]

  /// Beginnings of 登记状态 as registrars write it, and what the report says; the first that fits holds. Wordings
  /// beside 存续 and 注销 are general knowledge, unverified; one that begins in no such way is printed as it was given.
  static let registration: [(prefix: String, label: String)] = [
    ("存续", "存续"), ("在业", "存续"), ("在营", "存续"), ("开业", "存续"), ("在册", "存续"), ("正常", "存续"),
    ("吊销，已注销", "注销"), ("吊销", "吊销"), ("注销", "注销"), ("已注销", "注销"), ("迁出", "迁出"), ("已迁出", "迁出"),
  ]
  /// Status codes of an older interface: domain.md §2.1.
  static let registrationCodes = ["1": "存续", "2": "吊销", "3": "注销", "4": "迁出"]

  /// - Parameter shown: the records that the report shows, by category: what it leaves out gives no label either.
  static func labels(
    of subject: Subject, shown: [(category: String, records: [Record])], on day: CalendarDate
  ) -> [String] {
    var labels: [String] = []
    if let status = subject.fields[CatalogueKeys.registrationStatus]?.text {
      let known = registrationCodes[status] ?? registration.first { status.hasPrefix($0.prefix) }?.label
      labels.append(known ?? status)
    }
    for rule in rules {
      let holds = shown.contains { group in
        rule.categories.contains(group.category) && group.records.contains { rule.holds(for: $0, on: day) }
      }
      if holds { labels.append(rule.label) }
    }
    return labels
  }
}

extension StatusLabels.Rule {
  fileprivate func holds(for record: Record, on day: CalendarDate) -> Bool {
    for key in endDates {
      if case .date(let end) = record.fields[key], end < day { return false }
    }
    return cancellations.allSatisfy { key in
      guard let mark = record.fields[key]?.text else { return true }
      return ["否", "0", "未注销", "正常"].contains(mark)
    }
  }
}
