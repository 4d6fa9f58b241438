import CCurl
import Foundation

/// Asks other people's services, over libcurl.
///
/// Whoever answers is not trusted: the size is counted as bytes come in, after decompression, and the transfer ends with the
/// first byte too many; the time is that of all of it, however slowly bytes drip; a redirect is an answer and never
/// followed, since it would take what was asked to somebody else; certificates are checked against the system's roots.
/// Cookies, credentials of the home folder and other protocols are not there. A proxy is taken from the environment
/// (`https_proxy`, `no_proxy`).
package struct HTTPClient: Sendable {
  package let limits: HTTPLimits

  package init(_ limits: HTTPLimits) { self.limits = limits }

  /// The calling thread waits; not for tasks.
  package func answer(to question: HTTPQuestion) throws(HTTPFailure) -> HTTPAnswer {
    try Transfer(question, limits).run()
  }

  /// Waits on a thread of its own. A task that is cancelled stops it within a second.
  package func answer(to question: HTTPQuestion) async throws(HTTPFailure) -> HTTPAnswer {
    let transfer = try Transfer(question, limits)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<HTTPAnswer, HTTPFailure>, Never>) in
        Thread.detachNewThread {
          continuation.resume(returning: Result { () throws(HTTPFailure) in try transfer.run() })
        }
      }
    } onCancel: {
      transfer.cancel()
    }
    return try result.get()
  }
}
