import CCurl
import Foundation

/// Queries other parties' services with libcurl.
///
/// The server is not trusted. The size is counted as bytes come in, after decompression, and the transfer ends with the
/// first byte too many. The time limit covers the whole transfer, however slowly bytes come in. A redirect is an answer
/// and never followed, because it would send the request to somebody else. Certificates are checked against the
/// system's roots. Cookies, credentials from the home folder and other protocols are not used. A proxy is taken from
/// the environment (`https_proxy`, `no_proxy`).
package struct HTTPClient: Sendable {
  package let limits: HTTPLimits

  package init(_ limits: HTTPLimits) { self.limits = limits }

  /// Blocks the calling thread; not for tasks.
  package func answer(to question: HTTPQuestion) throws(HTTPFailure) -> HTTPAnswer {
    try Transfer(question, limits).run()
  }

  /// Waits on a separate thread. Cancelling the task stops it within a second.
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
