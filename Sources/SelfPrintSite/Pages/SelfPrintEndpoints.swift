import FileFormats
import HTTPTypes
import Hummingbird
import Logging
import Registry
import Secrets
import SelfPrinting
import SessionStores
public import Web

// The addresses for logged-in users. All pages work without a script. A form is answered with a redirect to a page that
// has an address of its own: Back and Reload show it again, and send nothing twice.

extension SelfPrintSite {
  public var endpoints: [Endpoint] {
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
    return logInEndpoints + draftEndpoints + fileEndpoints + [
      Endpoint(method: .get, path: "/self", limiter: environment.pageLimiter) { request, _ in
        guard let session = session(of: request) else {
          return page(.login, nil, ["isEnded": request.uri.queryParameters["ended"] != nil])
        }
        do { return try await opened(session) { try await start(for: session) } } catch let error as ServiceError
          where error.code == ServiceError.noReport("").code
        {
          // Includes the way out: a user who is logged in as the wrong subject must be able to log out.
          return environment.page(error, frame(session))
        }
      },
      // For the script that warns: asking keeps the session alive.
      Endpoint(method: .get, path: "/self/session", limiter: environment.pageLimiter) { request, _ in
        guard let session = session(of: request) else { return .text("0") }
        return .text("\(Int(remaining(session)))")
      },
      get("/self/history") { _, session, _ in
        let reports = try await asked { try await backend.history(of: session.holder) }
        return page(.history, session, ["reports": reports.map(values), "hasReports": !reports.isEmpty])
      },
      get("/self/reports/{number}") { _, session, context in
        let report = try await report(context, session)
        // The page of a report does not depend on whether there still is a credit file.
        let records = report.mayBeObjectedTo ? try? await asked { try await backend.records(of: session.holder) } : []
        return page(.report, session, details(report, records ?? [], session))
      },
      post("/self/reports/{number}/again", environment.pageLimiter) { _, session, context in
        try await askAgain(try await report(context, session), session)
      },
      objectionEndpoint,
    ]
  }

  func get(
    _ path: String, limiter: RateLimiter? = nil,
    _ show: @escaping @Sendable (Request, Sessions.Session, ServiceContext) async throws -> Response
  ) -> Endpoint {
    Endpoint(method: .get, path: path, limiter: limiter ?? environment.pageLimiter) { request, context in
      // Users who are not logged in are sent to log in, whether or not the address exists.
      guard let session = session(of: request) else { return .seeOther("/self") }
      return try await opened(session) { try await show(request, session, context) }
    }
  }

  /// Shows what a session opens. The issuer may no longer know its log-in: then its time is over here, too.
  /// - Parameter keep: keeps what was sent, for the same holder's next log-in.
  func opened(
    _ session: Sessions.Session, keep: () -> Void = {}, _ show: () async throws -> Response
  ) async throws -> Response {
    do { return try await show() } catch is PassOver {
      keep()
      sessions.retire(session, at: environment.clock.monotonicSeconds())
      return .seeOther("/self?ended=1")
    }
  }

  /// - Parameter late: keeps what was sent after the session's time was over, for the same holder's next log-in; returns
  ///   the address at which it can be taken up.
  func post(
    _ path: String, _ limiter: RateLimiter?,
    late: (@Sendable ([String: String], ServiceContext, inout SessionMemory) -> String)? = nil,
    _ act: @escaping @Sendable ([String: String], Sessions.Session, ServiceContext) async throws -> Response
  ) -> Endpoint {
    Endpoint(method: .post, path: path, limiter: limiter) { request, context in
      func keep(_ fields: [String: String], of session: Sessions.Session?) {
        guard let session, let late else { return }
        sessions.remember(in: session) { memory in
          let address = late(fields, context, &memory)
          memory.resume = address
        }
      }
      switch try await self.form(request) {
      case .live(let session, let fields, _):
        return try await opened(session, keep: { keep(fields, of: session) }) {
          try await act(fields, session, context)
        }
      case .late(let session, let fields):
        keep(fields, of: session)
        return .seeOther("/self?ended=1")
      }
    }
  }

  func session(of request: Request) -> Sessions.Session? {
    sessions.session(cookies.value(.session, in: request), at: environment.clock.monotonicSeconds())
  }

