import CivilTime
import Records

/// On which days a record's act was, or how long its state lasted, as far as its dates can be believed:
/// docs/judgement.md, “Days that cannot be believed”. Such a day is no day, and puts no record outside the period.
struct RecordDays {
  let period: ClosedRange<CalendarDate>
  /// The days on which something can have happened to the subject and be on record: from when it was set up, and not long
  /// before any source began, to when the records were gathered. A date outside is a slip of the pen.
  let possible: ClosedRange<CalendarDate>

  /// The first day of the People's Republic, 1949-10-01: no authority of today's decided anything before it.
  static let first = CalendarDate(daysSince1970: -7397)

  /// How much older than the earliest day of any source a record may be: twenty years. Sources hold what is older than
  /// their own data bases, but a decision of the last century is sooner a day that a machine made up.
  private static let backlog = 7_305

  init(of file: CreditFile, in period: ClosedRange<CalendarDate>) {
    self.period = period
    let last = file.asOf.date
    let established = file.subject.fields[CatalogueKeys.establishedOn]?.date
    possible = min(max(Self.first(onRecordIn: file), established ?? Self.first), last)...last
  }

  /// The first day of which a source of a file can hold anything.
  static func first(onRecordIn file: CreditFile) -> CalendarDate {
    let earliest = file.coverage.compactMap(\.from).min().map {
      CalendarDate(daysSince1970: $0.daysSince1970 - Self.backlog)
    }
    return max(earliest ?? first, first)
  }

  /// What a record says of one end of its time.
  private enum Boundary: Equatable {
    case notGiven
    case doubtful
    case day(CalendarDate)
  }

  /// An act of one day lies outside if its day does; what lasts, if it ended before the period or began after it.
  func isOutside(_ record: Record, _ category: Category) -> Bool {
    if case .day(let start) = start(of: record, category) {
      if start > period.upperBound { return true }
      if !category.isLasting { return start < period.lowerBound }
    }
    guard case .day(let end) = end(of: record, category) else { return false }
    return end < period.lowerBound
  }

  /// Whether a day that the record should have is missing, or one that it has cannot be.
  func areDoubtful(_ record: Record, _ category: Category) -> Bool {
    guard category.dateField != nil else { return false }
    if case .day = start(of: record, category) { return end(of: record, category) == .doubtful }
    return true
  }

  /// The day of the decision, where it can be believed.
  func decision(_ record: Record, _ category: Category) -> CalendarDate? {
    if case .day(let day) = start(of: record, category) { day } else { nil }
  }

  private func start(of record: Record, _ category: Category) -> Boundary {
    guard let value = category.dateField.flatMap({ record.fields[$0] }) else { return .notGiven }
    guard let date = value.date, possible.contains(date) else { return .doubtful }
    return .day(date)
  }

  /// An end is believed only beside a beginning that is, or none: an end before its beginning is no end, and whoever
  /// wrote the one wrong may have written the other wrong.
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
  /// Nil for what is no day.
  var date: CalendarDate? {
    if case .date(let date) = self { date } else { nil }
  }
}
