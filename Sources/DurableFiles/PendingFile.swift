import Foundation

/// What to do if a file's name is already taken.
public enum TakenName: Sendable {
  /// The new file replaces the old one, atomically.
  case replace
  /// `FileError.exists`; both files stay unchanged.
  case refuse
  /// The existing file stays, without an error: of two concurrent first uses, both use what one wrote.
  case keep
}

/// Writes a file so that its name shows either nothing, the old content, or all of the new bytes: never a part,
/// whatever happens (full disk, Ctrl-C, power cut).
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

/// A file that is written, but does not have its name yet.
public struct PendingFile: Sendable {
  /// Its final path, absolute.
  public let path: String
  /// Its current path: hidden, in the same folder.
  public let hiddenPath: String
  public let whenTaken: TakenName

  /// A file's final path, and its hidden path until then.
  /// - Parameter tag: distinguishes this hidden file from others of the same name.
  public static func paths(for path: String, tag: String) -> (final: String, hidden: String) {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    let hidden = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(tag).part")
    return (url.path, hidden.path)
  }

  /// - Parameters:
  ///   - tag: distinguishes this hidden file from others of the same name.
  ///   - isFlushed: whether its bytes are on the disk when this returns. Its hidden name is only durable after
  ///     `flushNames`; so is nothing that relies on that name before.
  /// - Throws: `FileError.write`; nothing is left behind then.
  public init(
    _ bytes: [UInt8], for path: String, tag: String = randomTag(), mode: UInt32 = 0o644, whenTaken: TakenName,
    isFlushed: Bool = true
  ) throws(FileError) {
    (self.path, hiddenPath) = Self.paths(for: path, tag: tag)
    self.whenTaken = whenTaken
    // An empty path would be the present folder's, and its hidden file in the folder above.
    guard !path.isEmpty else { throw .write(path: path, code: ENOENT) }
    let descriptor = open(hiddenPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .write(path: path, code: errno) }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, isFlushed, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    // Problems that can be detected early, before anything relies on the file.
    if failure == 0 { failure = obstacle(at: path) }
    guard failure == 0 else {
      unlink(hiddenPath)
      throw .write(path: path, code: failure)
    }
  }

  public static func randomTag() -> String { String(UUID().uuidString.prefix(8)) }

  static func isTag(_ text: Substring) -> Bool { text.utf8.count == 8 && text.allSatisfy(\.isHexDigit) }

  /// Gives the file its name.
  /// - Throws: `FileError`; the hidden file still exists then.
  public func publish() throws(FileError) {
    try show()
    flushFolder(of: path)
  }

  private func show() throws(FileError) {
    if case .replace = whenTaken { return try moveFile(hiddenPath, to: path) }
    // The system refuses a second link if the name is taken, even if that happened just now. If stopped before the
    // hidden name is removed, the file has both names: recovery removes the hidden one.
    if link(hiddenPath, path) == 0 {
      unlink(hiddenPath)
      return
    }
    switch errno {
    case EEXIST: try yield()
    case EPERM, EOPNOTSUPP, EMLINK:
      // A file system without hard links. Between the look and the renaming another process may take the name; what two
      // first uses would then disagree about is not risked.
      guard case .refuse = whenTaken else { throw .write(path: path, code: errno) }
      if access(path, F_OK) == 0 { try yield() } else { try moveFile(hiddenPath, to: path) }
    default: throw .write(path: path, code: errno)
    }
  }

  private func yield() throws(FileError) {
    guard case .keep = whenTaken else { throw .exists(path: path) }
    discard()
  }

  /// Flushes the bytes of a file that was not flushed when written.
  public func flush() throws(FileError) {
    let descriptor = open(hiddenPath, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0 else { throw .write(path: path, code: errno) }
  }

  /// Makes the hidden names durable, for whoever is about to write them down.
  public static func flushNames(of files: [PendingFile]) { flushFolders(of: files.map(\.hiddenPath)) }

  /// Gives many files their names.
  /// - Returns: for each the error that prevented it, or nil.
  public static func publish(_ files: [PendingFile?]) -> [FileError?] {
    let problems = files.map { file -> FileError? in
      do throws(FileError) { try file?.show() } catch { return error }
      return nil
    }
    flushFolders(of: files.compactMap { $0?.path })
    return problems
  }

  /// Deletes the hidden file.
  public func discard() { unlink(hiddenPath) }
}

/// Protects an existing file unless overwriting was requested: it may be an issued report.
/// - Throws: `FileError.exists`.
/// - Parameter foldersToo: if false, a folder is left to the later write, which fails anyway.
public func refuseExisting(_ path: String, foldersToo: Bool = false) throws(FileError) {
  var status = stat()
  if lstat(path, &status) == 0, foldersToo || status.st_mode & S_IFMT != S_IFDIR { throw .exists(path: path) }
}
