import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// The entry of the service: it determines the client, admits the request, turns errors into answers, and adds headers,
/// metrics and one log line.
public struct ServiceResponder: HTTPResponder {
  let service: WebService
  let router: RouterResponder<ServiceContext>
  private let headers = StrictHeaders()
  /// How long the rest of a body is read that nobody wants.
  private static let readingSeconds: Int64 = 2

  init(service: WebService, router: RouterResponder<ServiceContext>) {
    (self.service, self.router) = (service, router)
  }

  private var environment: SiteEnvironment { service.environment }

  public func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let start = environment.clock.monotonicSeconds()
    var context = context
    if environment.isProxied(context) {
      context.client = clientAddress(
        peer: context.peer, forwarded: request.headers[values: .xForwardedFor],
        trusted: environment.options.trustedProxies)
    }
    var request = request
    let body = request.hasBody ? WatchedBody(base: request.body, begin: context.askForBody) : nil
    if let body { request.body = RequestBody(asyncSequence: body) }
    var response: Response
    do {
      guard environment.metrics.begin(limit: environment.options.limits.requestsAtOnce) else {
        environment.metrics.count(refusal: "requests-at-once")
        throw ServiceError.busy
      }
      guard (request.headers[.expect] ?? "100-continue").lowercased() == "100-continue" else {
        throw ServiceError.expectationFailed
      }
      // It names a host instead of an address here (RFC 9110 §9.3.6), so that no route can refuse it.
      guard request.method != .connect else { throw ServiceError.methodNotAllowed("GET, HEAD, POST") }
      response = try await router.respond(to: request, context: context)
    } catch {
      response = refusal(error, request, context)
    }
    if let body, !body.end.isReached { response.headers[.connection] = "close" }
    // What is left of a body is read while the client reads its answer, which it would lose otherwise, and no longer.
    if response.headers[.connection] == "close" { context.hangUp(Self.readingSeconds) }
    headers.apply(to: &response.headers, isEncrypted: environment.isEncrypted(request, context))
    report(response.status, request, context, seconds: environment.clock.monotonicSeconds() - start)
    return response
  }

  private func refusal(_ error: any Error, _ request: Request, _ context: ServiceContext) -> Response {
    let path = request.uri.path
    let site = service.site(at: path)
    let known = error as? ServiceError
    if known == nil {
      environment.logger.error(
        "no answer", metadata: ["error": "\(loggable(error))", "route": "\(route(of: context))"])
    }
    var refusal = known ?? site.unavailable
    refusal.text = environment.options.texts[refusal.code] ?? refusal.text
    var response = site.response(to: refusal, at: path)
    if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    if let allow = refusal.allow { response.headers[.allow] = allow }
    if refusal.closesConnection { response.headers[.connection] = "close" }
    return response
  }

  /// The pattern instead of the address, because an address may contain a token or a number.
  private func route(of context: ServiceContext) -> String {
    let pattern = context.endpointPath ?? "unknown"
    return pattern == "NotFound" ? "unknown" : pattern
  }

  private func report(
    _ status: HTTPResponse.Status, _ request: Request, _ context: ServiceContext, seconds: Double
  ) {
    let method = ["GET", "HEAD", "POST"].contains(request.method.rawValue) ? request.method.rawValue : "other"
    let route = route(of: context)
    environment.metrics.end(method: method, route: route, status: status.code, seconds: seconds)
    environment.logger.info(
      "request",
      metadata: [
        "method": "\(method)", "route": "\(route)", "status": .stringConvertible(status.code),
        "microseconds": .stringConvertible(Int(seconds * 1_000_000)), "client": "\(context.client.truncated)",
      ])
  }
}

extension HTTPField.Name {
  package static let xForwardedFor = Self("X-Forwarded-For")!
  /// RFC 7239.
  package static let forwarded = Self("Forwarded")!
  package static let xForwardedProto = Self("X-Forwarded-Proto")!
}
