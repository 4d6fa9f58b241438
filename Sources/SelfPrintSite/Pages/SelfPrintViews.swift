import Attestation
import CivilTime
import FileFormats
import HTTPTypes
import Hummingbird
import Issuing
import Records
import Registry
import ReportKinds
import Reports
import Verifying
import Web

// The values for the self-print templates.

extension SelfPrintSite {
  func page(
    _ template: Template, _ session: Sessions.Session?, _ values: [String: Any] = [:],
    status: HTTPResponse.Status = .ok
  ) -> Response {
    environment.page(template.rawValue, values.merging(frame(session)) { $1 }, status: status)
  }

  /// The values for the layout: that this is the self-print page, and who is logged in.
  func frame(_ session: Sessions.Session?) -> [String: Any] {
    var values: [String: Any] = ["selfPage": true]
    if let session {
      values["token"] = session.formToken
      values["holder"] = [
        "name": session.holder.name ?? "", "code": session.holder.shownCode,
        "label": session.holder.standard.codeLabel,
      ]
    }
    return values
  }

  func choiceValues(
    _ holder: Holder, _ subject: SubjectSummary, _ form: [String: String], problem: String?
  ) -> [String: Any] {
    let isNew = form.isEmpty
    let chosen = form["kind"] ?? Report.Kind(publicReportOf: holder.standard).name
    // The last day that was gathered completely; most listings ask about three years.
    let last = CalendarDate(daysSince1970: subject.asOf.date.daysSince1970 - 1)
    var values: [String: Any] = [
      "name": subject.name, "kindLabel": subject.kindLabel, "asOf": subject.asOf.chineseText,
      "perDay": "\(perDay)", "isPerson": holder.isPerson, "isBody": !holder.isPerson,
      "kinds": holder.kinds.map {
        ["key": $0.name, "title": $0.shortTitle, "hint": $0.facts.selfPrintHint ?? "", "isChosen": chosen == $0.name]
      },
      "domains": backend.domains.map {
        ["key": $0.key, "label": $0.label, "isChosen": isNew || form["domain." + $0.key] != nil]
      },
      "from": form["from"] ?? last.adding(months: -36).description, "to": form["to"] ?? last.description,
      "lastDay": subject.asOf.date.description,
      "uses": Judgement.Purpose.allCases.map {
        ["key": $0.rawValue, "label": $0.label, "isChosen": form["use"] == $0.rawValue]
      },
      "recipient": form["recipient"] ?? "", "purpose": form["purpose"] ?? "",
      "longest": "\(SelfPrintOrder.longestText)",
    ]
    if let problem { values["problem"] = problem }
    return values
  }

  func confirmValues(
    _ order: SelfPrintOrder, _ holder: Holder, _ subject: SubjectSummary
  ) -> [String: Any] {
    var rows = [
      ("报告种类", order.kind.shortTitle), ("主体名称", subject.name),
      (holder.standard.codeLabel, holder.shownCode),
      ("信用信息归集至", subject.asOf.chineseText),
    ]
    if let purpose = order.purpose { rows.append(("查询用途", purpose)) }
    if let terms = order.noViolation {
      let labels = backend.domains.filter { terms.domains?.contains($0.key) ?? true }.map(\.label)
      rows += [
        ("查询领域", labels.joined(separator: "、") + "（共\(labels.count)个）"),
        ("查询期间", "\(terms.period.lowerBound)至\(terms.period.upperBound)"), ("报告用途", terms.purpose.label),
        ("报告接收方", terms.recipient ?? "未填写"),
      ]
    }
    return [
      "rows": rows.map { ["label": $0.0, "value": $0.1] },
      "fields": order.fields(backend.domains).map { ["name": $0.name, "value": $0.value] },
      "perDay": "\(perDay)",
    ]
  }

  func turnValues(_ kind: Report.Kind, earlier number: String?) -> [String: Any] {
    let today = BeijingTime(millisecondsSince1970: environment.clock.secondsSince1970() * 1000).date
    let tomorrow = BeijingTime(CalendarDate(daysSince1970: today.daysSince1970 + 1)).secondsSince1970
    var values: [String: Any] = [
      "kind": kind.shortTitle, "perDay": "\(perDay)", "again": BeijingTime(secondsSince1970: tomorrow).chineseText,
    ]
    if let number { values["number"] = number }
    return values
  }

  func values(of report: SelfPrintedReport) -> [String: Any] {
    var (status, tone) = report.shownStatus(at: environment.clock.secondsSince1970())
    var values: [String: Any] = [
      "number": report.number, "kind": report.kind.shortTitle,
      "issued": BeijingTime(secondsSince1970: report.issuedAt).chineseText,
      "expires": BeijingTime(secondsSince1970: report.expiresAt).chineseText, "isKept": !report.files.isEmpty,
      "files": shownFiles(of: report),
    ]
    if report.status == .valid, report.objection?.state == .open { (status, tone) = (status + "，已提出异议", .caution) }
    (values["status"], values["tone"]) = (status, tone.rawValue)
    return values
  }

  /// What there is to download.
  private func shownFiles(of report: SelfPrintedReport) -> [[String: Any]] {
    backend.formats.all.filter { report.files.contains($0.name) }.enumerated().map { index, format in
      ["extension": format.fileExtension, "label": format.label, "isFirst": index == 0]
    }
  }

  func details(_ report: SelfPrintedReport, _ session: Sessions.Session) -> [String: Any] {
    var values = values(of: report)
    if let reason = report.reason { values["reason"] = reason }
    if let code = session.memory.checkCodes[report.number] { values["checkCode"] = code }
    if let objection = report.objection {
      var told: [String: Any] = [
        "text": objection.text, "made": BeijingTime(secondsSince1970: objection.madeAt).chineseText,
        "state": objection.state.label,
      ]
      if let note = objection.note { told["note"] = note }
      if let time = objection.decidedAt { told["decided"] = BeijingTime(secondsSince1970: time).chineseText }
      values["objection"] = told
    }
    values["mayObject"] = report.status == .valid && report.objection?.state != .open
    values["longest"] = "\(Registry.longestObjection)"
    return values
  }
}

extension SelfPrintedReport {
  func shownStatus(at now: Int64) -> (text: String, tone: Tone) {
    switch status {
    case .valid: now > expiresAt ? ("已过有效期", .caution) : ("有效", .good)
    case .revoked: ("已撤销", .bad)
    case .superseded: ("已被取代", .caution)
    case .suspended: ("异议处理中", .caution)
    }
  }
}

extension Objection.State {
  var label: String {
    switch self {
    case .open: "等待处理"
    case .accepted: "已受理，报告正在异议处理中"
    case .rejected: "不予受理"
    }
  }
}
