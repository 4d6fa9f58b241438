import Foundation

/// A lock on a file, which is created if necessary. It ends with its process, however that ends.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until no other process holds it.
  /// - Returns: nil, with `errno`, if the file cannot be created or locked.
  public static func wait(_ path: String, mode: UInt32) -> FileLock? { FileLock(path, mode, LOCK_EX) }

  /// - Returns: nil if another process holds it, or the file cannot be created.
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
