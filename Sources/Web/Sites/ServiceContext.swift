public import Hummingbird
package import Logging
import NIOCore

/// What accompanies a request through the router.
public struct ServiceContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The other end of the connection.
  public let peer: IPAddress
  /// Set on arrival, from `peer` and the headers of trusted proxies.
  public internal(set) var client: IPAddress
  /// Closes the connection after some seconds.
  let hangUp: @Sendable (_ seconds: Int64) -> Void
  /// Tells a client that waits for it that the body of its request is wanted.
  let askForBody: @Sendable () -> Void

  public init(source: ApplicationRequestContextSource) {
    let channel = source.channel
    self.init(
      coreContext: .init(source: source), peer: channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) },
      hangUp: { _ = channel.eventLoop.scheduleTask(in: .seconds($0)) { channel.close(promise: nil) } },
      askForBody: { channel.triggerUserOutboundEvent(AwaitedBodies.IsRead(), promise: nil) })
  }

  /// For use without a connection.
  package init(logger: Logger, peer: IPAddress, hangUp: @escaping @Sendable (_ seconds: Int64) -> Void = { _ in }) {
    self.init(coreContext: .init(source: LoggerSource(logger: logger)), peer: peer, hangUp: hangUp, askForBody: {})
  }

  private init(
    coreContext: CoreRequestContextStorage, peer: IPAddress?, hangUp: @escaping @Sendable (_ seconds: Int64) -> Void,
    askForBody: @escaping @Sendable () -> Void
  ) {
    self.coreContext = coreContext
    self.peer = peer ?? IPAddress(high: 0, low: 0)
    client = self.peer
    self.hangUp = hangUp
    self.askForBody = askForBody
  }

  private struct LoggerSource: RequestContextSource {
    var logger: Logger
  }
}
