import FileFormats
import HTTPTypes
import Hummingbird
import Logging
import Registry
import Secrets
public import Web

// The pages for logged-in users. All of them work without a script.

extension SelfPrintSite {
  public var endpoints: [Endpoint] {
    func get(
      _ path: String, _ show: @escaping @Sendable (Request, Sessions.Session, ServiceContext) async throws -> Response
    ) -> Endpoint {
      Endpoint(method: .get, path: path, limiter: environment.pageLimiter) { request, context in
        // Users who are not logged in are sent to log in, whether or not the address exists.
        guard let session = session(of: request) else { return .seeOther("/self") }
        return try await show(request, session, context)
      }
    }
    func post(
      _ path: String, _ limiter: RateLimiter?,
      _ act: @escaping @Sendable ([String: String], Sessions.Session, ServiceContext) async throws -> Response
    ) -> Endpoint {
      Endpoint(method: .post, path: path, limiter: limiter) { request, context in
        let (session, form) = try await self.form(request)
        return try await act(form, session, context)
      }
    }
    // An address for each format, and one at which the browser shows the file of the default format.
    let formats = backend.formats.all
    let files =
      formats.map { (address: $0.fileExtension, format: $0, disposition: "attachment") }
      + formats.prefix(1).map { (address: "view", format: $0, disposition: "inline") }
    let fileEndpoints = files.map { address, format, disposition in
      get("/self/reports/{number}/\(address)") { _, session, context in
        try await file(format, context, session, disposition: disposition)
      }
    }
    return logInEndpoints + fileEndpoints + [
      Endpoint(method: .get, path: "/self", limiter: environment.pageLimiter) { request, _ in
        guard let session = session(of: request) else { return page(.login, nil) }
        do { return try await choices(for: session) } catch let error as ServiceError
          where error.code == ServiceError.noReport("").code
        {
          // Includes the way out: a user who is logged in as the wrong subject must be able to log out.
          return environment.page(error, frame(session))
        }
      },
      post("/self/confirm", environment.pageLimiter) { form, session, _ in try await confirm(form, session) },
      post("/self/preview", limiters.prints) { form, session, _ in
        let order = try order(form, session)
        let preview = try await asked { try await backend.preview(order, for: session.holder) }
        return response(preview, named: "preview", disposition: "inline")
      },
      post("/self/issue", limiters.prints) { form, session, _ in try await issue(form, session) },
      get("/self/history") { _, session, _ in
        let reports = try await asked { try await backend.history(of: session.holder) }
        return page(
          .history, session, ["reports": reports.map(values), "hasReports": !reports.isEmpty])
      },
      get("/self/reports/{number}") { _, session, context in
        let report = try await report(context, session)
        return page(.report, session, details(report, session))
      },
      post("/self/reports/{number}/objection", limiters.prints) { form, session, context in
        try await object(form, session, context)
      },
    ]
  }

  private func session(of request: Request) -> Sessions.Session? {
    sessions.session(cookies.value(.session, in: request), at: environment.clock.monotonicSeconds())
  }

  /// A form of one of our own pages, sent by a logged-in user.
  func form(_ request: Request) async throws -> (Sessions.Session, [String: String]) {
    // Browsers declare the origin of the request; a page of another site has no token either.
    if let site = request.headers[.secFetchSite], site != "same-origin" { throw ServiceError.foreignForm }
    let form = try await webForm(request)
    guard let session = session(of: request) else { throw ServiceError.loggedOut }
    guard areEqual(form["token"] ?? "", session.formToken) else { throw ServiceError.foreignForm }
    return (session, form)
  }

  func webForm(_ request: Request) async throws -> [String: String] {
    // An objection of 2,000 characters is 18 kB when escaped; a list has up to 38 domains.
    try await environment.form(of: request, limit: 32 << 10, most: 80)
  }

  /// Waits up to the configured time; a refusal keeps its own words.
  private func asked<Answer: Sendable>(_ question: @escaping @Sendable () async throws -> Answer) async throws -> Answer
  {
    do {
      return try await environment.answer(question)
    } catch let refusal as SelfPrintRefusal { throw ServiceError.noReport(refusal.text) } catch let unfit
      as CreditFileUnfit
    {
      environment.logger.error("no report", metadata: ["problem": "\(loggable(unfit))"])
      throw ServiceError.noReport("信用信息有误，暂时无法出具报告。请与报告出具单位联系。")
    }
  }

