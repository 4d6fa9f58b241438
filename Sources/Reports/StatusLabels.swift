import CivilTime
import Records

extension StatusLabelRules {
  /// The labels next to a subject's name (domain.md §2.1).
  /// - Parameter shown: the records that the report shows, by category: records that it leaves out give no label.
  func labels(
    of subject: Subject, shown: [(category: String, records: [Record])], on day: CalendarDate
  ) -> [String] {
    var labels: [String] = []
    if let status = subject.fields[CatalogueKeys.registrationStatus]?.text {
      labels.append(registrationLabel(of: status))
    }
    for listing in listings {
      let holds = shown.contains { group in
        listing.categories.contains(group.category) && group.records.contains { listing.holds(for: $0, on: day) }
      }
      if holds { labels.append(listing.label) }
    }
    return labels
  }
}

extension StatusLabelRules.Listing {
  fileprivate func holds(for record: Record, on day: CalendarDate) -> Bool {
    for key in endDates {
      if case .date(let end) = record.fields[key], end < day { return false }
    }
    return cancellations.allSatisfy { key in
      guard let mark = record.fields[key]?.text else { return true }
      return notCancelled.contains(mark)
    }
  }
}
