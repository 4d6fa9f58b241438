#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file could not be read, in words that follow its name.
package struct FileFault: Error, Equatable {
  package var message: String
  package var hint: String?
  package var isTooLarge = false
}

/// The bytes of a regular file or a pipe.
/// - Parameter limit: in bytes; one more is an error, found without reading the rest.
package func readFile(_ path: String, limit: Int) throws(FileFault) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw fault(errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
  if status.st_mode & S_IFMT == S_IFDIR { throw fault(EISDIR) }
  func tooLarge(_ size: String) -> FileFault {
    FileFault(message: "\(size); at most \(limit) are read", hint: "split it", isTooLarge: true)
  }
  guard status.st_size <= limit else { throw tooLarge("has \(status.st_size) bytes") }
  var bytes: [UInt8] = []
  var chunk = max(Int(status.st_size) + 1, 65_536)
  while bytes.count <= limit {
    var failure: Int32 = 0
    let more = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
      let received = read(descriptor, buffer.baseAddress, buffer.count)
      if received < 0 { failure = errno }
      count = max(received, 0)
    }
    if failure == EINTR { continue }
    if failure != 0 { throw fault(failure) }
    if more.isEmpty { return bytes }
    if bytes.isEmpty { bytes = more } else { bytes += more }
    chunk = 65_536
  }
  // A pipe says no size, and a file may grow.
  throw tooLarge("is too large")
}

private func fault(_ code: Int32) -> FileFault {
  switch code {
  case ENOENT: FileFault(message: "there is no such file", hint: "check the path")
  case EISDIR: FileFault(message: "is a directory", hint: "name a file in it")
  case EACCES, EPERM: FileFault(message: "may not be read by this user", hint: "check its permissions")
  default: FileFault(message: "cannot be read: \(String(cString: strerror(code)))")
  }
}
