import Gathering
import Intake

/// What a person reads of a delivery that was handed in.
struct DeliveryText {
  let outcome: DeliveryDesk.Outcome

  init(_ outcome: DeliveryDesk.Outcome) { self.outcome = outcome }

  var text: String {
    let (receipt, notice) = (outcome.receipt, outcome.notice)
    let days = "\(notice.days.lowerBound) to \(notice.days.upperBound)"
    let title = "\(notice.source), \(notice.kind.label), \(days)"
    if let failure = outcome.failure { return "\(title): could not be read, its days are open: \(failure)" }
    if outcome.isLate {
      return "\(title): delivery \(receipt.sequence) was in before its receipt was written\n\(rows)"
    }
    if let repeated = receipt.repeats {
      let same = "\(title): the same files were taken in as delivery \(repeated)"
      return receipt.repeatsOtherDays
        ? "\(same) for other days or categories; nothing changed\n"
          + "  if its notice was wrong: xinbao gather reopen \(repeated) --reason …, then hand it in again"
        : "\(same); nothing changed"
    }
    var lines = ["\(title): delivery \(receipt.sequence)", rows]
    if receipt.ended > 0 { lines.append("  ended     \(receipt.ended), no longer in the snapshot") }
    if receipt.unmatched > 0 {
      let what = notice.kind == .repair ? "repair" : "withdraw"
      lines.append(
        "  unmatched \(receipt.unmatched) \(what) nothing that was delivered: category, authority, number and")
      lines.append("            subject must be those of the record")
    }
    if outcome.findings.count > 0 {
      lines.append("  findings  \(outcome.findings.count)")
      lines += outcome.findings.first.map { "    \($0)" }
      if outcome.findings.count > outcome.findings.first.count { lines.append("    …") }
    }
    if let covered = receipt.covered {
      let span = "\(covered.lowerBound) to \(covered.upperBound)"
      lines.append("  covers    \(span): \(outcome.categories.joined(separator: "、"))")
      if covered.upperBound < notice.days.upperBound {
        lines.append("            later days were not over when it came")
      }
      lines += outcome.open.prefix(Self.mostOpen).map { open in
        "  open      \(open.days.lowerBound) to \(open.days.upperBound): \(open.category): \(open.reason)"
      }
      if outcome.open.count > Self.mostOpen {
        lines.append("            …: xinbao gather coverage --source \(notice.source)")
      }
    } else {
      // What covers no day anyway waits for nobody.
      let remark = TypedDelivery.takesTwo(notice.kind) ? nil : receipt.remark
      lines.append("  covers    no day" + (remark.map { ": \($0)" } ?? ""))
      if remark != nil { lines.append("            once it is confirmed: xinbao gather accept \(receipt.sequence)") }
    }
    return lines.joined(separator: "\n")
  }

  private static let mostOpen = 10

  private var rows: String {
    let counted = outcome.receipt.counts
    let counts = RowOutcome.allCases.filter { counted[$0] > 0 }.map { "\(counted[$0]) \($0.rawValue)" }
    return "  rows      \(counted.sum)" + (counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))")
  }
}
