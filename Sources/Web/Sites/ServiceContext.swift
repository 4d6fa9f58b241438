public import Hummingbird
package import Logging
import NIOCore

/// What goes with a request through the router.
public struct ServiceContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The other end of the connection.
  public let peer: IPAddress
  /// Set at the door, from `peer` and what trusted proxies say.
  public internal(set) var client: IPAddress
  /// Ends the connection some time after the answer, so that an unwanted body is not read for ever.
  let hangUp: @Sendable () -> Void

  public init(source: ApplicationRequestContextSource) {
    let channel = source.channel
    self.init(
      coreContext: .init(source: source), peer: channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) },
      hangUp: { _ = channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) } })
  }

  /// Without a connection.
  package init(logger: Logger, peer: IPAddress, hangUp: @escaping @Sendable () -> Void = {}) {
    self.init(coreContext: .init(source: LoggerSource(logger: logger)), peer: peer, hangUp: hangUp)
  }

  private init(coreContext: CoreRequestContextStorage, peer: IPAddress?, hangUp: @escaping @Sendable () -> Void) {
    self.coreContext = coreContext
    self.peer = peer ?? IPAddress(high: 0, low: 0)
    client = self.peer
    self.hangUp = hangUp
  }

  private struct LoggerSource: RequestContextSource {
    var logger: Logger
  }
}
