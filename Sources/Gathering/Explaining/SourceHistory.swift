import CivilTime
import Database

/// All that happened to the days of one source up to a moment, by category.
struct SourceHistory {
  private var answers: [String: [ExplainedDays.Answer]] = [:]
  private var openings: [String: [ExplainedDays.Opening]] = [:]

  init(
    of source: Int64, _ moment: GatheringStore.Moment, _ store: GatheringStore, _ session: any SQLSession
  ) throws {
    let mended = try store.mendedFailures(upTo: moment, of: source, session)
    for row in try session.query(
      """
      SELECT gather_delivery.sequence AS sequence, category, kind, day_from, day_through, all_since, received_at,
        covers_since, remark, is_confirmed
      FROM gather_delivery
        JOIN gather_delivery_category ON gather_delivery_category.sequence = gather_delivery.sequence
      WHERE source = $1 AND gather_delivery.sequence <= $2 AND has_failed = 0 ORDER BY gather_delivery.sequence
      """, [.integer(source), .integer(moment.sequence)])
    {
      let category = try row.text("category")
      guard let days = try store.days(of: row, category) else { continue }
      let covers = try row.optionalInteger("covers_since").map { $0 <= moment.sequence } ?? false
      let number = try row.integer("sequence")
      answers[category, default: []].append(
        ExplainedDays.Answer(
          number: number, days: days,
          doubt: covers ? nil : try row.optionalText("remark") ?? "未计入",
          mends: try row.flag("is_confirmed") ? nil : mended[number] ?? []))
    }
    for row in try session.query(
      """
      SELECT sequence, category, day_from, day_through, reason, held FROM gather_opening
      WHERE source = $1 AND sequence <= $2 AND (settled IS NULL OR settled > $2) ORDER BY sequence, held
      """, [.integer(source), .integer(moment.sequence)])
    {
      guard let reason = CoverageLedger.Opening(rawValue: try row.text("reason")) else { continue }
      openings[try row.text("category"), default: []].append(
        ExplainedDays.Opening(
          number: try row.integer("sequence"), days: (try row.day("day_from"))...(try row.day("day_through")),
          reason: reason, held: try row.optionalInteger("held")))
    }
  }

  /// A source that delivered nothing.
  init() {}

  func days(
    of category: String, isList: Bool, delivered: [ClosedRange<CalendarDate>],
    possible: ClosedRange<CalendarDate>?
  ) -> ExplainedDays {
    ExplainedDays(
      answers: answers[category] ?? [], openings: openings[category] ?? [], isList: isList, delivered: delivered,
      possible: possible)
  }
}
