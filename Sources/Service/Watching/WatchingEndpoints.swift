import HTTPTypes
public import Hummingbird

// For whoever keeps the service running.

extension VerificationService {
  var watchingEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/healthz", limit: nil) { _, _ in Self.text("ok\n") },
      Endpoint(method: .get, path: "/readyz", limit: nil) { _, _ in
        let isReady = (try? await ask { await $0.isReady() }) ?? false
        return isReady ? Self.text("ready\n") : Self.text("not ready\n", status: .serviceUnavailable)
      },
      Endpoint(method: .get, path: "/metrics", limit: nil) { request, context in
        // A proxy on the same machine connects from loopback, too, but says that it is one.
        let isLocal = context.peer.isLoopback && request.headers[.xForwardedFor] == nil
        guard options.servesMetrics, isLocal else { throw ServiceError.notFound }
        return metricsResponse()
      },
    ]
  }

  func metricsResponse() -> Response {
    Self.text(metrics.text(residentBytes: residentMemory()), type: "text/plain; version=0.0.4; charset=utf-8")
  }

  static func text(
    _ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok
  ) -> Response {
    Response(
      status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// Answers `/metrics` and nothing else: for a port of its own.
public struct MetricsResponder: HTTPResponder {
  private let service: VerificationService

  public init(service: VerificationService) { self.service = service }

  public func respond(to request: Request, context: ServiceContext) async throws -> Response {
    guard request.method == .get, request.uri.path == "/metrics" else { return Response(status: .notFound) }
    return service.metricsResponse()
  }
}

extension IPAddress {
  /// 127.0.0.0/8 or ::1.
  var isLoopback: Bool { isIPv4 ? low >> 24 & 255 == 127 : high == 0 && low == 1 }
}
