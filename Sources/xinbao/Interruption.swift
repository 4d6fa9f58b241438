// For the compiler to find `timespec`.
import CoreFoundation
import Foundation
import Synchronization

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

  /// The end of `hold`, for this thread: from now on the signal ends the program.
  static func release() {
    var set = signals
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Does work that writes nothing: when the signal arrives, the program ends at once, whatever it waits for, and the programs
  /// that it runs end with it (`xinbao_confine_this_process`).
  /// - Parameter farewell: what is said then, on standard error.
  static func mayEnd<Made>(saying farewell: String, _ work: () throws -> Made) throws -> Made {
    try hold()
    let watch = Watch()
    let thread = Thread {
      while !watch.isOver.withLock({ $0 }) {
        guard came(withinMilliseconds: 200) else { continue }
        watch.isOver.withLock { isOver in
          // What is made by now is written.
          guard !isOver else { return }
          Console.error(farewell)
          _exit(1)
        }
      }
    }
    thread.start()
    defer { watch.isOver.withLock { $0 = true } }
    return try work()
  }

  private final class Watch: Sendable {
    let isOver = Mutex(false)
  }

  /// Waits for that time, or until the signal arrives; sleeps instead of polling.
  static func came(withinMilliseconds milliseconds: Int) -> Bool {
    var set = signals
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    return sigtimedwait(&set, nil, &time) > 0
  }
}
