import Hummingbird
import Registry
import SelfPrinting
import SessionStores
import Web

// Objections: to a report as a whole or to one of the records, with files.

extension SelfPrintSite {
  /// Takes files, unlike the other forms.
  var objectionEndpoint: Endpoint {
    Endpoint(
      method: .post, path: "/self/reports/{number}/objection", limiter: limiters.prints
    ) { request, context in
      let number = context.parameters.get("number") ?? ""
      switch try await form(request, files: (ObjectionFile.most, context)) {
      case .live(let session, let fields, let files):
        let unsent = UnsentObjection(fields)
        return try await opened(session, keep: { sessions.remember(in: session) { $0.keep(unsent, to: number) } }) {
          try await object(unsent, files, to: try await report(context, session), session)
        }
      case .late(let session, let fields):
        if let session {
          sessions.remember(in: session) { $0.keep(UnsentObjection(fields), to: number) }
        }
        return .seeOther("/self?ended=1")
      }
    }
  }

  private func object(
    _ sent: UnsentObjection, _ files: [[UInt8]], to report: SelfPrintedReport, _ session: Sessions.Session
  ) async throws -> Response {
    var unsent: UnsentObjection? = sent
    do {
      let attached = try files.map { bytes throws(ObjectionRefusal) in
        do { return try ObjectionFile(bytes) } catch { throw .attachment }
      }
      // Only what the page offers is taken for a record.
      let records = try await asked { try await backend.records(of: session.holder) }
      let objection = SelfPrintObjection(
        text: sent.text, record: sent.record.flatMap { records.contains($0) ? $0 : nil }, files: attached)
      try await asked { try await backend.object(to: report.number, by: session.holder, objection) }
      unsent = nil
    } catch let refusal as ObjectionRefusal { unsent?.problem = Self.problem(refusal) }
    let left = unsent
    sessions.remember(in: session) { $0.objections[report.number] = left }
    return .seeOther("/self/reports/\(report.number)\(left == nil ? "#objections" : "")")
  }

  private static func problem(_ refusal: ObjectionRefusal) -> String {
    switch refusal {
    case .attachment:
      "附件只能是PDF、JPEG或者PNG文件，最多\(ObjectionFile.most)个，每个不超过\(ObjectionFile.largest >> 20)MB。请重新选择附件。"
    case .text: "异议内容应为1至\(Registry.longestObjection)个字，不能含有特殊控制字符。"
    case .pending: "该报告已有一份异议正在等待处理。"
    case .notInForce: "该报告已不在有效状态，不能提出异议。"
    }
  }
}

/// An objection that was not accepted, to be corrected; without its files.
struct UnsentObjection: Sendable, Equatable {
  var text: String
  var record: String?
  /// In words; nil: it was sent after the session had ended.
  var problem: String?
}

extension UnsentObjection {
  init(_ form: [String: String]) {
    text = (form["objection"] ?? "").replacing("\r\n", with: "\n").trimmed()
    record = form["record"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
