import Gathering

/// An explanation for people.
struct ExplanationText {
  let text: String

  private static let named = 5

  /// - Parameter namesAll: also where many deliveries cover one stretch of days.
  init(_ explanation: Explanation, namesAll: Bool) {
    var lines = [
      "\(explanation.subject)  \(explanation.domainLabel)  \(explanation.from) to \(explanation.through)",
      "\(explanation.outcomeLabel)  (\(explanation.asOf), number \(explanation.number))",
    ]
    lines += explanation.reasons.map { "    \($0)" }
    for source in explanation.sources {
      lines.append(source.name)
      for category in source.categories {
        lines.append("  \(category.label)")
        lines += Self.stretches(of: category, namesAll).map { "    \($0)" }
      }
    }
    lines += Self.section(
      "records",
      explanation.records.map { record in
        "\(record.id)  \(record.source)  \(record.categoryLabel)  by number \(record.delivery)  \(record.effect.rawValue)"
          + (record.rule.map { ": \($0)" } ?? "")
      })
    lines += Self.section(
      "rows in doubt",
      explanation.doubting.map { row in
        let place = row.table.map { "  (\($0):\(row.row ?? 0))" } ?? ""
        let day = row.day.map { "  \($0)" } ?? ""
        return "\(row.id)  \(row.source)  \(row.categoryLabel)\(day)  \(row.reason)  by number \(row.delivery)\(place)"
      })
    lines += Self.section(
      "deliveries",
      explanation.deliveries.map { delivery in
        let files = delivery.files.isEmpty ? "" : "  " + delivery.files.joined(separator: ", ")
        return "\(delivery.number)  \(delivery.source)  \(delivery.kind)  \(delivery.from) to \(delivery.through)  "
          + "received \(delivery.received)\(files)"
      })
    text = lines.map(Console.printable).joined(separator: "\n")
  }

  private static func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title] + lines.map { "    \($0)" }
  }

  /// Neighbouring days that are covered stand in one line, whoever covered them.
  private static func stretches(of category: Explanation.CategoryDays, _ namesAll: Bool) -> [String] {
    var lines: [String] = []
    var run: (from: String, through: String, numbers: [Int64])?
    func close() {
      guard let ended = run else { return }
      lines.append("covered  \(ended.from) to \(ended.through)  by \(numbers(ended.numbers, namesAll))")
      run = nil
    }
    for days in category.days {
      guard !days.isCovered else {
        run = (run?.from ?? days.from, days.through, (run?.numbers ?? []) + days.deliveries)
        continue
      }
      close()
      let by = days.deliveries.isEmpty ? "" : "  by \(numbers(days.deliveries, namesAll))"
      let rows = days.rows.isEmpty ? "" : "  rows \(days.rows.map(String.init).joined(separator: ", "))"
      lines.append("open     \(days.from) to \(days.through)  \(days.reasons.joined(separator: "；"))\(by)\(rows)")
    }
    close()
    return lines
  }

  private static func numbers(_ numbers: [Int64], _ namesAll: Bool) -> String {
    let sorted = Set(numbers).sorted()
    guard !namesAll, sorted.count > named else {
      return "number " + sorted.map(String.init).joined(separator: ", ")
    }
    let shown = sorted.suffix(named).map(String.init).joined(separator: ", ")
    return "\(sorted.count) deliveries, the last ones number \(shown)"
  }
}
