import DurableFiles
public import ErrorCauses
import Foundation

/// Why nothing can be taken in from an inbox.
public enum InboxError: ClassifiedError, Equatable, CustomStringConvertible {
  case noFolder(path: String)
  case unusable(path: String, problem: String)
  /// Another process takes in from it.
  case isBusy(path: String)

  public var cause: ErrorCause {
    switch self {
    case .noFolder: .input
    case .unusable: .environment
    case .isBusy: .transient
    }
  }

  public var description: String {
    switch self {
    case .noFolder(let path): "\(path): there is no such folder; an inbox holds a folder for each source"
    case .unusable(let path, let problem): "\(path): \(problem)"
    case .isBusy(let path): "\(path): another `gather inbox` takes in from this folder; wait for it, or stop it"
    }
  }
}

/// The folder `.taking` of an inbox, where no sender writes: files are read there, whatever happens to them in the
/// folder of their source, and it holds the lock of the one process that takes in.
final class PrivatePlace: Sendable {
  private let path: String
  private let lock: FileLock

  init(in inbox: String) throws(InboxError) {
    path = inbox + "/.taking"
    var status = stat()
    guard stat(inbox, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .noFolder(path: inbox) }
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      throw .unusable(path: path, problem: "cannot be made: \(String(cString: strerror(errno)))")
    }
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
      throw .unusable(path: path, problem: "is not this user's own folder; move it away")
    }
    guard let lock = FileLock.take(path + "/lock", mode: 0o600) else {
      throw errno == EWOULDBLOCK
        ? .isBusy(path: inbox)
        : .unusable(path: path, problem: "cannot be locked: \(String(cString: strerror(errno)))")
    }
    self.lock = lock
    clear()
  }

  private var now: String { path + "/now" }
  /// Copies of a delivery's tables, under their own names.
  var tables: String { now + "/tables" }

  /// For one delivery.
  func make() throws(FileError) {
    clear()
    for folder in [now, tables] where mkdir(folder, 0o700) != 0 { throw .write(path: folder, code: errno) }
  }

  /// Also what a process left that was stopped.
  func clear() { try? FileManager.default.removeItem(atPath: now) }

  /// A file that gets its name later.
  func write(_ bytes: [UInt8], as name: String) throws(FileError) -> String {
    try PendingFile(bytes, for: now + "/" + name, mode: 0o600, whenTaken: .refuse).hiddenPath
  }
}
