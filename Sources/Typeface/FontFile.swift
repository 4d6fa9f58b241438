import Crypto
import Glibc

/// A font file as the file system knows it.
struct FontFile: Sendable {
  var path: String
  /// Absolute and without links: one file, from whatever folder it is looked for.
  private var canonicalPath: String
  var size: Int
  /// Nanoseconds since 1970.
  var modified: Int

  /// nil if there is no regular file at `path`.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard let canonical = realpath(path, nil) else { return nil }
    defer { free(canonical) }
    (self.path, canonicalPath) = (path, String(cString: canonical))
    size = Int(status.st_size)
    modified = Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec)
  }

  /// What a prepared font remembers of its source, so that it is prepared anew when that changes.
  func stamp(postScriptName: String?) -> String {
    "\(canonicalPath)\n\(size)\n\(modified)\n\(postScriptName ?? "")"
  }
}

/// SHA-256 in hexadecimal.
func digest(of bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

/// nil if the file cannot be read.
func readBytes(path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 {
      bytes += chunk[..<count]
    } else if count == 0 {
      return bytes
    } else if errno != EINTR {
      return nil
    }
  }
}

/// Creates a folder and those above it; nil if all is well, else the reason.
func createFolder(_ path: String) -> String? {
  if mkdir(path, 0o755) == 0 || errno == EEXIST { return nil }
  let reason = String(cString: strerror(errno))
  guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return reason }
  if let reason = createFolder(String(path[..<slash])) { return reason }
  return mkdir(path, 0o755) == 0 || errno == EEXIST ? nil : String(cString: strerror(errno))
}
