import CivilTime
import JSON
import Records

/// Writes a credit file (docs/schema/credit-file.schema.json): the same contents give the same bytes.
struct GatheredFileText {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes += $0 } }
  mutating func raw(_ text: [UInt8]) { bytes += text }
  mutating func text(_ text: String) { JSONText.append(text, to: &bytes) }

  /// A list of the values that a body writes, one a line.
  mutating func list<Element>(_ elements: [Element], _ write: (inout GatheredFileText, Element) -> Void) {
    raw("[")
    for (index, element) in elements.enumerated() {
      raw(index > 0 ? ",\n" : "\n")
      write(&self, element)
    }
    raw(elements.isEmpty ? "]" : "\n]")
  }

  /// `coverage`: a line for each run of days that a source delivered, and for each run that is open.
  static func coverage(
    _ coverage: [SourceCoverage], until lastDay: CalendarDate, _ catalogue: SourceCatalogue
  ) -> [UInt8] {
    var groups: [(source: String, categories: [String], ledger: CoverageLedger)] = []
    for entry in coverage where entry.category != RowPreparation.registration {
      let label = catalogue.label(ofCategory: entry.category)
      // Categories of one source that were delivered together stand together.
      if let index = groups.firstIndex(where: { $0.source == entry.source && $0.ledger == entry.ledger }) {
        groups[index].categories.append(label)
      } else {
        groups.append((entry.source, [label], entry.ledger))
      }
    }
    var text = GatheredFileText(capacity: 4096)
    let lines = groups.flatMap { group in
      group.ledger.shows(until: lastDay).map { (source: group.source, categories: group.categories, line: $0) }
    }
    text.list(lines) { text, entry in
      text.raw("{\"source\": ")
      text.text(entry.source)
      text.raw(", \"categories\": [")
      for (index, category) in entry.categories.enumerated() {
        if index > 0 { text.raw(", ") }
        text.text(category)
      }
      text.raw("], \"from\": ")
      text.text(entry.line.days.lowerBound.description)
      text.raw(", \"through\": ")
      text.text(entry.line.days.upperBound.description)
      if let reason = entry.line.reason {
        text.raw(", \"state\": \"failed\", \"reason\": ")
        text.text(reason)
      } else {
        text.raw(", \"state\": \"loaded\"")
      }
      text.raw("}")
    }
    return text.bytes
  }
}

extension CoverageLedger {
  struct Line: Equatable {
    var days: ClosedRange<CalendarDate>
    /// Why the days are open; nil: they were delivered.
    var reason: String?
  }

  /// What a credit file says of it, up to its own last day.
  func shows(until lastDay: CalendarDate) -> [Line] {
    let lines =
      covered.runs.map { Line(days: $0, reason: nil) }
      + withoutBasis.runs.map { Line(days: $0, reason: Self.unfounded) }
      + Opening.allCases.flatMap { opening in
        (open[opening]?.runs ?? []).map { Line(days: $0, reason: opening.rawValue) }
      }
    return lines.filter { $0.days.lowerBound <= lastDay }.map { line in
      Line(days: line.days.lowerBound...min(line.days.upperBound, lastDay), reason: line.reason)
    }
  }
}
