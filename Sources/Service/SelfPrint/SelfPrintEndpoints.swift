import HTTPTypes
import Hummingbird
import Logging
import OpenIDConnect
import Registry

// The pages of who is logged in. All of them work without a script.

extension VerificationService {
  var selfPrintEndpoints: [Endpoint] {
    guard let selfPrint else { return [] }
    func page(
      _ path: String, _ show: @escaping @Sendable (Request, Sessions.Session, ServiceContext) async throws -> Response
    ) -> Endpoint {
      Endpoint(method: .get, path: path, limit: .pages) { request, context in
        // Whoever is not logged in is sent to do so, whether there is something at the address or not.
        guard let session = session(of: request, selfPrint) else { return redirect("/self") }
        return try await show(request, session, context)
      }
    }
    func action(
      _ path: String, _ limit: Limiters.Name,
      _ act: @escaping @Sendable ([String: String], Sessions.Session, ServiceContext) async throws -> Response
    ) -> Endpoint {
      Endpoint(method: .post, path: path, limit: limit) { request, context in
        let (session, form) = try await self.form(request, selfPrint)
        return try await act(form, session, context)
      }
    }
    return logInEndpoints(selfPrint) + [
      Endpoint(method: .get, path: "/self", limit: .pages) { request, _ in
        guard let session = session(of: request, selfPrint) else { return selfPage(.selfLogin, nil, [:]) }
        do { return try await choices(for: session, selfPrint) } catch let error as ServiceError
          where error.code == ServiceError.noReport("").code
        {
          // With the way out: who is logged in as the wrong subject must be able to log out.
          return selfPage(.message, session, ["headline": "未能完成", "text": error.text], status: error.status)
        }
      },
      action("/self/confirm", .pages) { form, session, _ in try await confirm(form, session, selfPrint) },
      action("/self/preview", .prints) { form, session, _ in
        let order = try order(form, session, selfPrint)
        let pdf = try await asked { try await selfPrint.desk.preview(order, for: session.holder) }
        return file(pdf, named: "preview.pdf", disposition: "inline")
      },
      action("/self/issue", .prints) { form, session, _ in try await issue(form, session, selfPrint) },
      page("/self/history") { _, session, _ in
        let reports = try await asked { try await selfPrint.desk.history(of: session.holder) }
        return selfPage(
          .selfHistory, session, ["reports": reports.map(values), "hasReports": !reports.isEmpty])
      },
      page("/self/reports/{number}") { _, session, context in
        let report = try await report(context, session, selfPrint)
        return selfPage(.selfReport, session, details(report, session))
      },
      page("/self/reports/{number}/pdf") { _, session, context in
        try await pdf(context, session, selfPrint, disposition: "attachment")
      },
      page("/self/reports/{number}/view") { _, session, context in
        try await pdf(context, session, selfPrint, disposition: "inline")
      },
      action("/self/reports/{number}/objection", .prints) { form, session, context in
        try await object(form, session, context, selfPrint)
      },
    ]
  }

  private func session(of request: Request, _ selfPrint: SelfPrint) -> Sessions.Session? {
    selfPrint.sessions.session(selfPrint.cookies.value(.session, in: request), at: clock.monotonicSeconds())
  }

  /// A form of one of our own pages, sent by who is logged in.
  func form(_ request: Request, _ selfPrint: SelfPrint) async throws -> (Sessions.Session, [String: String]) {
    // What browsers say of themselves; a page of another site has no token either.
    if let site = request.headers[.secFetchSite], site != "same-origin" { throw ServiceError.foreignForm }
    let form = try await webForm(request)
    guard let session = session(of: request, selfPrint) else { throw ServiceError.loggedOut }
    guard areEqual(form["token"] ?? "", session.formToken) else { throw ServiceError.foreignForm }
    return (session, form)
  }

  func webForm(_ request: Request) async throws -> [String: String] {
    let type = request.headers[.contentType]?.split(separator: ";").first?.trimmingSpaces().lowercased()
    guard type == "application/x-www-form-urlencoded" else {
      throw ServiceError.unsupportedMediaType("application/x-www-form-urlencoded")
    }
    // An objection of 2,000 characters is 18 kB, escaped; a list has up to 38 domains.
    guard let form = parseWebForm(try await body(of: request, limit: 32 << 10), most: 80) else {
      throw ServiceError.badRequest("the form cannot be read", "提交的内容不完整。请从首页重新提交。")
    }
    return form
  }

  /// For no longer than the options allow; a refusal is told in its own words.
  private func asked<Answer: Sendable>(_ question: @escaping @Sendable () async throws -> Answer) async throws -> Answer
  {
    do {
      return try await deadlines.wait(seconds: options.limits.answerSeconds, for: question)
    } catch let refusal as SelfPrintRefusal { throw ServiceError.noReport(refusal.text) } catch let unfit
      as CreditFileUnfit
    {
      logger.error("no report", metadata: ["problem": "\(loggable(unfit))"])
      throw ServiceError.noReport("信用信息有误，暂时无法出具报告。请与报告出具单位联系。")
    }
  }

