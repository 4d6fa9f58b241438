package import CivilTime

/// What a source that was asked delivered, category by category.
package struct InquiredSource: Sendable {
  package struct Days: Sendable {
    /// Canonical key.
    package var category: String
    package var label: String
    let delivered: DeliveredDays

    /// The days that were delivered; in order, none adjacent to another.
    package var runs: [ClosedRange<CalendarDate>] { delivered.runs }
    /// What is wrong with them, in words; nil: the whole period was delivered.
    package var fault: String? { delivered.fault }
  }
  package var name: String
  package var period: ClosedRange<CalendarDate>
  /// One for each category for which it was needed, in the profile's order.
  package var days: [Days]
  /// The days for which it can have data, whatever it delivers; nil: none.
  package var possible: ClosedRange<CalendarDate>?
  var statesCategories: Bool

  /// As the report prints it: the days that all its categories have in common, and what is wrong with any.
  var printed: Judgement.Source {
    var runs: [ClosedRange<CalendarDate>]?
    var faults: [(fault: String, categories: [String])] = []
    for days in days {
      runs = runs.map { DeliveredDays.common($0, days.runs) } ?? days.runs
      guard let fault = days.fault else { continue }
      if let index = faults.firstIndex(where: { $0.fault == fault }) {
        faults[index].categories.append(days.label)
      } else {
        faults.append((fault, [days.label]))
      }
    }
    let isAll = faults.count == 1 && faults[0].categories.count == days.count
    let fault = faults.map { isAll ? $0.fault : "\($0.categories.joined(separator: "、"))：\($0.fault)" }
      .joined(separator: "；")
    return Judgement.Source(
      name: name, delivered: DeliveredDays.shown(runs ?? [], in: period), isComplete: faults.isEmpty,
      fault: faults.isEmpty ? nil : fault, categories: days.map(\.label), statesCategories: statesCategories)
  }
}
