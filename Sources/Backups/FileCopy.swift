import Crypto
import DurableFiles
import Foundation
import Hexadecimal

/// A file as it was read: its bytes and their digest belong together, whatever happens to it afterwards.
struct FileCopy {
  private static let piece = 1 << 20

  /// Copies a file, which appears under its name when all of it is on the disk.
  /// - Parameters:
  ///   - path: in the backup's folder.
  ///   - mode: POSIX, of the copy; nil: that of the file.
  static func make(
    of source: String, at target: String, path: String, mode: UInt32? = nil
  ) throws -> BackupManifest.File {
    guard let mode = mode ?? fileMode(at: source) else {
      throw BackupError.unfit(path: source, problem: "cannot be read: \(String(cString: strerror(errno)))")
    }
    // Nobody else may read what is in a secret before it has its mode.
    let copy = try GrowingFile(path: target, mode: 0o600)
    let file = try read(source, path: path, mode: mode) { try copy.append($0) }
    try copy.publish(mode: mode)
    return file
  }

  /// Whoever can write to a backup must not lead out of it: neither a folder on the way nor the file is a link, and the file
  /// is a regular one, which can be read to its end.
  /// - Parameter path: from the folder on.
  static func checkIsWithin(_ folder: String, _ path: String) throws(BackupError) {
    var place = folder
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    for (index, part) in parts.enumerated() {
      place += "/" + part
      var status = stat()
      guard lstat(place, &status) == 0 else { throw .damaged(path: place, problem: "is missing; take another backup") }
      let kind = status.st_mode & S_IFMT
      guard kind == (index == parts.count - 1 ? S_IFREG : S_IFDIR) else {
        throw .damaged(path: place, problem: "is a link, or no file or folder that a backup has; take another backup")
      }
    }
  }

  /// What a file of a backup is.
  static func look(at source: String, path: String) throws -> BackupManifest.File {
    try read(source, path: path, mode: fileMode(at: source) ?? 0) { _ in }
  }

  private static func read(
    _ source: String, path: String, mode: UInt32, _ take: (Data) throws -> Void
  ) throws -> BackupManifest.File {
    let handle: FileHandle
    do { handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: source)) } catch {
      throw BackupError.unfit(path: source, problem: "cannot be read: \(systemReason(error))")
    }
    defer { try? handle.close() }
    var (hash, size) = (SHA256(), Int64(0))
    while let bytes = try handle.read(upToCount: piece), !bytes.isEmpty {
      hash.update(data: bytes)
      size += Int64(bytes.count)
      try take(bytes)
    }
    return BackupManifest.File(path: path, mode: mode, size: size, sha256: hexadecimal(Array(hash.finalize())))
  }
}
