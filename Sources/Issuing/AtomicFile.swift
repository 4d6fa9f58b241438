import Foundation

/// Writes a file so that its name shows either nothing, what was there before, or all of the new bytes: never a part,
/// whatever happens on the way (full disk, Ctrl-C, power cut).
/// - Throws: `IssuingError.write` with the system's reason; nothing is left behind then.
public func writeAtomically(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(IssuingError) {
  let url = URL(fileURLWithPath: path)
  let temporary = url.deletingLastPathComponent()
    .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString.prefix(8)).part").path
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
  guard descriptor >= 0 else { throw .write(path: path, problem: writeProblem(errno, path: path)) }

  var failure: Int32 = 0
  bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let written = write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        failure = errno
        return
      }
      done += written
    }
  }
  if failure == 0, fsync(descriptor) != 0 { failure = errno }
  if close(descriptor) != 0, failure == 0 { failure = errno }
  if failure == 0, rename(temporary, path) != 0 { failure = errno }
  guard failure == 0 else {
    unlink(temporary)
    throw .write(path: path, problem: writeProblem(failure, path: path))
  }
}

private func writeProblem(_ code: Int32, path: String) -> String {
  let reason = String(cString: strerror(code))
  return switch code {
  case ENOENT: "cannot be written: its folder does not exist; make it first"
  case ENOSPC, EDQUOT: "cannot be written: \(reason); free some space or write to another disk"
  case EACCES, EPERM, EROFS: "cannot be written: \(reason); choose a place that you may write to with -o"
  case EISDIR: "cannot be written: it is a folder; name a file"
  default: "cannot be written: \(reason)"
  }
}