  private func choices(
    for session: Sessions.Session, _ selfPrint: SelfPrint, _ form: [String: String] = [:], problem: String? = nil
  ) async throws -> Response {
    let card = try await asked { try await selfPrint.desk.card(of: session.holder) }
    return selfPage(
      .selfStart, session,
      choiceValues(session.holder, card, form, selfPrint, problem: problem),
      status: problem == nil ? .ok : .badRequest)
  }

  private func confirm(
    _ form: [String: String], _ session: Sessions.Session, _ selfPrint: SelfPrint
  ) async throws -> Response {
    // What was mistyped can be typed again beside what was not.
    if form["back"] != nil { return try await choices(for: session, selfPrint, form) }
    let order: SelfOrder
    do { order = try SelfOrder(form, for: session.holder, domains: selfPrint.desk.domains) } catch {
      return try await choices(for: session, selfPrint, form, problem: error.text)
    }
    let card = try await asked { try await selfPrint.desk.card(of: session.holder) }
    return selfPage(.selfConfirm, session, confirmValues(order, session.holder, card, selfPrint))
  }

  private func order(
    _ form: [String: String], _ session: Sessions.Session, _ selfPrint: SelfPrint
  ) throws -> SelfOrder {
    do { return try SelfOrder(form, for: session.holder, domains: selfPrint.desk.domains) } catch {
      throw ServiceError.badRequest("the order is not complete", error.text)
    }
  }

  private func issue(
    _ form: [String: String], _ session: Sessions.Session, _ selfPrint: SelfPrint
  ) async throws -> Response {
    let order = try order(form, session, selfPrint)
    switch try await asked({ try await selfPrint.desk.issue(order, for: session.holder) }) {
    case .issued(let number, let checkCode):
      selfPrint.sessions.remember(checkCode: checkCode, of: number, in: session)
      return redirect("/self/reports/\(number)")
    case .noTurn(let number):
      metrics.count(refusal: "self-prints-per-day")
      return selfPage(
        .selfTurn, session, turnValues(order.kind, earlier: number, selfPrint), status: .tooManyRequests)
    }
  }

  private func report(
    _ context: ServiceContext, _ session: Sessions.Session, _ selfPrint: SelfPrint
  ) async throws -> PrintedReport {
    let number = context.parameters.get("number") ?? ""
    guard let report = try await asked({ try await selfPrint.desk.report(number, of: session.holder) }) else {
      throw ServiceError.noSuchReport
    }
    return report
  }

  private func pdf(
    _ context: ServiceContext, _ session: Sessions.Session, _ selfPrint: SelfPrint, disposition: String
  ) async throws -> Response {
    let number = context.parameters.get("number") ?? ""
    guard let pdf = try await asked({ try await selfPrint.desk.pdf(of: number, for: session.holder) }) else {
      throw ServiceError.noSuchReport
    }
    // The desk found a report by it: it is a number, and fit for a header.
    return file(pdf, named: "\(number).pdf", disposition: disposition)
  }

  private func object(
    _ form: [String: String], _ session: Sessions.Session, _ context: ServiceContext, _ selfPrint: SelfPrint
  ) async throws -> Response {
    let report = try await report(context, session, selfPrint)
    let text = (form["objection"] ?? "").replacing("\r\n", with: "\n").trimmed()
    do {
      try await asked { try await selfPrint.desk.object(to: report.number, by: session.holder, text: text) }
    } catch let error as RegistryError {
      let problem: String
      switch error {
      case .invalid: problem = "异议内容应为1至\(Registry.longestObjection)个字，不能含有特殊控制字符。"
      case .objectionPending: problem = "该报告已有一份异议正在等待处理。"
      case .statusRefused: problem = "该报告已不在有效状态，不能提出异议。"
      default: throw error
      }
      var values = details(report, session)
      (values["problem"], values["objectionText"]) = (problem, text)
      return selfPage(.selfReport, session, values, status: .badRequest)
    }
    return redirect("/self/reports/\(report.number)")
  }

  private func file(_ pdf: [UInt8], named name: String, disposition: String) -> Response {
    Response(
      status: .ok,
      headers: [.contentType: "application/pdf", .contentDisposition: "\(disposition); filename=\"\(name)\""],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: pdf)))
  }
}

extension HTTPField.Name {
  static let secFetchSite = Self("Sec-Fetch-Site")!
}

extension ServiceError {
  /// Of a number that does not exist, and of somebody else's.
  static let noSuchReport = ServiceError(
    status: .notFound, code: "NOT_FOUND", message: "there is no such report", text: "没有找到该报告，或者报告文件已不再保存。")
  static func noReport(_ text: String) -> ServiceError {
    ServiceError(status: .conflict, code: "NO_REPORT", message: "no report can be issued", text: text)
  }
  static let selfPrintUnavailable = ServiceError(
    status: .serviceUnavailable, code: "UNAVAILABLE", message: "the report could not be issued or found",
    text: "系统暂时不可用，未能完成操作。请稍后重试；是否已出具报告，请先查看历史记录。", retryAfter: 30)
  static let loggedOut = ServiceError(
    status: .forbidden, code: "LOGGED_OUT", message: "nobody is logged in", text: "尚未登录，或者长时间未操作已自动退出。请重新登录。")
  static let foreignForm = ServiceError(
    status: .forbidden, code: "FOREIGN_FORM", message: "the form is not of this session",
    text: "提交的内容不是来自您当前登录的页面。请从自助打印首页重新操作。")
}
