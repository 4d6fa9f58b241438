import Foundation

/// A lock on a file, which is made if need be. It ends with its process, whichever way that ends.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until no other process has it.
  /// - Returns: nil, with `errno`, where the file cannot be made or locked.
  public static func wait(_ path: String, mode: UInt32) -> FileLock? { FileLock(path, mode, LOCK_EX) }

  /// - Returns: nil where another process has it, or the file cannot be made.
  public static func take(_ path: String, mode: UInt32) -> FileLock? { FileLock(path, mode, LOCK_EX | LOCK_NB) }

  private init?(_ path: String, _ mode: UInt32, _ operation: Int32) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return nil }
    while flock(descriptor, operation) != 0 {
      if errno == EINTR { continue }
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
