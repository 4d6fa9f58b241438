import Crypto
import DurableFiles
import Foundation

/// A file that is read once, from start to end, and hashed on the way.
struct HashedFile {
  let path: String
  private let handle: FileHandle
  let size: Int64
  /// Who may read it (POSIX).
  let mode: UInt32
  private static let chunk = 1 << 20

  /// - Throws: `BatchFolderError`
  init(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw BatchFolderError("\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    (self.path, self.handle) = (path, handle)
    do { size = Int64(clamping: try handle.seekToEnd()) } catch {
      throw BatchFolderError("\(path): cannot be read: \(error.localizedDescription)")
    }
    mode = fileMode(at: path).map { $0 & 0o777 } ?? 0o600
  }

  /// - Returns: the SHA-256.
  func readToEnd(_ body: (Data) throws -> Void) throws -> [UInt8] {
    var hash = SHA256()
    try handle.seek(toOffset: 0)
    while let data = try handle.read(upToCount: Self.chunk), !data.isEmpty {
      hash.update(data: data)
      try body(data)
    }
    try handle.close()
    return Array(hash.finalize())
  }
}
