#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is open and can be rewound: a confined process can open none by its name.
final class InputFile {
  private let descriptor: Int32
  /// In bytes.
  let size: Int

  init(_ descriptor: Int32) throws(WorkbookFault) {
    self.descriptor = descriptor
    size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0, seek(0, from: SEEK_SET) else { throw .init("cannot be rewound") }
  }

  var position: Int { lseek(descriptor, 0, SEEK_CUR) }

  /// - Parameter origin: as lseek(2) names it.
  func seek(_ offset: Int, from origin: Int32) -> Bool { lseek(descriptor, offset, origin) >= 0 }

  /// - Returns: the number of bytes; 0 at the end.
  func fill(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    var done = 0
    while let buffer, done < count {
      let received = read(descriptor, buffer + done, count - done)
      if received < 0, errno == EINTR { continue }
      if received <= 0 { break }
      done += received
    }
    return done
  }

  /// What it begins with; without a limit, all of it.
  func bytes(limit: Int = .max) throws(WorkbookFault) -> [UInt8] {
    let wanted = min(size, limit)
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      count = fill(buffer.baseAddress, wanted)
    }
    guard bytes.count == wanted, seek(0, from: SEEK_SET) else { throw .init("cannot be read to its end") }
    return bytes
  }
}
