// For the compiler to find `timespec`.
import CoreFoundation
import Foundation

/// Ctrl-C during work that must not be left half done: the signal is blocked and polled between rounds.
enum Interruption {
  private static var signals: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    return set
  }

  /// Takes effect now, for this thread and those that it starts.
  static func hold() throws {
    var set = signals
    let code = pthread_sigmask(SIG_BLOCK, &set, nil)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
  }

  /// Waits for that time, or until the signal arrives; sleeps instead of polling.
  static func came(withinMilliseconds milliseconds: Int) -> Bool {
    var set = signals
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    return sigtimedwait(&set, nil, &time) > 0
  }
}
