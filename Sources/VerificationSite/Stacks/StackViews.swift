import CivilTime
import Hummingbird
import Records
import SessionStores
import Stacks
import Verifying
import Web

extension VerificationSite {
  func stackPage() -> Response {
    let limits = options.limits
    return html(
      .stack,
      [
        "most": limits.stackReports, "megabytes": limits.stackBytes >> 20, "minutes": Int(stacks.seconds) / 60,
        "bytes": max(limits.document, limits.picture),
      ])
  }

  func stackPage(_ id: String, _ stack: KeptStack) -> Response {
    let table = stack.table
    let places = stack.rows
    let rows = table.problemsFirst.map { number, row in
      let (place, index, kept) = places[number - 1]
      return shown(row, number: number, challenge: kept.challenge.map { ($0, endingField(place, index)) })
    }
    let counts = [Verdict.Tone.bad, .caution, .limited, .good].filter { table.count($0) > 0 }.map { tone in
      ["tone": tone.rawValue, "sign": sign(tone), "count": table.count(tone), "meaning": tone.meaning] as [String: Any]
    }
    return html(
      .stackResult,
      [
        "id": id, "total": table.rows.count, "counts": counts, "rows": rows,
        "time": BeijingTime(secondsSince1970: stack.begunAt).chineseText,
        "asksForEndings": places.contains { $0.row.challenge != nil }, "minutes": Int(stacks.seconds) / 60,
      ])
  }

  /// - Parameter challenge: what is asked for, and the name of its field.
  private func shown(_ row: StackRow, number: Int, challenge: (challenge: Challenge, place: String)?) -> [String: Any] {
    var values: [String: Any] = [
      "row": number, "given": ShownPerson.text(row.given), "tone": row.tone.rawValue, "sign": sign(row.tone),
      "headline": row.authenticity, "code": row.code, "remarks": row.remarks.map { ["text": $0] },
    ]
    if let report = row.report {
      var shown: [String: Any] = ["number": report.number, "subject": report.subject, "expiry": report.expiryText]
      shown["conclusion"] = report.conclusionText
      shown["scope"] = report.conclusion?.scope
      shown["recipient"] = report.recipient
      shown["purpose"] = report.purpose
      let domains = report.domains
      if !domains.isEmpty {
        shown["domains"] =
          [
            "count": domains.count, "list": domains.map { ["name": $0.name, "finding": $0.finding] },
          ] as [String: Any]
      }
      values["report"] = shown
    }
    if let receipt = row.receipt { values["receipt"] = receipt }
    if let challenge {
      values["ending"] = ["place": challenge.place, "label": challenge.challenge.label] as [String: Any]
    }
    return values
  }
}
