import Foundation

/// What becomes of a name that is taken when a file is to get it.
public enum TakenName: Sendable {
  /// The new file has it from then on, in one step.
  case replace
  /// `FileError.exists`; both files stay as they are.
  case refuse
  /// The file that has it keeps it, and nobody is told: of two first uses at once, both take what one wrote.
  case keep
}

/// Writes a file so that its name shows either nothing, what was there before, or all of the new bytes: never a part,
/// whatever happens on the way (full disk, Ctrl-C, power cut).
/// - Throws: `FileError`; nothing is left behind then.
public func writeAtomically(
  _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, whenTaken: TakenName = .replace
) throws(FileError) {
  let file = try PendingFile(bytes, for: path, mode: mode, whenTaken: whenTaken)
  do throws(FileError) { try file.publish() } catch {
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
  public let whenTaken: TakenName

  /// Where a file will be, and where it is until then.
  /// - Parameter tag: what tells this hidden file from others of the same name.
  public static func paths(for path: String, tag: String) -> (final: String, hidden: String) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let hidden = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(tag).part")
    return (url.path, hidden.path)
  }

  /// - Parameters:
  ///   - tag: what tells this hidden file from others of the same name.
  ///   - isFlushed: whether the file is on the disk when this returns; else `flush` is to bring it there with others.
  /// - Throws: `FileError.write`; nothing is left behind then.
  public init(
    _ bytes: [UInt8], for path: String, tag: String = randomTag(), mode: UInt32 = 0o644, whenTaken: TakenName,
    isFlushed: Bool = true
  ) throws(FileError) {
    (self.path, hiddenPath) = Self.paths(for: path, tag: tag)
    self.whenTaken = whenTaken
    let descriptor = open(hiddenPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .write(path: path, code: errno) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, isFlushed, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    // What can be known beforehand: a folder's name cannot be taken.
    if failure == 0, isFolder(path) { failure = EISDIR }
    guard failure == 0 else {
      unlink(hiddenPath)
      throw .write(path: path, code: failure)
    }
  }

  public static func randomTag() -> String { String(UUID().uuidString.prefix(8)) }

  /// Gives the file its name.
  /// - Throws: `FileError`; the hidden file is still there then.
  public func publish() throws(FileError) {
    try show()
    flushFolder(of: path)
  }

  private func show() throws(FileError) {
    if case .replace = whenTaken { return try moveFile(hiddenPath, to: path) }
    // A second name is refused by the system where the name is taken, at whatever moment that came to be. Stopped before
    // the hidden name is gone, the file has both: whoever clears up removes the hidden one.
    if link(hiddenPath, path) == 0 {
      unlink(hiddenPath)
      return
    }
    switch errno {
    case EEXIST: try yield()
    case EPERM, EOPNOTSUPP, EMLINK:
      // A file system that knows no second names.
      if access(path, F_OK) == 0 { try yield() } else { try moveFile(hiddenPath, to: path) }
    default: throw .write(path: path, code: errno)
    }
  }

  private func yield() throws(FileError) {
    guard case .keep = whenTaken else { throw .exists(path: path) }
    discard()
  }

  /// Brings a file that was not flushed to the disk.
  public func flush() throws(FileError) {
    let descriptor = open(hiddenPath, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw .write(path: path, code: errno) }
  }

  /// Shows the names of many files.
  /// - Returns: for each what kept it from its name, or nil.
  public static func publish(_ files: [PendingFile?]) -> [FileError?] {
    var folders: [String: String] = [:]
    let problems = files.map { file -> FileError? in
      guard let file else { return nil }
      do throws(FileError) { try file.show() } catch { return error }
      folders[folder(of: file.path)] = file.path
      return nil
    }
    for path in folders.values { flushFolder(of: path) }
    return problems
  }

  /// Removes it.
  public func discard() { unlink(hiddenPath) }
}

/// What somebody has at a path stays there unless he says otherwise: it may be an issued report.
/// - Throws: `FileError.exists`.
/// - Parameter foldersToo: else a folder, which cannot be written over anyway, is told where it is written to.
public func refuseExisting(_ path: String, foldersToo: Bool = false) throws(FileError) {
  var status = stat()
  if lstat(path, &status) == 0, foldersToo || status.st_mode & S_IFMT != S_IFDIR { throw .exists(path: path) }
}
