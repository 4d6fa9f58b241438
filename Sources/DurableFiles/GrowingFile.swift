import Foundation

/// A file that is written bit by bit and shows its name when it is whole: a table of a province's reports does not fit
/// into memory. Dropped before, it leaves nothing.
public final class GrowingFile {
  private let path: String
  private let hiddenPath: String
  /// What errors call it.
  private let shownPath: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var isPublished = false
  private var failure: FileError?
  /// Bytes so far.
  public private(set) var count: Int64 = 0

  private static let bufferSize = 1 << 16

  /// What a killed process left under the hidden name is written over.
  /// - Parameter shownPath: what errors call the file; nil: its path.
  public init(path: String, shownPath: String? = nil) throws(FileError) {
    self.path = path
    self.shownPath = shownPath ?? path
    hiddenPath = folder(of: path) + "/." + (path as NSString).lastPathComponent + ".new"
    descriptor = open(hiddenPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .write(path: self.shownPath, code: errno) }
  }

  deinit {
    close(descriptor)
    if !isPublished { unlink(hiddenPath) }
  }

  /// - Throws: what kept bytes from being written, then and ever after, in `publish` too.
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

  /// Brings the file to the disk and gives it its name, in place of what has it.
  public func publish() throws(FileError) {
    try writeBuffer()
    guard fsync(descriptor) == 0 else { throw .write(path: shownPath, code: errno) }
    do throws(FileError) { try moveFile(hiddenPath, to: path) } catch {
      throw .write(path: shownPath, problem: error.problem)
    }
    isPublished = true
    flushFolder(of: path)
  }
}
