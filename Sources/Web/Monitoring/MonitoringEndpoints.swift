import HTTPTypes
public import Hummingbird

// For the operators of the service.

extension WebService {
  var monitoringEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/healthz", limiter: nil) { _, _ in .text("ok\n") },
      Endpoint(method: .get, path: "/readyz", limiter: nil) { _, _ in
        await isReady() ? .text("ready\n") : .text("not ready\n", status: .serviceUnavailable)
      },
      Endpoint(method: .get, path: "/metrics", limiter: nil) { request, context in
        // A proxy on the same machine also connects from loopback. Its headers identify it; and one that is trusted to name
        // its clients is not taken for a visitor of this machine if it names none.
        let isPassedOn = [.xForwardedFor, .forwarded, .via].contains { request.headers[$0] != nil }
        let isLocal = context.peer.isLoopback && !environment.isProxied(context) && !isPassedOn
        guard environment.options.servesMetrics, isLocal else { throw ServiceError.notFound }
        return metricsResponse()
      },
    ]
  }

  /// Whether every site is ready.
  private func isReady() async -> Bool {
    for site in sites {
      do { try await environment.answer { try await site.checkReady() } } catch {
        environment.warn("not ready", because: error)
        return false
      }
    }
    return true
  }

  func metricsResponse() -> Response {
    .text(
      environment.metrics.text(
        uploads: environment.uploads.inHand, residentBytes: residentMemory(), counters: sites.flatMap(\.counters)),
      type: "text/plain; version=0.0.4; charset=utf-8")
  }
}

/// Answers only `/metrics`: for a separate port.
public struct MetricsResponder: HTTPResponder {
  private let service: WebService

  public init(service: WebService) { self.service = service }

  public func respond(to request: Request, context: ServiceContext) async throws -> Response {
    guard request.method == .get, request.uri.path == "/metrics" else { return Response(status: .notFound) }
    return service.metricsResponse()
  }
}

extension IPAddress {
  /// 127.0.0.0/8 or ::1.
  var isLoopback: Bool { isIPv4 ? low >> 24 & 255 == 127 : high == 0 && low == 1 }
}
