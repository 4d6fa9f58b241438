import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 that takes no request whose end or target two readers may see differently: a proxy in front would pass one
/// request on, and the service would answer another (RFC 9112 §11.2).
struct StrictHTTP: ServerChildChannel {
  let http: HTTP1Channel
  let connections: ConnectionShares

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    guard connections.admit(channel) else {
      return channel.close().flatMap { channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed) }
    }
    return http.setup(channel: channel, logger: logger).flatMapThrowing { value in
      // Right after the parser: what comes next keeps one `Host`, and no version.
      let pipeline = channel.pipeline.syncOperations
      let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandlers(StrictRequests(), AwaitedBodies(), position: .after(parser))
      return value
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}

/// Refuses a malformed head as the parser refuses one that it cannot read: 400, and the connection is closed. Passes nothing
/// on after the last request of a connection, either: what follows a `Connection: close` is no request (RFC 9112 §9.6).
final class StrictRequests: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  private var isLast = false
  private var hasEnded = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasEnded else { return }
    switch unwrapInboundIn(data) {
    case .head(let head) where isMalformed(head):
      hasEnded = true
      return context.fireErrorCaught(HTTPParserError.invalidHeaderToken)
    case .head(let head): isLast = !head.isKeepAlive
    case .body: break
    case .end: hasEnded = isLast
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !(hasEnded && error is HTTPParserError) else { return }
    context.fireErrorCaught(error)
  }
}

/// Whether a head may be understood in more than one way.
func isMalformed(_ head: HTTPRequestHead) -> Bool {
  // RFC 9112 §3.2: exactly one; HTTP/1.0 needs none.
  let isOld = head.version == .http1_0
  let hosts = head.headers["Host"]
  guard hosts.count == 1 || hosts.isEmpty && isOld, hosts.allSatisfy({ $0.utf8.allSatisfy(isHostByte) }) else {
    return true
  }
  guard isStreamSafe(head.uri), head.headers.allSatisfy({ isStreamSafe($0.value) }) else { return true }
  // RFC 9112 §6.1: `chunked` is the one coding that every server knows, and HTTP/1.0 has none. What another one makes of the
  // content would be taken for the content itself.
  let codings = head.headers["Transfer-Encoding"]
  return !(codings.isEmpty || !isOld && codings.map { $0.lowercased() } == ["chunked"])
}

/// RFC 3986 §3.2.2 and §3.2.3: of a host, with its port.
private func isHostByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: "-._~%!$&'()*+,;=:[]".utf8.contains(byte)
  }
}
