import Hummingbird
import NIOCore
import Synchronization

/// The body of a request, which knows whether it was read to its end: what is left of it must not be read forever. And it
/// says when it is first read: a client may wait for that before it sends it.
struct WatchedBody: AsyncSequence, Sendable {
  final class End: Sendable {
    private let state = Mutex(false)
    var isReached: Bool { state.withLock { $0 } }
    func reach() { state.withLock { $0 = true } }
  }
  struct AsyncIterator: AsyncIteratorProtocol {
    var base: RequestBody.AsyncIterator
    let end: End
    /// Nil once it was read.
    var begin: (@Sendable () -> Void)?

    mutating func next() async throws -> ByteBuffer? {
      begin?()
      begin = nil
      let chunk = try await base.next()
      if chunk == nil { end.reach() }
      return chunk
    }
  }
  let base: RequestBody
  let end = End()
  /// Called before the first part of it is read.
  let begin: @Sendable () -> Void

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), end: end, begin: begin) }
}

extension Request {
  /// Whether a body follows the head (RFC 9112 §6.3).
  var hasBody: Bool {
    headers[.transferEncoding] != nil || headers[values: .contentLength].contains { $0 != "0" }
  }
}
