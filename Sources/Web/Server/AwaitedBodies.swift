import NIOCore
import NIOHTTP1

/// Tells a client that waits for it that its body is wanted (RFC 9110 §10.1.1). That is known when the body is first read: one
/// that is refused need not be sent.
final class AwaitedBodies: ChannelDuplexHandler {
  /// Sent down the pipeline when a body is first read.
  struct IsRead: Sendable {}

  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart
  private var isAwaited = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      // HTTP/1.0 has no answer before the answer.
      isAwaited =
        head.version != .http1_0 && head.headers["Expect"].map { $0.lowercased() } == ["100-continue"]
    } else {
      // It comes without being asked for.
      isAwaited = false
    }
    context.fireChannelRead(data)
  }

  func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
    guard event is IsRead else { return context.triggerUserOutboundEvent(event, promise: promise) }
    if isAwaited {
      isAwaited = false
      context.writeAndFlush(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }
    promise?.succeed()
  }
}
