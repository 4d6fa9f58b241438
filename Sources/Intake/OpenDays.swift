public import CivilTime
import Gathering
import Records

extension DeliveryDesk {
  /// Days of a category that no report may count on.
  public struct OpenDays: Sendable, Equatable {
    /// Label.
    public var category: String
    public var days: ClosedRange<CalendarDate>
    public var reason: String
  }

  /// What the store has open of the days that a delivery covers: a row that names nobody, a list without a snapshot before.
  func open(_ notice: DeliveryNotice, _ covered: ClosedRange<CalendarDate>) throws -> [OpenDays] {
    try store.overview(source: notice.source).filter { notice.categories.contains($0.category) }.flatMap { entry in
      entry.gaps.compactMap { gap -> OpenDays? in
        guard let from = CalendarDate(text: gap.from), let through = CalendarDate(text: gap.through),
          covered.overlaps(from...through)
        else { return nil }
        return OpenDays(
          category: entry.categoryLabel, days: (from...through).clamped(to: covered), reason: gap.reason)
      }
    }
  }
}
