import NIOCore

/// How many connections one client may have: nobody takes those of the others.
struct ConnectionShares: Sendable {
  private let shares: ClientShares
  private let trustedProxies: [IPNetwork]
  private let metrics: Metrics

  init(_ environment: SiteEnvironment) {
    let options = environment.options
    shares = ClientShares(most: options.limits.connectionsPerClient)
    (trustedProxies, metrics) = (options.trustedProxies, environment.metrics)
  }

  /// - Returns: whether the connection may stay; then it counts until it is closed.
  func admit(_ channel: any Channel) -> Bool {
    // Without an address, it was reset before it was taken.
    guard let peer = channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { return false }
    if trustedProxies.contains(where: { $0.contains(peer) }) { return true }
    let client = peer.subscriber
    guard shares.enter(client) else {
      metrics.count(refusal: "connections-per-client")
      return false
    }
    let shares = shares
    channel.closeFuture.whenComplete { _ in shares.leave(client) }
    return true
  }
}
