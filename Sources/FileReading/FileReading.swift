package import ErrorCauses

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file could not be read, in words that follow its name.
package struct FileFault: Error, Equatable {
  package var problem: Wording
  package var advice: Wording?
  package var isTooLarge = false

  /// In English.
  package var message: String { problem.english }
  package var hint: String? { advice?.english }
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
  return try bytes(of: descriptor, size: Int(status.st_size), limit: limit)
}

/// The bytes of a regular file, or of one that a link leads to. Nothing else is opened: a pipe would be waited for, and a
/// device has no end.
/// - Parameters:
///   - path: bytes, since not every name is UTF-8.
///   - limit: in bytes; one more is an error, found without reading the rest.
package func readRegularFile(_ path: [UInt8], limit: Int) throws(FileFault) -> [UInt8] {
  // What follows the zero would be cut off, and another file be read.
  guard !path.contains(0) else { throw fault(ENOENT) }
  let name = path.map { CChar(bitPattern: $0) } + [0]
  // Before it is opened: opening a device may do something already.
  var status = stat()
  guard stat(name, &status) == 0 else { throw fault(errno) }
  try checkRegular(status)
  // What it is may have changed since.
  let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  guard descriptor >= 0 else { throw fault(errno) }
  defer { close(descriptor) }
  guard fstat(descriptor, &status) == 0 else { throw fault(errno) }
  try checkRegular(status)
  return try bytes(of: descriptor, size: Int(status.st_size), limit: limit)
}

/// Whether there is a file, or a link that leads to one; no pipe, device or folder.
package func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

private func checkRegular(_ status: stat) throws(FileFault) {
  switch status.st_mode & S_IFMT {
  case S_IFREG: return
  case S_IFDIR: throw fault(EISDIR)
  default:
    throw FileFault(
      problem: Wording("is a pipe, a socket or a device; only files are read", "是管道、套接字或者设备，不是文件"),
      advice: Wording("save it as a file", "请存为文件"))
  }
}

/// - Parameter size: as the system says it; 0 for a pipe.
private func bytes(of descriptor: Int32, size: Int, limit: Int) throws(FileFault) -> [UInt8] {
  func tooLarge(_ size: Wording) -> FileFault {
    FileFault(
      problem: Wording("\(size.english); at most \(limit) are read", "\(size.chinese)，最多读取 \(limit) 字节"),
      advice: Wording("split it", "请拆分"), isTooLarge: true)
  }
  guard size <= limit else { throw tooLarge(Wording("has \(size) bytes", "文件有 \(size) 字节")) }
  var bytes: [UInt8] = []
  var chunk = max(size + 1, 65_536)
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
  throw tooLarge(Wording("is too large", "文件过大"))
}

private func fault(_ code: Int32) -> FileFault {
  switch code {
  case ENOENT:
    FileFault(problem: Wording("there is no such file", "没有这个文件"), advice: Wording("check the path", "请核对路径"))
  case EISDIR: FileFault(problem: Wording("is a directory", "是文件夹"), advice: Wording("name a file in it", "请写明其中的文件"))
  case EACCES, EPERM:
    FileFault(
      problem: Wording("may not be read by this user", "本程序的用户无权读取"),
      advice: Wording("check its permissions", "请核对文件权限"))
  default: systemFault(String(cString: strerror(code)))
  }
}

private func systemFault(_ reason: String) -> FileFault {
  FileFault(problem: Wording("cannot be read: \(reason)", "无法读取（系统错误：\(reason)）"))
}
