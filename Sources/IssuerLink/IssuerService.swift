import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Takes questions until SIGTERM or SIGINT; then it finishes those in hand.
/// - Throws: `IssuerSocketError`.
public func answer(with desk: IssuerDesk, at socket: IssuerSocket, logger: Logger) async throws {
  let lock = try socket.take()
  defer { withExtendedLifetime(lock) {} }
  try socket.clear()
  let service = Application(
    responder: DeskResponder(desk: desk),
    server: .http1(configuration: .init(idleTimeout: .seconds(IssuerServiceLimits.idleSeconds))),
    configuration: .init(
      address: .unixDomainSocket(path: socket.path),
      availableConnectionsDelegate: .maximum(IssuerServiceLimits.connections, logger: logger)),
    onServerRunning: { _ in
      do throws(IssuerSocketError) {
        try socket.open()
        logger.notice("listening", metadata: ["socket": "\(socket.path)"])
      } catch { logger.critical("\(error)") }
    },
    logger: logger)
  var configuration = ServiceGroupConfiguration(
    services: [.init(service: service)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
  configuration.maximumGracefulShutdownDuration = .seconds(IssuerServiceLimits.shutdownSeconds)
  do { try await ServiceGroup(configuration: configuration).run() } catch let error as IOError {
    throw IssuerSocketError(problem: "\(socket.path): cannot be listened on: \(error)")
  }
  try? socket.clear()
  logger.notice("stopped")
}

/// What one front may take, even in somebody else's hands.
private enum IssuerServiceLimits {
  /// Each may hold a question of `IssuerLine.longestQuestion` in memory: half a gigabyte in all.
  static let connections = 32
  static let idleSeconds: Int64 = 30
  static let shutdownSeconds: Int64 = 30
}

private struct DeskResponder: HTTPResponder {
  typealias Context = BasicRequestContext
  let desk: IssuerDesk

  func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
    guard request.method == .post, request.uri.path == IssuerLine.path else { return Response(status: .notFound) }
    let question: ByteBuffer
    do { question = try await request.body.collect(upTo: IssuerLine.longestQuestion) } catch {
      return Response(status: .contentTooLarge)
    }
    let reply = await desk.reply(to: Array(buffer: question))
    return Response(
      status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply))
    )
  }
}
