import CivilTime
import Issuing
import Registry
import ReportKinds
import Reports
import SelfPrinting
import Verifying
import Web

// The values for the page on which an order is checked before a report is issued.

extension SelfPrintSite {
  func confirmValues(
    _ draft: Draft, _ order: SelfPrintOrder, _ holder: Holder, _ subject: SubjectSummary
  ) -> [String: Any] {
    var rows = [
      ("报告种类", order.kind.shortTitle), ("主体名称", subject.name),
      (holder.standard.codeLabel, holder.shownCode),
      ("信用信息归集至", subject.asOf.chineseText),
    ]
    if let purpose = order.purpose { rows.append(("查询用途", purpose)) }
    if let terms = order.noViolation {
      let labels = backend.domains.filter { terms.domains?.contains($0.key) ?? true }.map(\.label)
      let days = terms.period.upperBound.daysSince1970 - terms.period.lowerBound.daysSince1970 + 1
      rows += [
        ("查询领域", labels.joined(separator: "、") + "（共\(labels.count)个）"),
        ("查询期间", "\(terms.period.lowerBound)至\(terms.period.upperBound)（共\(days)天）"),
        ("报告用途", terms.purpose.label), ("报告接收方", terms.recipient ?? "未填写"),
      ]
    }
    return [
      "rows": rows.map { ["label": $0.0, "value": $0.1] }, "draft": draft.id,
      "isJudged": order.noViolation != nil, "perDay": "\(turns.ofQuestion)", "ofKindPerDay": "\(turns.ofKind)",
    ]
  }

  func outlookValues(_ outlook: SelfPrintOutlook, _ order: SelfPrintOrder) -> [String: Any] {
    guard case .conclusion(let conclusion) = outlook else { return [:] }
    let told = conclusion.answers.filter { $0.outcome != .clean }
    let clean = conclusion.answers.filter { $0.outcome == .clean }.map(\.label)
    var notes: [String] = []
    if let period = order.noViolation?.period, period.lowerBound == period.upperBound {
      notes.append("查询期间只有一天。")
    }
    if conclusion.unclassified > 0 { notes.append("有\(conclusion.unclassified)条记录不能确定属于哪个领域，报告将列在“未归类”中。") }
    if !conclusion.notQueried.isEmpty {
      notes.append("没有来源单位提供、未纳入查询的信息：\(conclusion.notQueried.joined(separator: "、"))。")
    }
    return [
      "outlook": [
        "tone": conclusion.outcome == .clean ? Verdict.Tone.limited.rawValue : Verdict.Tone.caution.rawValue,
        "text": conclusion.text, "scope": conclusion.scope,
        "isClean": conclusion.outcome == .clean, "hasTold": !told.isEmpty,
        "told": told.map { answer in
          [
            "label": answer.label,
            "outcome": answer.outcome.label + (answer.count > 0 ? "（\(answer.count)条）" : ""),
            "reasons": answer.reasons.map { ["text": $0] },
          ] as [String: Any]
        }, "clean": clean.joined(separator: "、"), "hasClean": !clean.isEmpty,
        "notes": notes.map { ["text": $0] }, "hasNotes": !notes.isEmpty,
      ] as [String: Any]
    ]
  }
}
