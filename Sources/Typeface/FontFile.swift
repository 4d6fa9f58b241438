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
