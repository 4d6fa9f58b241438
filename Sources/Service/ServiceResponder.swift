import HTTPTypes
public import Hummingbird
import Logging
import NIOCore

/// The door: who asks, whether there is room, what became of it; errors in words, headers, metrics, one line of log.
public struct ServiceResponder: HTTPResponder {
  let service: VerificationService
  let router: RouterResponder<ServiceContext>
  private let headers = StrictHeaders()

  init(service: VerificationService, router: RouterResponder<ServiceContext>) {
    (self.service, self.router) = (service, router)
  }

  public func respond(to request: Request, context: ServiceContext) async throws -> Response {
    let start = service.clock.monotonicSeconds()
    var context = context
    let isProxied = service.options.trustedProxies.contains { $0.contains(context.peer) }
    if isProxied {
      context.client = clientAddress(
        peer: context.peer, forwarded: request.headers[values: .xForwardedFor],
        trusted: service.options.trustedProxies)
    }
    var response: Response
    do {
      guard service.metrics.begin(limit: service.options.limits.requestsAtOnce) else {
        service.metrics.count(refusal: "requests-at-once")
        throw ServiceError.busy
      }
      response = try await router.respond(to: request, context: context)
    } catch {
      response = refusal(error, request, context)
    }
    let isEncrypted = service.options.isTLS || isProxied && request.headers[.xForwardedProto] == "https"
    headers.apply(to: &response.headers, isEncrypted: isEncrypted)
    report(response.status, request, context, seconds: service.clock.monotonicSeconds() - start)
    return response
  }

  private func refusal(_ error: any Error, _ request: Request, _ context: ServiceContext) -> Response {
    let known = error as? ServiceError
    if known == nil {
      service.logger.error(
        "no answer", metadata: ["error": "\(loggable(error))", "route": "\(route(of: context))"])
    }
    let isSelfPrint = service.selfPrint != nil && Self.isSelfPrint(request.uri.path)
    let refusal = known ?? (isSelfPrint ? .selfPrintUnavailable : .unavailable)
    var response =
      Self.speaksJSON(request.uri.path)
      ? service.json(refusal)
      : service.page(refusal, isSelfPrint: isSelfPrint)
    if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    if let allow = refusal.allow { response.headers[.allow] = allow }
    if refusal.closesConnection {
      response.headers[.connection] = "close"
      context.hangUp()
    }
    return response
  }

  private static func speaksJSON(_ path: String) -> Bool {
    path.hasPrefix("/api/") || path.hasPrefix("/.well-known/") || path == "/openapi.json"
  }

  private static func isSelfPrint(_ path: String) -> Bool { path == "/self" || path.hasPrefix("/self/") }

  /// The pattern, not the address: an address may hold a token or a number.
  private func route(of context: ServiceContext) -> String {
    let pattern = context.endpointPath ?? "unknown"
    return pattern == "NotFound" ? "unknown" : pattern
  }

  private func report(
    _ status: HTTPResponse.Status, _ request: Request, _ context: ServiceContext, seconds: Double
  ) {
    let method = ["GET", "HEAD", "POST"].contains(request.method.rawValue) ? request.method.rawValue : "other"
    let route = route(of: context)
    service.metrics.end(method: method, route: route, status: status.code, seconds: seconds)
    service.logger.info(
      "request",
      metadata: [
        "method": "\(method)", "route": "\(route)", "status": .stringConvertible(status.code),
        "microseconds": .stringConvertible(Int(seconds * 1_000_000)), "client": "\(context.client.truncated)",
      ])
  }
}

extension HTTPField.Name {
  static let xForwardedFor = Self("X-Forwarded-For")!
  static let xForwardedProto = Self("X-Forwarded-Proto")!
}
