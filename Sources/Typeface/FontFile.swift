import Glibc

/// A font file as the file system sees it.
struct FontFile: Sendable {
  var path: String
  /// Absolute and without links: the same file has the same path from every working folder.
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

  /// Identifies the source of a prepared font, so that it is prepared again when the source changes.
  func stamp(postScriptName: String?) -> String {
    "\(canonicalPath)\n\(size)\n\(modified)\n\(postScriptName ?? "")"
  }
}
