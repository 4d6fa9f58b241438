import Foundation

/// A file that is written piece by piece and gets its name once it is complete: a table of a province's reports does
/// not fit into memory. If it is dropped before that, it leaves nothing.
public final class GrowingFile {
  private let path: String
  private let hiddenPath: String
  /// The path in errors.
  private let shownPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isPublished = false
  private var failure: FileError?
  /// The number of bytes so far.
  public private(set) var count: Int64 = 0

  private static let bufferSize = 1 << 16

  /// Overwrites what a killed process left under the hidden name.
  /// - Parameters:
  ///   - shownPath: the path in errors; nil: the file's path.
  ///   - mode: who may read it (POSIX).
  public init(path: String, shownPath: String? = nil, mode: UInt32 = 0o644) throws(FileError) {
    self.path = path
    self.shownPath = shownPath ?? path
    hiddenPath = folder(of: path) + "/." + (path as NSString).lastPathComponent + ".new"
    descriptor = open(hiddenPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .write(path: self.shownPath, code: errno) }
  }

  deinit {
    close(descriptor)
    if !isPublished { unlink(hiddenPath) }
  }

  /// - Throws: a write error, which every later call throws again, also `publish`.
  public func append(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer += bytes
    count += Int64(bytes.count)
    if buffer.count >= Self.bufferSize { try writeBuffer() }
  }

  private func writeBuffer() throws(FileError) {
    if failure == nil, case let code = writeAll(buffer, to: descriptor), code != 0 {
      failure = .write(path: shownPath, code: code)
    }
    buffer.removeAll(keepingCapacity: true)
    if let failure { throw failure }
  }

  /// Flushes the file to the disk and gives it its name, replacing any file of that name.
  /// - Parameter mode: who may read it from now on; nil: the same as before.
  public func publish(mode: UInt32? = nil) throws(FileError) {
    try writeBuffer()
    if let mode, fchmod(descriptor, mode) != 0 { throw .write(path: shownPath, code: errno) }
    guard fsync(descriptor) == 0 else { throw .write(path: shownPath, code: errno) }
    do throws(FileError) { try moveFile(hiddenPath, to: path) } catch {
      throw .write(path: shownPath, problem: error.problem)
    }
    isPublished = true
    flushFolder(of: path)
  }
}