  /// A session of this browser whose time is over.
  func overdueSession(of request: Request) -> Sessions.Session? {
    sessions.overdue(cookies.value(.session, in: request), at: environment.clock.monotonicSeconds())
  }

  enum SentForm {
    case live(Sessions.Session, [String: String], files: [[UInt8]])
    /// Nobody is logged in any more.
    /// - Parameter session: the one that the form is of.
    case late(session: Sessions.Session?, [String: String])
  }

  /// A form of one of our own pages.
  /// - Parameter files: how many files it may bring; nil: none.
  func form(_ request: Request, files: (most: Int, context: ServiceContext)? = nil) async throws -> SentForm {
    // Browsers declare the origin of the request; a page of another site has no token either.
    if let site = request.headers[.secFetchSite], site != "same-origin" { throw ServiceError.foreignForm }
    let (form, files) =
      if let files { try await fileForm(request, files.context, files.most) } else { (try await webForm(request), []) }
    let token = form["token"] ?? ""
    guard let session = session(of: request) else {
      return .late(session: overdueSession(of: request).flatMap { areEqual(token, $0.formToken) ? $0 : nil }, form)
    }
    guard areEqual(token, session.formToken) else { throw ServiceError.foreignForm }
    return .live(session, form, files: files)
  }

  /// The fields, and the files that are not empty: a browser sends an empty one for each that was not chosen.
  private func fileForm(
    _ request: Request, _ context: ServiceContext, _ most: Int
  ) async throws -> ([String: String], [[UInt8]]) {
    guard let boundary = request.headers[.contentType].flatMap({ multipartBoundary(contentType: $0) }) else {
      throw ServiceError.unsupportedMediaType("multipart/form-data")
    }
    // A file that is too large is told beside the form, which keeps what was written: it is taken here as far as all may be.
    let limits = MultipartLimits(content: most * ObjectionFile.largest)
    let upload = try await environment.upload(
      of: request, context, limit: most * ObjectionFile.largest + (64 << 10))
    let parts: [FormPart]
    do { parts = try parseMultipart(upload.bytes, boundary: boundary, limits: limits) } catch {
      throw ServiceError.badRequest("multipart: \(error)", "上传的内容不完整，或者附件过大。请返回后重新选择附件。")
    }
    var fields: [String: String] = [:]
    for part in parts where part.fileName == nil { fields[part.name] = streamSafeText(part.bytes) }
    return (fields, parts.filter { $0.fileName != nil && !$0.bytes.isEmpty }.map { Array($0.bytes) })
  }

  func webForm(_ request: Request) async throws -> [String: String] {
    // An objection of 2,000 characters is 18 kB when escaped; a list has up to 38 domains.
    try await environment.form(of: request, limit: 32 << 10, most: 80)
  }

  /// Waits up to the configured time; a refusal keeps its own words.
  func asked<Answer: Sendable>(_ question: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
    do {
      return try await environment.answer(question)
    } catch let refusal as SelfPrintRefusal { throw ServiceError.noReport(refusal.text) } catch let unfit
      as CreditFileUnfit
    {
      environment.logger.error("no report", metadata: ["problem": "\(loggable(unfit))"])
      throw ServiceError.noReport(unfit.refusal.text)
    }
  }

  func report(_ context: ServiceContext, _ session: Sessions.Session) async throws -> SelfPrintedReport {
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
    return response(file, plainName: number, disposition: disposition)
  }

  /// - Parameter plainName: for programs that read no other than ASCII names (RFC 6266 appendix D).
  func response(_ file: SelfPrintedFile, plainName: String, disposition: String) -> Response {
    let name = "\(file.name).\(file.fileExtension)"
    return .bytes(
      file.bytes, type: file.mediaType,
      headers: [
        .contentDisposition:
          "\(disposition); filename=\"\(plainName).\(file.fileExtension)\"; filename*=UTF-8''\(extValue(name))"
      ])
  }
}

/// RFC 8187 §3.2: every byte but letters, digits and a few signs is escaped.
private func extValue(_ text: String) -> String {
  text.utf8.map { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      String(UnicodeScalar(byte))
    default: "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
    }
  }.joined()
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
  static let foreignForm = ServiceError(
    status: .forbidden, code: "FOREIGN_FORM", message: "the form is not of this session",
    text: "提交的内容不是来自您当前登录的页面。请从自助打印首页重新操作。")
}
