import CivilTime
import Crypto
import Foundation

/// A file that its sender put there, opened once. Only a regular file is: a link would lead elsewhere, a pipe would wait
/// for ever, and a device is nothing that was sent.
final class DroppedFile {
  enum Fault: Error, Equatable {
    case missing
    case notRegular(what: String)
    case unreadable(reason: String)

    /// Follows the file's name.
    var problem: String {
      switch self {
      case .missing: "is not there"
      case .notRegular(let what): "is \(what); only files are read"
      case .unreadable(let reason): "cannot be read: \(reason)"
      }
    }

    fileprivate init(_ code: Int32) {
      switch code {
      case ENOENT, ENOTDIR: self = .missing
      case ELOOP: self = .notRegular(what: "a link")
      default: self = .unreadable(reason: String(cString: strerror(code)))
      }
    }
  }

  /// Which file it is, and in which state.
  struct Identity: Sendable, Equatable {
    private let numbers: [Int64]

    fileprivate init(_ status: stat) {
      numbers = [
        Int64(status.st_dev), Int64(status.st_ino), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
        Int64(status.st_mtim.tv_nsec),
      ]
    }

    /// Whether that file has the name still: what was put in its place, or changed, is another delivery's.
    func isStill(at path: String) -> Bool {
      var status = stat()
      return lstat(path, &status) == 0 && Identity(status) == self
    }
  }

  private let descriptor: Int32
  private let status: stat

  /// - Throws: `Fault`
  init(_ path: String) throws(Fault) {
    // Before it is opened: opening a device may do something already.
    var status = stat()
    guard lstat(path, &status) == 0 else { throw Fault(errno) }
    try Self.check(status)
    let opened = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else { throw Fault(errno) }
    do throws(Fault) {
      guard fstat(opened, &status) == 0 else { throw Fault(errno) }
      try Self.check(status)
    } catch {
      close(opened)
      throw error
    }
    (descriptor, self.status) = (opened, status)
  }

  deinit { close(descriptor) }

  private static func check(_ status: stat) throws(Fault) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFLNK: throw .notRegular(what: "a link")
    case S_IFDIR: throw .notRegular(what: "a folder")
    default: throw .notRegular(what: "a pipe, a socket or a device")
    }
  }

  var identity: Identity { Identity(status) }
  var size: Int { Int(status.st_size) }
  /// As its sender may have set it.
  var modified: BeijingTime { BeijingTime(secondsSince1970: Int64(status.st_mtim.tv_sec)) }
  /// When something of it last changed, by the system's own clock.
  var changed: BeijingTime { BeijingTime(secondsSince1970: Int64(status.st_ctim.tv_sec)) }

  /// Calls a closure with its bytes from the start, in pieces.
  private func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Fault(errno) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count == 0 { return }
      if count > 0 {
        try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else if errno != EINTR {
        throw Fault(errno)
      }
    }
  }

  func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachPiece { bytes += $0 }
    return bytes
  }

  func digest() throws -> [UInt8] {
    var hash = SHA256()
    try forEachPiece { hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
  }

  /// Copies it into a new file, with its time, and flushes that to the disk.
  /// - Returns: the SHA-256 of the copy.
  /// - Throws: `Fault`, or `POSIXError` of the copy, which may be there in part then.
  func copy(to path: String) throws -> [UInt8] {
    let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw Self.systemError() }
    defer { close(target) }
    var hash = SHA256()
    try forEachPiece { piece in
      hash.update(bufferPointer: piece)
      var done = 0
      while done < piece.count {
        let count = write(target, piece.baseAddress?.advanced(by: done), piece.count - done)
        if count >= 0 { done += count } else if errno != EINTR { throw Self.systemError() }
      }
    }
    let times = [status.st_mtim, status.st_mtim]
    guard futimens(target, times) == 0, fsync(target) == 0 else { throw Self.systemError() }
    return Array(hash.finalize())
  }

  private static func systemError() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
