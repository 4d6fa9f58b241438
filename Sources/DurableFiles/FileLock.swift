import Foundation

/// A lock on a file, which is created if necessary, or on a folder. It ends with its process, however that ends.
public final class FileLock: Sendable {
  private let descriptor: Int32

  /// Waits until no other process holds it.
  /// - Returns: nil, with `errno`, if the file cannot be created or locked.
  public static func wait(_ path: String, mode: UInt32) -> FileLock? { FileLock(openFile(path, mode), LOCK_EX) }

  /// - Returns: nil if another process holds it, or the file cannot be created.
  public static func take(_ path: String, mode: UInt32) -> FileLock? {
    FileLock(openFile(path, mode), LOCK_EX | LOCK_NB)
  }

  /// Waits until no other process holds it.
  /// - Returns: nil if it is no folder, or folders cannot be locked there.
  static func wait(folder: String) -> FileLock? { FileLock(openFolder(folder), LOCK_EX) }

  /// - Returns: nil if another process holds it, it is no folder, or folders cannot be locked there.
  static func take(folder: String) -> FileLock? { FileLock(openFolder(folder), LOCK_EX | LOCK_NB) }

  /// Whether what is locked was deleted meanwhile.
  var isDeleted: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0
  }

  private static func openFile(_ path: String, _ mode: UInt32) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
  }

  private static func openFolder(_ path: String) -> Int32 {
    open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
  }

  private init?(_ descriptor: Int32, _ operation: Int32) {
    self.descriptor = descriptor
    guard descriptor >= 0 else { return nil }
    while flock(descriptor, operation) != 0 {
      if errno == EINTR { continue }
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
