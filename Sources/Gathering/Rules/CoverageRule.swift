import CivilTime

/// Which days a delivery answers for, and whether its source must say so once more.
enum CoverageRule {
  /// Why a delivery covers nothing before its source, or a second person, confirms it.
  enum Doubt: Equatable {
    /// An increment without rows is no nil return, and a snapshot without rows perhaps a form that nobody filled.
    case empty
    /// A list of a snapshot on which nobody stands, beside others. `list`: label.
    case emptyOf(list: String)
    /// An old table under a new notice.
    case repeated
    case few
    /// A sheet that was not filled, beside one that was. `category`: label.
    case fewOf(category: String)
    /// A snapshot that loses over 5 % of what was in force.
    case loss
    /// Another period's table under this period's notice, or a year mistyped.
    case otherDays
    /// A table of these offices in another source's folder.
    case ofOthers([String])
    /// Days that an operator typed.
    case typedDays

    /// As receipts print it.
    var text: String {
      switch self {
      case .empty: "报送的表中没有数据，须由来源单位确认或者报送零报告"
      case .emptyOf(let list): "全量数据中没有\(list)的数据，须由来源单位确认"
      case .repeated: "数据与以前报送的完全相同，须由来源单位确认"
      case .few: "数据不足该单位平常的十分之一，须由来源单位确认"
      case .fewOf(let category): "\(category)数据不足该单位平常的十分之一，须由来源单位确认"
      case .loss: "全量数据比原有数据少百分之五以上，须由来源单位确认"
      case .otherDays: "数据的日期都不在报送期间及此前三个月内，须由来源单位确认"
      case .ofOthers(let sources): "表中各行的数据来源单位或者作出机关都是\(sources.joined(separator: "、"))，须由来源单位确认"
      case .typedDays: "报送期间由操作人员填写，须由第二人确认"
      }
    }
  }

  /// An earlier increment of the source that covers its days.
  struct Increment: Equatable {
    /// The rows that say something about somebody.
    var rows: Int
    var days: Int
    /// Those of each category of the notice, by label; none if nobody counted them.
    var rowsOfCategory: [String: Int] = [:]
  }

  /// What a source usually delivers is told from so many of its increments, the last ones.
  static let usualIncrements = 12
  /// From fewer than these nothing is usual yet.
  private static let fewestIncrements = 3

  /// So many rows of a category tell of another period.
  static let fewestOfASheet = 3

  /// How long before an increment's first day a decision may lie that it hands in late.
  private static let latestOfRows = 92

  /// The days on which an increment's rows may have been decided, if any of them belongs to it.
  static func daysOfRows(_ notice: DeliveryNotice) -> ClosedRange<CalendarDate> {
    notice.days.lowerBound.next(-latestOfRows)...notice.days.upperBound
  }

  /// - Parameters:
  ///   - rows: those that say something about somebody, by the label of their category; 0 where there are none.
  ///   - isRepeated: the source said each of them before.
  ///   - isOfOtherDays: each of them says its day, and none lies in `daysOfRows`.
  ///   - others: the other offices whose rows those of a category are, all of them.
  ///   - lists: labels of those of the notice's categories on which subjects stand until they are removed.
  ///   - isLoss: too much of what was in force of a category is missing from a snapshot.
  ///   - before: the source's last increments.
  static func doubt(
    _ notice: DeliveryNotice, rows: [String: Int], isRepeated: Bool = false, isOfOtherDays: Bool = false,
    others: [String]? = nil, lists: Set<String> = [], isLoss: Bool = false, before: [Increment]
  ) -> Doubt? {
    if notice.isConfirmed { return nil }
    let all = rows.values.reduce(0, +)
    switch notice.kind {
    case .increment:
      if all == 0 { return .empty }
      if let others { return .ofOthers(others) }
      if isOfOtherDays { return .otherDays }
      if isRepeated { return .repeated }
      let usual = before.suffix(usualIncrements)
      let days = notice.days.upperBound.daysSince1970 - notice.days.lowerBound.daysSince1970 + 1
      if isFew(all, in: days, usual: usual.map { ($0.rows, $0.days) }) { return .few }
      let short = rows.keys.sorted().first { category in
        isFew(
          max(rows[category] ?? 0, 1), in: days,
          usual: usual.compactMap { one in one.rowsOfCategory[category].map { ($0, one.days) } })
      }
      return short.map { .fewOf(category: $0) }
    case .snapshot:
      if all == 0 { return .empty }
      if let others { return .ofOthers(others) }
      // Of decisions there may well be none; what was in force and is missing is a loss.
      if let list = lists.sorted().first(where: { rows[$0] == 0 }) { return .emptyOf(list: list) }
      return isLoss ? .loss : nil
    case .nilReturn, .withdrawal, .repair, .registration, .decision: return nil
    }
  }

  /// Whether there are under a tenth of the usual rows a day.
  private static func isFew(_ rows: Int, in days: Int, usual: [(rows: Int, days: Int)]) -> Bool {
    let (usualRows, usualDays) = (usual.reduce(0) { $0 + $1.rows }, usual.reduce(0) { $0 + $1.days })
    // rows / days < (usual rows / usual days) / 10, in whole numbers.
    return usual.count >= fewestIncrements && rows * 10 * usualDays < usualRows * days
  }

  /// What stands in the receipt, and before whoever accepts the delivery; nil: nothing is in doubt.
  static func remark(_ notice: DeliveryNotice, _ doubt: Doubt?) -> String? {
    // Nobody's word on days is asked where none are covered.
    let typed: Doubt? =
      switch notice.kind {
      case .increment, .snapshot, .nilReturn: notice.author == .person ? .typedDays : nil
      case .withdrawal, .repair, .registration, .decision: nil
      }
    let all = [typed, doubt].compactMap { $0?.text }
    return all.isEmpty ? nil : all.joined(separator: "；")
  }

  static func isLoss(_ lost: Int, of inForce: Int) -> Bool { lost * 20 > inForce }

  /// The days of a category that a delivery covers once nothing is in doubt; nil: none.
  /// - Parameter isList: whether subjects stand on the category until they are removed (经营异常名录).
  static func days(of notice: DeliveryNotice, isList: Bool) -> ClosedRange<CalendarDate>? {
    // Nobody can answer for a day that is not over.
    let through = min(notice.days.upperBound, notice.received.date.next(-1))
    switch notice.kind {
    case .increment, .nilReturn: return notice.days.lowerBound <= through ? notice.days.lowerBound...through : nil
    case .snapshot:
      if let since = notice.allSince, since <= through { return since...through }
      // It says who stands on a list that day; of decisions it says nothing about those that are no longer shown.
      return isList && through == notice.days.upperBound ? through...through : nil
    case .withdrawal, .repair, .registration, .decision: return nil
    }
  }
}
