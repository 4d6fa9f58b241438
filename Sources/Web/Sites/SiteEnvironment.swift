public import HTTPTypes
public import Hummingbird
public import Logging

/// What all sites of a service share and use for their answers.
public struct SiteEnvironment: Sendable {
  public let pages: PageSet
  public let options: ServiceOptions
  public let clock: ServiceClock
  public let logger: Logger
  public let metrics: Metrics
  /// For everything that is only viewed, on all sites together.
  public let pageLimiter: RateLimiter?
  let uploads: UploadMemory
  private let deadlines = Deadlines()
  private let warnings = SparseWarnings(seconds: 60)

  public init(pages: PageSet, options: ServiceOptions, clock: ServiceClock, logger: Logger) {
    (self.pages, self.options, self.clock, self.logger) = (pages, options, clock, logger)
    uploads = UploadMemory(limit: options.limits.uploadBytes)
    metrics = Metrics(startedAt: clock.secondsSince1970())
    pageLimiter = options.pageRate.map { RateLimiter("pages", $0) }
  }

  // MARK: Bounds

  /// Counts a request against a client's limit.
  /// - Throws: `TOO_MANY_REQUESTS`.
  public func admit(_ client: IPAddress, by limiter: RateLimiter?) throws(ServiceError) {
    guard let limiter, let wait = limiter.take(client.subscriber, at: clock.monotonicSeconds()) else { return }
    metrics.count(refusal: limiter.name)
    throw .tooMany(after: wait)
  }

  /// Counts the work of a request that was admitted, beyond the first unit of it.
  public func charge(_ client: IPAddress, _ cost: Double, by limiter: RateLimiter?) {
    limiter?.charge(client.subscriber, cost, at: clock.monotonicSeconds())
  }

  /// Logs an error of a part of an answer, where the rest of it is given.
  public func note(_ error: any Error) { logger.error("no answer", metadata: ["error": "\(loggable(error))"]) }

  /// Logs what may befall every request for a while, such as a full disk: each kind of trouble once a minute, so that the log
  /// fills no disk either.
  /// - Parameter trouble: a text of the program's own, the same for the same kind.
  public func warn(_ trouble: String, because error: any Error) {
    guard warnings.isDue(trouble, at: clock.monotonicSeconds()) else { return }
    logger.warning("\(trouble)", metadata: ["error": "\(loggable(error))"])
  }

  /// Waits for an answer up to the configured time.
  /// - Parameter seconds: nil: the options' `answerSeconds`.
  /// - Throws: `BUSY` when the time is up; what the question throws.
  public func answer<Answer: Sendable>(
    within seconds: Double? = nil, _ question: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    try await deadlines.wait(seconds: seconds ?? options.limits.answerSeconds, for: question)
  }

  // MARK: Requests

  /// Whether a trusted proxy passed the request on.
  func isProxied(_ context: ServiceContext) -> Bool { options.trustedProxies.contains { $0.contains(context.peer) } }

  /// Whether the browser speaks TLS, with this service or with a trusted proxy in front of it.
  public func isEncrypted(_ request: Request, _ context: ServiceContext) -> Bool {
    options.isTLS || isProxied(context) && request.headers[.xForwardedProto] == "https"
  }

  /// A small body: of a form, or of a question.
  /// - Parameter limit: bytes.
  /// - Throws: `BODY_TOO_LARGE`, `REQUEST_TIMEOUT`, `BUSY`.
  public func body(of request: Request, limit: Int) async throws -> [UInt8] {
    try await receive(request, limit: limit) { _ in }
  }

  /// A body that takes memory worth counting.
  /// - Parameter limit: bytes.
  /// - Returns: its bytes, and its place in memory, to be kept until the work on it has ended.
  /// - Throws: the same as `body`; `UPLOADS_TOO_LARGE` if the client's uploads together hold too much.
  public func upload(of request: Request, _ context: ServiceContext, limit: Int) async throws -> Upload {
    let hangUp = context.hangUp
    let place = uploads.place(for: context.client.subscriber) { hangUp(0) }
    do {
      let bytes = try await receive(request, limit: limit, take: place.grow)
      try place.settle()
      return Upload(bytes: bytes, place: place)
    } catch let full as UploadMemory.Full {
      var error = refusal(full)
      error.closesConnection = true
      throw error
    }
  }

  /// What whoever sent an upload is told that gets no more memory, or had to give way.
  public func refusal(_ full: UploadMemory.Full) -> ServiceError {
    metrics.count(refusal: full == .clientLimit ? "upload-memory-per-client" : "upload-memory")
    return switch full {
    case .clientLimit: .uploadsTooLarge(share: uploads.clientLimit)
    case .noMemory: .busy
    case .wasCut: .gaveWay
    }
  }

  private func receive(_ request: Request, limit: Int, take: (Int) throws -> Void) async throws -> [UInt8] {
    let deadline = clock.monotonicSeconds() + options.limits.bodySeconds
    let bytes = try await metrics.whileArriving {
      try await request.wholeBody(limit: limit, deadline: deadline, now: clock.monotonicSeconds, take: take)
    }
    guard metrics.isWithin(limit: options.limits.requestsAtOnce) else {
      metrics.count(refusal: "requests-at-once")
      throw ServiceError.busy
    }
    return bytes
  }

  /// The fields of a form that a page sent.
  /// - Parameters:
  ///   - limit: bytes.
  ///   - most: fields.
  /// - Throws: `UNSUPPORTED_MEDIA_TYPE`, `BAD_REQUEST`, and the same as `body`.
  public func form(of request: Request, limit: Int, most: Int = 16) async throws -> [String: String] {
    guard request.mediaType == "application/x-www-form-urlencoded" else {
      throw ServiceError.unsupportedMediaType("application/x-www-form-urlencoded")
    }
    guard let form = parseWebForm(try await body(of: request, limit: limit), most: most) else {
      throw ServiceError.badRequest("the form cannot be read", "提交的内容不完整。请从首页重新提交。")
    }
    return form
  }

  // MARK: Pages

  /// - Parameters:
  ///   - template: one of those that the site named.
  ///   - values: for the names in it, besides those for the layout of every page; the template escapes text.
  public func page(
    _ template: String, _ values: [String: Any] = [:], status: HTTPResponse.Status = .ok
  ) -> Response {
    .html(pages.render(template, values.merging(options.layout as [String: Any]) { $1 }), status: status)
  }

  /// A refusal as a page with its sentence.
  /// - Parameter values: from the site, for the layout.
  public func page(_ refusal: ServiceError, _ values: [String: Any] = [:]) -> Response {
    let own: [String: Any] = [
      "headline": refusal.status.code == 404 ? "没有找到" : "未能完成", "text": refusal.text,
    ]
    return page(PageSet.message, values.merging(own) { $1 }, status: refusal.status)
  }
}

/// The clocks, so that tests can set them.
public struct ServiceClock: Sendable {
  public var secondsSince1970: @Sendable () -> Int64
  /// Never goes back.
  public var monotonicSeconds: @Sendable () -> Double

  public init(
    secondsSince1970: @escaping @Sendable () -> Int64, monotonicSeconds: @escaping @Sendable () -> Double
  ) {
    (self.secondsSince1970, self.monotonicSeconds) = (secondsSince1970, monotonicSeconds)
  }
}
