public import ErrorCauses
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Where a service listens.
public struct ServerOptions: Sendable {
  public var host: String
  /// 0: any free one; the log tells which.
  public var port: Int
  /// PEM files: the certificate with those between it and the root, and its private key. Only where `speaksTLS`.
  public var certificate: (chain: String, key: String)?
  /// `/metrics` on a port of its own, on the same host's loopback.
  public var metricsPort: Int?
  /// For requests in hand when the service is told to stop; after that they are cut off.
  public var shutdownSeconds = 30

  public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
}

/// Serves until SIGTERM or SIGINT; requests in hand are then finished, new connections no longer taken.
/// - Throws: `ServerError`, when the address cannot be taken or the certificate not be used.
public func run(_ service: WebService, _ options: ServerOptions, logger: Logger) async throws {
  let limits = service.environment.options.limits
  var server = HTTPServerBuilder.http1(
    configuration: .init(
      idleTimeout: .milliseconds(Int64(limits.idleSeconds * 1000)),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
  if let certificate = options.certificate { server = try encrypted(server, certificate) }
  let main = Application(
    responder: service.responder(), server: server,
    configuration: .init(
      address: .hostname(options.host, port: options.port),
      availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
    onServerRunning: { announce("listening", $0, logger) }, logger: logger)
  var services: [any Service] = [main]
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
}

/// What keeps a server from starting.
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
