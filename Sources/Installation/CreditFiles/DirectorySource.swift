import Foundation

/// A folder with a file `CODE.json` for every subject, kept by the data's owner.
public struct DirectorySource: CreditFileSource {
  public let path: String

  public init(path: String) throws(CreditFileSourceError) {
    self.path = path
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .unreadable(location: path, problem: String(cString: strerror(errno))) }
    close(folder)
  }

  public func creditFile(of code: SubjectCode) throws -> [UInt8]? {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure() }
    defer { close(folder) }
    // A link could lead out of the folder; a pipe could block for ever.
    let file = openat(folder, code.text + ".json", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ELOOP { return nil }
      throw failure()
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    guard status.st_size <= largestCreditFile else { throw CreditFileSourceError.tooLarge(location: path) }
    return try contents(file, expected: Int(status.st_size))
  }

  /// Reads to the end, even if the file has grown meanwhile, but no further than the size limit.
  private func contents(_ file: Int32, expected: Int) throws(CreditFileSourceError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure()
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= largestCreditFile else { throw .tooLarge(location: path) }
    }
  }

  private func failure() -> CreditFileSourceError {
    .unreadable(location: path, problem: String(cString: strerror(errno)))
  }
}
