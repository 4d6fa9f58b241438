import Hummingbird
import SelfPrinting
import SessionStores
import Web

// From the form to the report: each step of an application has an address of its own.

extension SelfPrintSite {
  var draftEndpoints: [Endpoint] {
    [
      post("/self/confirm", environment.pageLimiter, late: keepLateForm) { form, session, _ in
        try await take(form, session)
      },
      get("/self/drafts/{draft}") { _, session, context in
        guard let draft = draft(context, session) else { return .seeOther("/self") }
        return try await formPage(session, draft.form, problem: draft.problem)
      },
      get("/self/drafts/{draft}/confirm") { _, session, context in
        guard let draft = draft(context, session) else { return .seeOther("/self") }
        return try await confirmPage(draft, session)
      },
      get("/self/drafts/{draft}/preview", limiter: limiters.prints) { _, session, context in
        guard let order = draft(context, session)?.order else { return .seeOther("/self") }
        let preview = try await asked { try await backend.preview(order, for: session.holder) }
        return response(preview, plainName: "preview", disposition: "inline")
      },
      post("/self/drafts/{draft}/issue", limiters.prints, late: resumeAtConfirm) { _, session, context in
        guard let draft = draft(context, session) else { return .seeOther("/self") }
        return try await issue(draft, session)
      },
    ]
  }

  private func draft(_ context: ServiceContext, _ session: Sessions.Session) -> Draft? {
    session.memory[draft: context.parameters.get("draft") ?? ""]
  }

  private func offer(_ subject: SubjectSummary) -> FormOffer {
    FormOffer(domains: backend.domains, questions: backend.questions, days: subject.days, lastDay: subject.lastDay)
  }

  private func summary(_ session: Sessions.Session) async throws -> SubjectSummary {
    try await asked { try await backend.summary(of: session.holder) }
  }

  /// A new form.
  func start(for session: Sessions.Session) async throws -> Response {
    let subject = try await summary(session)
    let offer = offer(subject)
    return page(.start, session, formValues(session.holder, subject, offer, offer.blank, problem: nil))
  }

  private func formPage(
    _ session: Sessions.Session, _ form: [String: String], problem: String?
  ) async throws -> Response {
    let subject = try await summary(session)
    return page(.start, session, formValues(session.holder, subject, offer(subject), form, problem: problem))
  }

  /// A form that was sent: by a button that helps to fill it in, or to go on.
  private func take(_ fields: [String: String], _ session: Sessions.Session) async throws -> Response {
    let form = fields.filter { $0.key != "token" }
    let offer = offer(try await summary(session))
    if let help = FormHelp(form, offer) {
      let draft = Draft(form: help.applied(to: form, offer))
      sessions.remember(in: session) { $0.add(draft) }
      return .seeOther(draft.editAddress + "#terms")
    }
    return add(form, offer, session)
  }

  /// - Parameter problem: to be looked at first, whatever the form holds.
  private func add(
    _ form: [String: String], _ offer: FormOffer, _ session: Sessions.Session, problem: String? = nil
  ) -> Response {
    var draft = Draft(form: form, problem: problem)
    do { draft.order = try SelfPrintOrder(form, for: session.holder, offer) } catch {
      draft.problem = draft.problem ?? error.text
    }
    sessions.remember(in: session) { $0.add(draft) }
    return .seeOther(draft.problem == nil ? draft.confirmAddress : draft.editAddress)
  }

  func askAgain(_ report: SelfPrintedReport, _ session: Sessions.Session) async throws -> Response {
    let offer = offer(try await summary(session))
    let (form, problem) = offer.form(asking: report)
    return add(form, offer, session, problem: problem)
  }

  private func confirmPage(_ draft: Draft, _ session: Sessions.Session) async throws -> Response {
    if case .issued(let number) = draft.state { return .seeOther("/self/reports/\(number)") }
    guard let order = draft.order else { return .seeOther(draft.editAddress) }
    let subject = try await summary(session)
    var values = confirmValues(draft, order, session.holder, subject)
    do {
      let outlook = try await asked { try await backend.outlook(order, for: session.holder) }
      if case .noTurn(let number) = outlook {
        return page(.turn, session, turnValues(order.kind, earlier: number))
      }
      values.merge(outlookValues(outlook, order)) { $1 }
      values["mayIssue"] = true
    } catch let refusal as ServiceError where refusal.code == ServiceError.noReport("").code {
      values["problem"] = refusal.text
    }
    return page(.confirm, session, values)
  }

  /// Issues a draft once, however often it is asked: the second one is led to the first one's report.
  private func issue(_ draft: Draft, _ session: Sessions.Session) async throws -> Response {
    guard let order = draft.order else { return .seeOther(draft.editAddress) }
    let isFirst = sessions.remember(in: session) { memory in
      guard memory[draft: draft.id]?.state == .open else { return false }
      memory[draft: draft.id]?.state = .issuing
      return true
    }
    guard isFirst == true else { return try await outcome(of: draft, session) }
    let (backend, sessions, holder, id) = (backend, sessions, session.holder, draft.id)
    do {
      // Written down by whoever makes the report, who may still do so when this request has stopped waiting.
      let result = try await asked {
        do {
          let result = try await backend.issue(order, for: holder)
          sessions.remember(in: session) { $0.note(result, of: id) }
          return result
        } catch {
          sessions.remember(in: session) { $0[draft: id]?.state = .open }
          throw error
        }
      }
      // The page of the draft says that there is no turn left.
      guard case .issued(let number, _) = result else {
        environment.metrics.count(refusal: "self-prints-per-day")
        return .seeOther(draft.confirmAddress)
      }
      return .seeOther("/self/reports/\(number)")
    } catch let refusal as ServiceError where refusal.code == ServiceError.noReport("").code {
      // And why no report can be issued.
      return .seeOther(draft.confirmAddress)
    }
  }

  /// Of a draft that another request is issuing, or has issued.
  private func outcome(of draft: Draft, _ session: Sessions.Session) async throws -> Response {
    try await environment.answer {
      while true {
        let state = sessions.remember(in: session) { $0[draft: draft.id]?.state }
        switch state ?? nil {
        case .issued(let number): return .seeOther("/self/reports/\(number)")
        case .issuing: try await Task.sleep(for: .milliseconds(100))
        case .open, nil: return .seeOther(draft.confirmAddress)
        }
      }
    }
  }

  private func resumeAtConfirm(
    _ form: [String: String], _ context: ServiceContext, _ memory: inout SessionMemory
  ) -> String { "/self/drafts/\(context.parameters.get("draft") ?? "")/confirm" }

  /// A form that was sent too late becomes a draft, to be looked at and sent again.
  private func keepLateForm(
    _ form: [String: String], _ context: ServiceContext, _ memory: inout SessionMemory
  ) -> String {
    let draft = Draft(form: form.filter { $0.key != "token" }, problem: "登录曾超时，下面是当时填写的内容。请核对后继续。")
    memory.add(draft)
    return draft.editAddress
  }
}
