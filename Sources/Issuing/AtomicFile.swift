import Foundation

/// Writes a file so that its name shows either nothing, what was there before, or all of the new bytes: never a part,
/// whatever happens on the way (full disk, Ctrl-C, power cut).
/// - Throws: `IssuingError.write` with the system's reason; nothing is left behind then.
public func writeAtomically(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(IssuingError) {
  let file = try PendingFile(bytes, for: path, tag: String(UUID().uuidString.prefix(8)), mode: mode)
  do throws(IssuingError) { try file.publish() } catch {
    file.discard()
    throw error
  }
}

/// A file that is written, and safe on the disk, but does not show its name yet.
public struct PendingFile: Sendable {
  /// Where it will be, absolute.
  public let path: String
  /// Where it is: hidden beside.
  public let hiddenPath: String
  /// Whether it takes the place of a file that has its name already.
  public var overwrites = true

  /// Where a file will be, and where it is until then.
  /// - Parameter tag: what tells this hidden file from others of the same name.
  public static func places(for path: String, tag: String) -> (path: String, hidden: String) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let hidden = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(tag).part")
    return (url.path, hidden.path)
  }

  /// - Parameters:
  ///   - tag: what tells this hidden file from others of the same name.
  ///   - isFlushed: whether the file is on the disk when this returns; else `flush` is to bring it there with others.
  /// - Throws: `IssuingError.write` with the system's reason; nothing is left behind then.
  public init(
    _ bytes: [UInt8], for path: String, tag: String, mode: UInt32 = 0o644, isFlushed: Bool = true
  ) throws(IssuingError) {
    (self.path, hiddenPath) = Self.places(for: path, tag: tag)
    let descriptor = open(hiddenPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .write(path: path, problem: writeProblem(errno)) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, isFlushed, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0 { failure = directoryProblem(path) }
    guard failure == 0 else {
      unlink(hiddenPath)
      throw .write(path: path, problem: writeProblem(failure))
    }
  }

  /// Gives the file its name.
  /// - Throws: `IssuingError.write`; the hidden file is still there then.
  public func publish() throws(IssuingError) {
    try show()
    Self.flushFolder((path as NSString).deletingLastPathComponent)
  }

  private func show() throws(IssuingError) {
    guard overwrites else { return try showAsNew() }
    guard rename(hiddenPath, path) == 0 else { throw .write(path: path, problem: writeProblem(errno)) }
  }

  /// A second name is refused by the system where the name is taken, at whatever moment that came to be. Stopped before
  /// the hidden name is gone, the file has both: `registry recover` removes the hidden one.
  private func showAsNew() throws(IssuingError) {
    if link(hiddenPath, path) == 0 {
      unlink(hiddenPath)
      return
    }
    switch errno {
    case EEXIST: throw .exists(path: path)
    case EPERM, EOPNOTSUPP, EMLINK:
      // A file system that knows no second names.
      guard access(path, F_OK) != 0 else { throw .exists(path: path) }
      guard rename(hiddenPath, path) == 0 else { throw .write(path: path, problem: writeProblem(errno)) }
    default: throw .write(path: path, problem: writeProblem(errno))
    }
  }

  /// Brings many files to the disk together: they wait for it at the same time instead of one after another.
  public static func flush(_ files: [PendingFile]) throws {
    _ = try concurrentMap(files) { file in
      let descriptor = open(file.hiddenPath, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      guard descriptor >= 0, fsync(descriptor) == 0 else {
        throw IssuingError.write(path: file.path, problem: writeProblem(errno))
      }
    }
  }

  /// Shows the names of many files.
  /// - Returns: for each what kept it from its name, or nil.
  public static func publish(_ files: [PendingFile?]) -> [IssuingError?] {
    var folders: Set<String> = []
    let problems = files.map { file -> IssuingError? in
      guard let file else { return nil }
      do throws(IssuingError) { try file.show() } catch { return error }
      folders.insert((file.path as NSString).deletingLastPathComponent)
      return nil
    }
    for folder in folders { flushFolder(folder) }
    return problems
  }

  /// The names in a folder are written to the disk on their own. Some file systems cannot; none loses the files.
  private static func flushFolder(_ path: String) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Gives the file its name as well, where no other has it.
  func publishUnlessThere() throws(IssuingError) {
    guard link(hiddenPath, path) == 0 || errno == EEXIST else {
      throw .write(path: path, problem: writeProblem(errno))
    }
  }

  /// Removes it.
  public func discard() { unlink(hiddenPath) }
}

/// What somebody has at a path stays there unless he says otherwise: it may be an issued report.
/// - Throws: `IssuingError.exists`.
/// - Parameter foldersToo: else a folder, which cannot be written over anyway, is told where it is written to.
public func refuseExisting(_ path: String, foldersToo: Bool = false) throws(IssuingError) {
  var status = stat()
  if lstat(path, &status) == 0, foldersToo || status.st_mode & S_IFMT != S_IFDIR { throw .exists(path: path) }
}

/// What can be known beforehand: that the name is a folder's, so that renaming will fail.
private func directoryProblem(_ path: String) -> Int32 {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR ? EISDIR : 0
}

/// The error number, or 0.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let written = write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += written
    }
    return 0
  }
}

/// In words that follow the name of a file, with what to do.
package func writeProblem(_ code: Int32) -> String {
  let reason = String(cString: strerror(code))
  return switch code {
  case ENOENT: "cannot be written: its folder does not exist; make it first"
  case ENOSPC, EDQUOT: "cannot be written: \(reason); free some space or write to another disk"
  case EACCES, EPERM, EROFS: "cannot be written: \(reason); choose a place that you may write to with -o"
  case EISDIR: "cannot be written: it is a folder; name a file"
  default: "cannot be written: \(reason)"
  }
}
