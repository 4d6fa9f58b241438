import DurableFiles
import Foundation

/// A file or folder that only its owner may read or change.
struct ProtectedFile {
  let path: String
  init(_ path: String) { self.path = path }

  /// Key sets and keys are a few kilobytes; anything longer is another file.
  private static let maximumSize = 1 << 20

  /// Nil if there is no file.
  func read() throws(AttestationError) -> [UInt8]? { try read(forbidding: S_IWGRP | S_IWOTH) }

  /// As `read()`, for a file that nobody else may even read.
  func readPrivate() throws(AttestationError) -> [UInt8]? { try read(forbidding: S_IRWXG | S_IRWXO) }

  private func read(forbidding forbidden: mode_t) throws(AttestationError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("cannot be read", errno)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read", errno) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.maximumSize else {
      throw .file(path: path, problem: "is no file of at most \(Self.maximumSize) bytes; move it away")
    }
    guard status.st_mode & forbidden == 0 else {
      throw .file(path: path, problem: "other users have access to it; run chmod go= '\(path)' and consider a new key")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("cannot be read", count < 0 ? errno : EIO) }
      filled += count
    }
    return bytes
  }

  /// Writes all or nothing, replacing any existing file.
  func write(_ bytes: [UInt8], mode: mode_t) throws(AttestationError) {
    try write(bytes, mode: mode, whenTaken: .replace)
  }

  /// The same, but only if there is no file.
  /// - Throws: `AttestationError.refused` if there is one; it is left unchanged.
  func writeNew(_ bytes: [UInt8], mode: mode_t) throws(AttestationError) {
    try write(bytes, mode: mode, whenTaken: .refuse)
  }

  private func write(_ bytes: [UInt8], mode: mode_t, whenTaken: TakenName) throws(AttestationError) {
    do throws(FileError) { try writeAtomically(bytes, to: path, mode: mode, whenTaken: whenTaken) } catch {
      switch error {
      case .exists: throw .refused(path: path)
      case .write: throw .file(path: path, problem: error.problem)
      }
    }
  }

  /// Creates the folder, and those above it, if it is missing.
  /// - Throws: also if other users may change it: they could put their own key set there.
  func makePrivateFolder() throws(AttestationError) {
    let code = makeFolder(path, mode: 0o700)
    guard code == 0 else { throw failure("cannot be made", code) }
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure("cannot be read", errno) }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      throw .file(path: path, problem: "other users may write to it; run chmod 700 '\(path)'")
    }
  }

  /// Runs `body` while no other process holds the lock on this file, which is created if necessary.
  func locked<Result>(_ body: () throws(AttestationError) -> Result) throws(AttestationError) -> Result {
    guard let lock = FileLock.wait(path, mode: 0o600) else { throw failure("cannot be locked", errno) }
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }

  private func failure(_ what: String, _ code: Int32) -> AttestationError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT: "free some space"
      case EROFS: "choose a home on a disk that can be written to"
      case ENOTDIR, ENOENT: "check the path"
      default: "check who owns it, or choose another home"
      }
    return .file(path: path, problem: "\(what): \(String(cString: strerror(code))); \(remedy)")
  }
}

extension AttestationError {
  fileprivate static func refused(path: String) -> AttestationError {
    .refused(location: path, problem: "is there already, and nothing is overwritten; name another file")
  }
}

/// Writes a new file: all or nothing.
/// - Throws: `AttestationError.refused` if the file exists; `AttestationError.file` with the system's reason.
public func writeNewFile(_ bytes: [UInt8], to path: String) throws(AttestationError) {
  try ProtectedFile(path).writeNew(bytes, mode: 0o644)
}
