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
import SelfPrinting
import SessionStores
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

  /// The values for the layout: that this is the self-print page, who is logged in, and until when.
  func frame(_ session: Sessions.Session?) -> [String: Any] {
    var values: [String: Any] = ["selfPage": true]
    if let session {
      values["token"] = session.formToken
      values["holder"] = [
        "name": session.holder.name ?? "", "code": session.holder.shownCode,
        "label": session.holder.standard.codeLabel,
      ]
      let seconds = remaining(session)
      let end = BeijingTime(secondsSince1970: environment.clock.secondsSince1970() + Int64(seconds))
      values["session"] =
        [
          "seconds": "\(Int(seconds))", "end": "\(end.clock.prefix(5))",
          // Using it no longer prolongs it.
          "isLast": seconds < sessions.limits.idle - 1,
        ] as [String: Any]
    }
    return values
  }

  /// Seconds until the session ends, if nothing more is asked.
  func remaining(_ session: Sessions.Session) -> Double {
    sessions.remaining(session, at: environment.clock.monotonicSeconds())
  }

  func turnValues(_ kind: Report.Kind, earlier number: String?) -> [String: Any] {
    let today = BeijingTime(millisecondsSince1970: environment.clock.secondsSince1970() * 1000).date
    let tomorrow = BeijingTime(CalendarDate(daysSince1970: today.daysSince1970 + 1)).secondsSince1970
    var values: [String: Any] = [
      "kind": kind.shortTitle, "perDay": "\(turns.ofQuestion)", "ofKindPerDay": "\(turns.ofKind)",
      "again": BeijingTime(secondsSince1970: tomorrow).chineseText,
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
    if let question = report.question { values["question"] = shown(question) }
    if report.status == .valid, report.objections.first?.objection.state == .open {
      (status, tone) = (status + "，已提出异议", .caution)
    }
    (values["status"], values["tone"]) = (status, tone.rawValue)
    return values
  }

  private func shown(_ question: PrintedQuestion) -> [String: Any] {
    var values: [String: Any] = [
      "conclusion": question.text, "scope": question.scope,
      "tone": question.outcome == .clean ? Verdict.Tone.limited.rawValue : Verdict.Tone.caution.rawValue,
      "domains": question.domains.map(\.label).joined(separator: "、"), "count": "\(question.domains.count)",
      "period": "\(question.period.lowerBound)至\(question.period.upperBound)",
    ]
    if let purpose = question.purpose { values["purpose"] = purpose.label }
    if let recipient = question.recipient { values["recipient"] = recipient + (question.isRecipientCut ? "……" : "") }
    return values
  }

  /// What there is to download.
  private func shownFiles(of report: SelfPrintedReport) -> [[String: Any]] {
    backend.formats.all.filter { report.files.contains($0.name) }.enumerated().map { index, format in
      ["extension": format.fileExtension, "label": format.label, "isFirst": index == 0]
    }
  }

  /// - Parameter records: what an objection may be about.
  func details(_ report: SelfPrintedReport, _ records: [String], _ session: Sessions.Session) -> [String: Any] {
    var values = values(of: report)
    let unsent = session.memory.objections[report.number]
    if let unsent {
      values["objectionText"] = unsent.text
      values["problem"] = unsent.problem ?? "登录曾超时，异议尚未提交。下面是当时填写的内容（附件需要重新选择），请核对后提出。"
    }
    if let reason = report.reason { values["reason"] = reason }
    if let code = session.memory.checkCodes[report.number] { values["checkCode"] = code }
    values["objections"] = report.objections.map(shown)
    values["hasObjections"] = !report.objections.isEmpty
    values["mayObject"] = report.mayBeObjectedTo
    values["records"] = records.map { ["text": $0, "isChosen": $0 == unsent?.record] as [String: Any] }
    values["longest"] = "\(Registry.longestObjection)"
    values["mostFiles"] = "\(ObjectionFile.most)"
    values["largestFile"] = "\(ObjectionFile.largest >> 20)"
    values["fileFields"] = (1...ObjectionFile.most).map { ["place": "\($0)"] }
    values["within"] = "\(backend.objectionRules.decideWithin)"
    values["basis"] = backend.objectionRules.basis
    return values
  }
}

extension SelfPrintedReport {
  var mayBeObjectedTo: Bool { status == .valid && objections.first?.objection.state != .open }

  func shownStatus(at now: Int64) -> (text: String, tone: Tone) {
    switch status {
    case .valid:
      if now > expiresAt {
        ("已过有效期", .caution)
      } else if let changedOn {
        ("有效，但自\(changedOn.chineseText)起数据有变动，核验时会注明；可以重新申请", .caution)
      } else {
        ("有效", .good)
      }
    case .revoked: ("已撤销", .bad)
    case .superseded: ("已被取代", .caution)
    case .suspended: ("异议处理中", .caution)
    }
  }
}
