import CivilTime
import ErrorCauses
import JSON

extension FileInterpreter {
  static let coverageParts = Vocabulary([
    Naming(key: "source", label: "数据来源单位", aliases: ["来源单位", "数据来源"]),
    Naming(key: "domains", label: "领域"), Naming(key: "categories", label: "类别", aliases: ["信息类别"]),
    Naming(key: "from", label: "起始日期"), Naming(key: "through", label: "截止日期"),
    Naming(key: "state", label: "状态"), Naming(key: "reason", label: "原因"),
  ])
  private static let states = Vocabulary([
    Naming(key: "loaded", label: "已归集"), Naming(key: "failed", label: "归集失败"),
    Naming(key: "missing", label: "未归集"),
  ])
  private static let bases = Vocabulary([
    Naming(key: "deliveries", label: "交付记录"), Naming(key: "declared", label: "单位声明", aliases: ["出具单位声明"]),
  ])

  /// What sources delivered. A mistake here could make a domain look clean, so nothing is forgiven: docs/judgement.md,
  /// “What the file says of deliveries”.
  mutating func coverageList(_ node: Int) throws(ReadingError) -> [Coverage] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else {
      throw error(at: node, Wording("coverage must be an array", "归集情况（coverage）须为数组"))
    }
    var list: [Coverage] = []
    for element in document.children(of: node) { list.append(try coverage(element)) }
    return list
  }

  func coverageBasis(_ node: Int) throws(ReadingError) -> CoverageBasis {
    guard let text = try text(at: node) else { return .declared }
    guard let basis = Self.bases.key(of: text).flatMap(CoverageBasis.init) else {
      throw error(
        at: node,
        Wording("there is no coverageBasis \(quoted(text))", "没有“\(quoted(text))”这种归集依据（coverageBasis）"),
        Wording("it is deliveries or declared", "应为 deliveries（交付记录）或 declared（单位声明）"))
    }
    return basis
  }

  private mutating func coverage(_ node: Int) throws(ReadingError) -> Coverage {
    let parts = try parts(of: node, Self.coverageParts, Wording("an entry of coverage", "归集情况的一项"))
    guard let source = try parts["source"].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
      throw error(
        at: node, Wording("an entry of coverage does not name its source", "归集情况的一项没有写明数据来源单位（source）"))
    }
    let stateText = try parts["state"].flatMap { node throws(ReadingError) in try text(at: node) }
    guard let stateText, let state = Self.states.key(of: stateText).flatMap(Coverage.State.init) else {
      throw error(
        at: parts["state"] ?? node, Wording("the state of a source must be given", "必须写明数据来源的状态（state）"),
        Wording("it is loaded, failed or missing", "应为 loaded（已归集）、failed（归集失败）或 missing（未归集）"))
    }
    let from = try parts["from"].flatMap { node throws(ReadingError) in try boundary(node) }
    let through = try parts["through"].flatMap { node throws(ReadingError) in try boundary(node) }
    if let from, let through, from.start > through.end {
      throw error(
        at: parts["from"] ?? node, Wording("from lies after through", "起始日期晚于截止日期"),
        Wording("exchange the two, or mend the wrong one", "请对调两者，或更正有误的一个"))
    }
    // Only whole days count as delivered; a failure taints every day that it touches.
    let days =
      state == .loaded ? (from?.firstWholeDay, through?.lastWholeDay) : (from?.start.date, through?.end.date)
    if let from = days.0, let through = days.1, from > through {
      throw error(
        at: parts["from"] ?? node,
        Wording("no whole day lies between from and through", "起始日期与截止日期之间没有完整的一天"),
        Wording("write days: 2026-11-19", "请写日期，如 2026-11-19"))
    }
    let domains = try domains(parts["domains"])
    let categories = try categories(parts["categories"])
    return Coverage(
      source: source, domains: domains?.keys, categories: categories?.keys, from: days.0, through: days.1,
      state: state, reason: try parts["reason"].flatMap { node throws(ReadingError) in try text(at: node) },
      unknownDomains: domains?.unknown ?? [], unknownCategories: categories?.unknown ?? [])
  }

  // MARK: Days

  /// What `from` or `through` names: a day, from its first moment to its last, or a moment.
  private struct Boundary {
    var start: BeijingTime, end: BeijingTime

    var firstWholeDay: CalendarDate {
      start == BeijingTime(start.date) ? start.date : CalendarDate(daysSince1970: start.date.daysSince1970 + 1)
    }

    /// A moment means the second in which it lies. So …T23:59:59 ends its day, and …T16:00:00Z, the first second of a
    /// day in Beijing, does not.
    var lastWholeDay: CalendarDate {
      CalendarDate(daysSince1970: BeijingTime(secondsAfter: end).date.daysSince1970 - 1)
    }
  }

  private func boundary(_ node: Int) throws(ReadingError) -> Boundary? {
    guard let text = try text(at: node), let day = try day(node) else { return nil }
    if DateText.isWholeDay(text) {
      return Boundary(start: BeijingTime(day), end: BeijingTime(day, secondOfDay: 86_399))
    }
    guard let moment = DateText.moment(text) else {
      throw error(
        at: node, Wording("this is no moment", "不是日期或时间"),
        Wording(
          "write it like 2026-11-19, or 2026-11-19T18:00:00+08:00", "请写成 2026-11-19 或 2026-11-19T18:00:00+08:00"))
    }
    return Boundary(start: moment, end: moment)
  }

  func day(_ node: Int) throws(ReadingError) -> CalendarDate? {
    guard let text = try text(at: node) else { return nil }
    guard case .date(let date)? = DateText.read(text) else {
      throw error(
        at: node, Wording("this is no day", "不是日期"),
        Wording("write it like 2026-11-19; leave out what is not known", "请写成 2026-11-19；不知道的请省略"))
    }
    return date
  }

  // MARK: Names

  /// Keys of the names that the catalogue knows, and the names that it does not (`--keep-unknown`).
  struct NameList {
    var keys: [String] = [], unknown: [String] = []
  }

  /// Nil: not said, which means every domain of a source.
  mutating func domains(_ node: Int?) throws(ReadingError) -> NameList? {
    try nameList(node, "domains", Wording("domain", "领域"), names.domains, nearest: names.domainHints.nearest(to:))
  }

  mutating func categories(_ node: Int?) throws(ReadingError) -> NameList? {
    try nameList(
      node, "categories", Wording("category", "信息类别"), names.categories, nearest: names.categories.nearest(to:))
  }

  private mutating func nameList(
    _ node: Int?, _ part: String, _ one: Wording, _ vocabulary: Vocabulary, nearest: (String) -> String?
  ) throws(ReadingError) -> NameList? {
    guard let node, document.nodes[node].kind != .null else { return nil }
    guard document.nodes[node].kind == .array else {
      throw error(at: node, Wording("\(part) must be an array of names", "\(part) 须为由\(one.chinese)名称组成的数组"))
    }
    var list = NameList()
    for element in document.children(of: node) {
      guard let name = try text(at: element) else { continue }
      if let key = try key(of: name, at: element, one, part, vocabulary, nearest) {
        if !list.keys.contains(key) { list.keys.append(key) }
      } else {
        list.unknown.append(name)
      }
    }
    // An empty list is not the same as no list: no list means all.
    if list.keys.isEmpty, list.unknown.isEmpty {
      throw error(
        at: node, Wording("\(part) names nothing", "\(part) 没有列出任何\(one.chinese)"),
        Wording(
          "name some; an entry of coverage may leave it out to mean all of the source's",
          "请列出；归集情况的一项如指该来源的全部\(one.chinese)，可省略 \(part)"))
    }
    return list
  }

  private mutating func key(
    of name: String, at node: Int, _ one: Wording, _ many: String, _ vocabulary: Vocabulary,
    _ nearest: (String) -> String?
  ) throws(ReadingError) -> String? {
    if let key = vocabulary.key(of: name) { return key }
    let problem = Wording("there is no \(one.english) \(quoted(name))", "没有“\(quoted(name))”这个\(one.chinese)")
    let hint =
      nearest(name).map(didYouMean)
      ?? Wording("the \(many) are listed in the catalogue", "全部\(one.chinese)见信用信息目录")
    guard reader.options.keepUnknown else { throw error(at: node, problem, hint) }
    try warn(at: node, problem, hint)
    return nil
  }
}

extension BeijingTime {
  /// The second after the one in which a moment lies.
  fileprivate init(secondsAfter moment: BeijingTime) {
    self.init(millisecondsSince1970: (moment.secondsSince1970 + 1) * 1000)
  }
}
