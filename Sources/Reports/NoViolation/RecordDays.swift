import CivilTime
import Records

/// The days of a record's act, or how long its state lasted, as far as its dates are credible:
/// docs/judgement.md, “Days that cannot be believed”. Any other day is ignored and puts no record outside the period.
struct RecordDays {
  let period: ClosedRange<CalendarDate>
  /// The days on which something can have happened to the subject and be on record: from its establishment, and not
  /// long before any source began, to the gathering of the records. A date outside is a mistake.
  let possible: ClosedRange<CalendarDate>

  /// The first day of the People's Republic, 1949-10-01: no present-day authority decided anything before it.
  static let first = CalendarDate(daysSince1970: -7397)

  /// How much older than the earliest day of any source a record may be: twenty years. Sources hold records older than
  /// their own databases, but a decision of the last century is more likely an artefact of some program.
  private static let backlog = 7_305

  init(of file: CreditFile, in period: ClosedRange<CalendarDate>) {
    self.period = period
    let last = file.asOf.date
    let established = file.subject.fields[CatalogueKeys.establishedOn]?.date
    possible = min(max(Self.first(onRecordIn: file), established ?? Self.first), last)...last
  }

  /// The first day for which a source of a file can hold anything.
  static func first(onRecordIn file: CreditFile) -> CalendarDate {
    let earliest = file.coverage.compactMap(\.from).min().map {
      CalendarDate(daysSince1970: $0.daysSince1970 - Self.backlog)
    }
    return max(earliest ?? first, first)
  }

  /// What a record says about the beginning or the end of its time.
  private enum Boundary: Equatable {
    case notGiven
    case doubtful
    case day(CalendarDate)
  }

  /// An act of one day lies outside if its day does; a lasting state, if it ended before the period or began after it.
  func isOutside(_ record: Record, _ category: Category) -> Bool {
    if case .day(let start) = start(of: record, category) {
      if start > period.upperBound { return true }
      if !category.isLasting { return start < period.lowerBound }
    }
    guard case .day(let end) = end(of: record, category) else { return false }
    return end < period.lowerBound
  }

  /// Whether a day that the record should have is missing or not credible.
  func areDoubtful(_ record: Record, _ category: Category) -> Bool {
    guard category.dateField != nil else { return false }
    if case .day = start(of: record, category) { return end(of: record, category) == .doubtful }
    return true
  }

  /// The day of the decision, if it is credible.
  func decision(_ record: Record, _ category: Category) -> CalendarDate? {
    if case .day(let day) = start(of: record, category) { day } else { nil }
  }

  private func start(of record: Record, _ category: Category) -> Boundary {
    guard let value = category.dateField.flatMap({ record.fields[$0] }) else { return .notGiven }
    guard let date = value.date, possible.contains(date) else { return .doubtful }
    return .day(date)
  }

  /// An end is credible only with a credible beginning, or with none given: an end before its beginning is wrong, and
  /// then the beginning may be wrong too.
  private func end(of record: Record, _ category: Category) -> Boundary {
    guard category.isLasting, let value = category.endDateField.flatMap({ record.fields[$0] }), value != .unlimited
    else { return .notGiven }
    guard let date = value.date else { return .doubtful }
    switch start(of: record, category) {
    case .notGiven: return date < possible.lowerBound ? .doubtful : .day(date)
    case .doubtful: return .doubtful
    case .day(let start): return date < start ? .doubtful : .day(date)
    }
  }
}

extension Value {
  /// Nil if the value is not a date.
  var date: CalendarDate? {
    if case .date(let date) = self { date } else { nil }
  }
}
