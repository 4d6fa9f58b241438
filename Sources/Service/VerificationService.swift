import Crypto
import HTTPTypes
import Hummingbird
public import Logging

/// Pages and API over a desk.
public struct VerificationService: Sendable {
  let desk: any VerificationDesk
  let pages: PageSet
  /// Nil: the service only verifies.
  let selfPrint: SelfPrint?
  let options: ServiceOptions
  let clock: ServiceClock
  let logger: Logger
  let limiters: Limiters
  let deadlines = Deadlines()
  public let metrics: Metrics

  public init(
    desk: any VerificationDesk, pages: PageSet, options: ServiceOptions, selfPrint: SelfPrint? = nil,
    clock: ServiceClock, logger: Logger
  ) {
    (self.desk, self.pages, self.options, self.clock, self.logger) = (desk, pages, options, clock, logger)
    self.selfPrint = selfPrint
    limiters = Limiters(options.rates)
    metrics = Metrics(startedAt: clock.secondsSince1970())
  }

  /// All addresses of the service. The OpenAPI document is held against this list.
  var endpoints: [Endpoint] {
    pageEndpoints + selfPrintEndpoints + apiEndpoints + publicationEndpoints + watchingEndpoints
  }

  public func responder() -> ServiceResponder {
    let router = Router(context: ServiceContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: NotFoundTranslation())
    let endpoints = endpoints
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        try await serve(endpoint, request, context)
      }
    }
    for (path, group) in Dictionary(grouping: endpoints, by: \.path) {
      var known = Set(group.map(\.method))
      if known.contains(.get) { known.insert(.head) }
      let allow = known.map(\.rawValue).sorted().joined(separator: ", ")
      for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options] where !known.contains(method) {
        router.on(RouterPath(path), method: method) { _, _ -> Response in throw ServiceError.methodNotAllowed(allow) }
      }
      // The router makes HEAD of every GET, also of the refusals above.
    }
    return ServiceResponder(service: self, router: router.buildResponder())
  }

  private func serve(_ endpoint: Endpoint, _ request: Request, _ context: ServiceContext) async throws -> Response {
    if let limit = endpoint.limit { try admit(context.client, limit) }
    guard endpoint.isUpload else { return try await endpoint.handle(request, context) }
    guard metrics.beginUpload(limit: options.limits.uploadsAtOnce) else {
      metrics.count(refusal: "uploads-at-once")
      var error = ServiceError.busy
      error.closesConnection = true
      throw error
    }
    defer { metrics.endUpload() }
    return try await endpoint.handle(request, context)
  }

  private func admit(_ client: IPAddress, _ limit: Limiters.Name) throws {
    guard let wait = limiters[limit]?.take(client.subscriber, at: clock.monotonicSeconds()) else { return }
    metrics.count(refusal: limit.rawValue)
    throw ServiceError.tooMany(after: wait)
  }

  /// Asks the desk, for no longer than the options allow.
  /// - Parameter seconds: nil: as long as an answer of the registry may take.
  func ask<Answer: Sendable>(
    within seconds: Double? = nil, _ question: @escaping @Sendable (any VerificationDesk) async throws -> Answer
  ) async throws -> Answer {
    let desk = desk
    do {
      return try await deadlines.wait(seconds: seconds ?? options.limits.answerSeconds) { try await question(desk) }
    } catch is PoolIsFull {
      metrics.count(refusal: "files-waiting")
      throw ServiceError.busy
    }
  }

  func body(of request: Request, limit: Int) async throws -> [UInt8] {
    let deadline = clock.monotonicSeconds() + options.limits.bodySeconds
    return try await request.wholeBody(limit: limit, deadline: deadline, now: clock.monotonicSeconds)
  }
}

/// One address and method.
struct Endpoint: Sendable {
  var method: HTTPRequest.Method
  /// As the router writes it: `/receipts/{number}`. This, never the address itself, stands in logs and metrics.
  var path: String
  /// Which of the limits per client it counts against.
  var limit: Limiters.Name?
  var isUpload = false
  var handle: @Sendable (Request, ServiceContext) async throws -> Response
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

/// The limits per client, by name.
struct Limiters: Sendable {
  enum Name: String, CaseIterable {
    case pages, codes, numbers, uploads
    case wrongEndings = "wrong-endings"
    case logIns = "log-ins"
    case prints
  }
  private let limiters: [Name: RateLimiter]

  init(_ rates: ServiceOptions.Rates) {
    let all: [(Name, Rate?)] = [
      (.pages, rates.pages), (.codes, rates.codes), (.numbers, rates.numbers), (.uploads, rates.uploads),
      (.wrongEndings, rates.wrongEndings), (.logIns, rates.logIns), (.prints, rates.prints),
    ]
    limiters = Dictionary(
      uniqueKeysWithValues: all.compactMap { pair in pair.1.map { (pair.0, RateLimiter($0)) } })
  }

  subscript(name: Name) -> RateLimiter? { limiters[name] }
}

/// The router's own words for an unknown address, in ours.
private struct NotFoundTranslation: RouterMiddleware {
  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
      throw ServiceError.notFound
    }
  }
}