  private func choices(
    for session: Sessions.Session, _ form: [String: String] = [:], problem: String? = nil
  ) async throws -> Response {
    let subject = try await asked { try await backend.summary(of: session.holder) }
    return page(
      .start, session,
      choiceValues(session.holder, subject, form, problem: problem),
      status: problem == nil ? .ok : .badRequest)
  }

  private func confirm(
    _ form: [String: String], _ session: Sessions.Session
  ) async throws -> Response {
    // Mistyped fields can be corrected without typing the others again.
    if form["back"] != nil { return try await choices(for: session, form) }
    let order: SelfPrintOrder
    do { order = try SelfPrintOrder(form, for: session.holder, domains: backend.domains) } catch {
      return try await choices(for: session, form, problem: error.text)
    }
    let subject = try await asked { try await backend.summary(of: session.holder) }
    return page(.confirm, session, confirmValues(order, session.holder, subject))
  }

  private func order(
    _ form: [String: String], _ session: Sessions.Session
  ) throws -> SelfPrintOrder {
    do { return try SelfPrintOrder(form, for: session.holder, domains: backend.domains) } catch {
      throw ServiceError.badRequest("the order is not complete", error.text)
    }
  }

  private func issue(
    _ form: [String: String], _ session: Sessions.Session
  ) async throws -> Response {
    let order = try order(form, session)
    switch try await asked({ try await backend.issue(order, for: session.holder) }) {
    case .issued(let number, let checkCode):
      sessions.remember(in: session) { $0.checkCodes[number] = checkCode }
      return .seeOther("/self/reports/\(number)")
    case .noTurn(let number):
      environment.metrics.count(refusal: "self-prints-per-day")
      return page(
        .turn, session, turnValues(order.kind, earlier: number), status: .tooManyRequests)
    }
  }

  private func report(
    _ context: ServiceContext, _ session: Sessions.Session
  ) async throws -> SelfPrintedReport {
    let number = context.parameters.get("number") ?? ""
    guard let report = try await asked({ try await backend.report(number, of: session.holder) }) else {
      throw ServiceError.noSuchReport
    }
    return report
  }

  private func file(
    _ format: any FileFormat, _ context: ServiceContext, _ session: Sessions.Session, disposition: String
  ) async throws -> Response {
    let number = context.parameters.get("number") ?? ""
    guard let file = try await asked({ try await backend.file(of: number, format: format, for: session.holder) }) else {
      throw ServiceError.noSuchReport
    }
    // The backend found a report by it, so it is a number and safe in a header.
    return response(file, named: number, disposition: disposition)
  }

  private func object(
    _ form: [String: String], _ session: Sessions.Session, _ context: ServiceContext
  ) async throws -> Response {
    let report = try await report(context, session)
    let text = (form["objection"] ?? "").replacing("\r\n", with: "\n").trimmed()
    do {
      try await asked { try await backend.object(to: report.number, by: session.holder, text: text) }
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
      return page(.report, session, values, status: .badRequest)
    }
    return .seeOther("/self/reports/\(report.number)")
  }

  private func response(_ file: SelfPrintedFile, named name: String, disposition: String) -> Response {
    .bytes(
      file.bytes, type: file.mediaType,
      headers: [.contentDisposition: "\(disposition); filename=\"\(name).\(file.fileExtension)\""])
  }
}

extension HTTPField.Name {
  static let secFetchSite = Self("Sec-Fetch-Site")!
}

extension ServiceError {
  /// The same for a number that does not exist and for somebody else's report.
  static let noSuchReport = ServiceError(
    status: .notFound, code: "NOT_FOUND", message: "there is no such report", text: "没有找到该报告，或者报告文件已不再保存。")
  static func noReport(_ text: String) -> ServiceError {
    ServiceError(status: .conflict, code: "NO_REPORT", message: "no report can be issued", text: text)
  }
  static let unavailable = ServiceError(
    status: .serviceUnavailable, code: "UNAVAILABLE", message: "the report could not be issued or found",
    text: "系统暂时不可用，未能完成操作。请稍后重试；是否已出具报告，请先查看历史记录。", retryAfter: 30)
  static let loggedOut = ServiceError(
    status: .forbidden, code: "LOGGED_OUT", message: "nobody is logged in", text: "尚未登录，或者长时间未操作已自动退出。请重新登录。")
  static let foreignForm = ServiceError(
    status: .forbidden, code: "FOREIGN_FORM", message: "the form is not of this session",
    text: "提交的内容不是来自您当前登录的页面。请从自助打印首页重新操作。")
}
