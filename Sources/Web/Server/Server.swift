public import ErrorCauses
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The address at which a service listens.
public struct ServerOptions: Sendable {
  public var host: String
  /// 0: any free port; the log says which.
  public var port: Int
  /// PEM files: the certificate with its intermediates, and its private key. Only if `speaksTLS`.
  public var certificate: (chain: String, key: String)?
  /// A separate port for `/metrics`, on the loopback of the same host.
  public var metricsPort: Int?
  /// How long requests in progress may take after the service is told to stop; then they are cut off.
  public var shutdownSeconds = 30

  public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
}

/// Serves until SIGTERM or SIGINT; then it finishes the requests in progress and accepts no new connections.
/// - Throws: `ServerError`, if the address cannot be bound or the certificate cannot be used.
public func run(_ service: WebService, _ options: ServerOptions, logger: Logger) async throws {
  let limits = service.environment.options.limits
  let http = HTTP1Channel.Configuration(
    idleTimeout: .milliseconds(Int64(limits.idleSeconds * 1000)),
    httpDecoderConfiguration: .init(
      maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))
  let connections = ConnectionShares(service.environment)
  var server = HTTPServerBuilder {
    StrictHTTP(http: HTTP1Channel(responder: $0, configuration: http), connections: connections)
  }
  if let certificate = options.certificate { server = try encrypted(server, certificate) }
  let main = Application(
    responder: service.responder(), server: server,
    configuration: .init(
      address: .hostname(options.host, port: options.port),
      availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
    onServerRunning: { announce("listening", $0, logger) }, logger: logger)
  // Services are stopped in the reverse order: this one when no request comes any more.
  var services: [any Service] = [Settling(service: service), main]
  if let port = options.metricsPort {
    services.append(
      Application(
        responder: MetricsResponder(service: service),
        configuration: .init(address: .hostname("127.0.0.1", port: port)),
        onServerRunning: { announce("metrics", $0, logger) }, logger: logger))
  }
  var configuration = ServiceGroupConfiguration(
    services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
  configuration.maximumGracefulShutdownDuration = .seconds(options.shutdownSeconds)
  do { try await ServiceGroup(configuration: configuration).run() } catch let error as IOError {
    throw ServerError(problem: "\(options.host):\(options.port) cannot be listened on: \(error)")
  }
  logger.notice("stopped")
}

/// Why a server cannot start.
public struct ServerError: ClassifiedError, Sendable, CustomStringConvertible {
  var problem: String
  public var remedy: Remedy?
  public var cause: ErrorCause { .environment }
  public var description: String { problem }
}

private func announce(_ what: Logger.Message, _ channel: any Channel, _ logger: Logger) {
  guard let port = channel.localAddress?.port else { return }
  logger.notice(what, metadata: ["port": .stringConvertible(port)])
}
