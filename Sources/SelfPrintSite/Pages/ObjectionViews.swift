import CivilTime
import Records
import Registry
import SelfPrinting
import Web

// How far an objection has come, for its subject.

extension SelfPrintSite {
  func shown(_ printed: PrintedObjection) -> [String: Any] {
    let objection = printed.objection
    var values: [String: Any] = [
      "reference": objection.reference, "text": objection.text, "record": objection.record ?? "报告整体",
      "state": objection.state.label, "tone": objection.state.tone.rawValue,
      "steps": steps(objection).map { ["day": $0.day, "text": $0.text, "note": $0.note ?? ""] },
    ]
    if objection.files > 0 { values["attachments"] = "\(objection.files)" }
    if objection.state == .open || objection.state == .accepted {
      values["deadline"] = printed.deadline?.chineseText ?? "提出之日起\(backend.objectionRules.decideWithin)个工作日内"
    }
    return values
  }

  /// From the beginning to the end, each with its day and what the operator wrote.
  private func steps(_ objection: Objection) -> [(day: String, text: String, note: String?)] {
    func day(_ seconds: Int64) -> String { BeijingTime(secondsSince1970: seconds).date.chineseText }
    var steps: [(day: String, text: String, note: String?)] = [(day(objection.madeAt), "提出异议", nil)]
    if let decided = objection.decidedAt {
      let text = objection.state == .rejected ? "驳回" : "受理，开始核实，报告暂停使用"
      steps.append((day(decided), text, objection.note))
    }
    if let closed = objection.closedAt {
      let text = objection.state == .corrected ? "更正：报告已撤销，可以重新申请" : "核实完毕，报告恢复有效"
      steps.append((day(closed), text, objection.closing))
    }
    return steps
  }
}

extension Objection.State {
  var label: String {
    switch self {
    case .open: "等待处理"
    case .accepted: "已受理，核实中"
    case .rejected: "驳回（不予受理）"
    case .restored: "已办结，恢复有效"
    case .corrected: "已办结，更正"
    }
  }

  var tone: Tone {
    switch self {
    case .open, .accepted: .caution
    case .rejected: .bad
    case .restored, .corrected: .good
    }
  }
}
