import CivilTime

/// The story of each day of one source and category: who covered it, or why it is open.
struct ExplainedDays {
  /// A delivery that answers for days, as of a moment.
  struct Answer {
    var number: Int64
    var days: ClosedRange<CalendarDate>
    /// Why it covers nothing yet; nil: it covers them.
    var doubt: String?
    /// Numbers of the failed deliveries that it mends; nil: all, since its source confirms that it is all there is.
    var mends: Set<Int64>?
  }

  struct Opening {
    var number: Int64
    var days: ClosedRange<CalendarDate>
    var reason: CoverageLedger.Opening
    /// The row that names nobody.
    var held: Int64?
  }

  var answers: [Answer]
  var openings: [Opening]
  /// Whether the category is a list, whose days need a snapshot before them.
  var isList: Bool
  /// What the judgement found delivered.
  var delivered: [ClosedRange<CalendarDate>]
  /// The days for which the source can have data; nil: none.
  var possible: ClosedRange<CalendarDate>?

  /// All days of a period; neighbours with one story stand together.
  func days(of period: ClosedRange<CalendarDate>) -> [Explanation.Days] {
    var days: [Explanation.Days] = []
    for stretch in stretches(of: period) {
      let next = story(of: stretch)
      if let last = days.last, last.tells(the: next) {
        days[days.count - 1].through = next.through
      } else {
        days.append(next)
      }
    }
    return days
  }

  /// Parts of the period in which no range begins or ends.
  private func stretches(of period: ClosedRange<CalendarDate>) -> [ClosedRange<CalendarDate>] {
    let ranges = answers.map(\.days) + openings.map(\.days) + delivered + [possible].compactMap(\.self)
    var starts: Set<CalendarDate> = [period.lowerBound]
    for range in ranges {
      for start in [range.lowerBound, range.upperBound.next(1)] where period.contains(start) { starts.insert(start) }
    }
    let sorted = starts.sorted()
    return zip(sorted, sorted.dropFirst().map { $0.next(-1) } + [period.upperBound]).map { $0...$1 }
  }

  /// As `CoverageLedger` does, by deliveries that came later and cover the same day.
  private func isClosed(_ opening: Opening, _ covering: [Answer]) -> Bool {
    covering.contains { $0.number > opening.number && opening.reason.isClosed(opening.number, by: $0.mends) }
  }

  private func story(of stretch: ClosedRange<CalendarDate>) -> Explanation.Days {
    let day = stretch.lowerBound
    var story = Explanation.Days(
      from: day.description, through: stretch.upperBound.description,
      isCovered: delivered.contains { $0.contains(day) }, deliveries: [], reasons: [], rows: [])
    let covering = answers.filter { $0.doubt == nil && $0.days.contains(day) }
    if story.isCovered {
      story.deliveries = covering.map(\.number).sorted(by: >)
      return story
    }
    for opening in openings where opening.days.contains(day) && !isClosed(opening, covering) {
      story.deliveries.append(opening.number)
      story.note(opening.reason.rawValue)
      if let held = opening.held { story.rows.append(held) }
    }
    for answer in answers where answer.days.contains(day) {
      guard let doubt = answer.doubt else { continue }
      story.deliveries.append(answer.number)
      story.note(doubt)
    }
    if let possible, possible.contains(day) {
      if story.reasons.isEmpty {
        story.note(covering.isEmpty ? "未报送" : isList ? CoverageLedger.unfounded : "报送的名称不是目录所载的来源单位")
      }
    } else {
      story.note(possible.map { day < $0.lowerBound } ?? true ? "来源单位或者主体此时尚未有数据" : "在数据截止时间之后")
    }
    story.deliveries.sort(by: >)
    story.rows = Set(story.rows).sorted()
    return story
  }
}

extension Explanation.Days {
  fileprivate mutating func note(_ reason: String) { if !reasons.contains(reason) { reasons.append(reason) } }

  fileprivate func tells(the other: Self) -> Bool {
    isCovered == other.isCovered && deliveries == other.deliveries && reasons == other.reasons && rows == other.rows
  }
}
