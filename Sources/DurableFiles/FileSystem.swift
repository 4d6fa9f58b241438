import Foundation

/// Renames a file on the same disk, replacing any file of that name. If both names are already links to one file, only
/// the new one remains: rename(2) alone would do nothing then, and report success.
/// - Throws: `FileError.write`
public func moveFile(_ from: String, to path: String) throws(FileError) {
  guard rename(from, path) == 0, unlink(from) == 0 || errno == ENOENT else { throw .write(path: path, code: errno) }
}

/// Makes a folder, and those above it, if there is none; a new one's name is durable.
/// - Parameter mode: of the folder itself; those above it are made with 0755.
/// - Returns: `errno` of what kept it from being made, or 0.
public func makeFolder(_ path: String, mode: UInt32 = 0o755) -> Int32 {
  switch makeOneFolder(path, mode) {
  case ENOENT:
    let parent = (path as NSString).deletingLastPathComponent
    guard !parent.isEmpty, parent != path else { return ENOENT }
    let failure = makeFolder(parent)
    return failure == 0 ? makeOneFolder(path, mode) : failure
  case let code: return code
  }
}

private func makeOneFolder(_ path: String, _ mode: UInt32) -> Int32 {
  guard mkdir(path, mode) != 0 else {
    flushFolder(of: path)
    return 0
  }
  guard errno == EEXIST else { return errno }
  return isFolder(path) ? 0 : ENOTDIR
}

/// A name is durable once its folder is flushed: POSIX promises it for no other reason, not even if the file is flushed.
/// Some file systems cannot flush a folder; none of them loses the file.
public func flushFolder(of path: String) { flush(folder: folder(of: path)) }

/// Flushes each folder once.
func flushFolders(of paths: some Sequence<String>) { for path in Set(paths.map(folder)) { flush(folder: path) } }

private func flush(folder: String) {
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}

func folder(of path: String) -> String {
  let folder = (path as NSString).deletingLastPathComponent
  return folder.isEmpty ? "." : folder
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Who may read and change a file, as the twelve bits of a POSIX mode; nil if there is none.
public func fileMode(at path: String) -> UInt32? {
  var status = stat()
  return stat(path, &status) == 0 ? UInt32(status.st_mode & 0o7777) : nil
}

/// Whether two paths are names of one file.
public func areOneFile(_ one: String, _ other: String) -> Bool {
  var (first, second) = (stat(), stat())
  return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
    && first.st_ino == second.st_ino
}

/// What keeps a file from taking a name, besides the system: a folder, a device and a pipe are never replaced.
/// - Returns: `errno`, or 0. A link is replaced, not followed.
func obstacle(at path: String) -> Int32 {
  var status = stat()
  guard lstat(path, &status) == 0 else { return 0 }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return 0
  case S_IFLNK: return isFolder(path) ? EISDIR : 0
  case S_IFDIR: return EISDIR
  default: return EEXIST
  }
}

/// - Returns: `errno`, or 0.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var done = 0
    while done < buffer.count {
      let written = write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      done += written
    }
    return 0
  }
}

/// Gives a file to the owner of a folder, and to its group: what root makes in the home of a service must be the service's.
/// Does nothing for other users, who cannot give files away.
/// - Parameter path: in that folder, or where the file is until it has its name.
public func giveToOwner(ofFolderOf path: String, _ file: String) {
  var status = stat()
  guard geteuid() == 0, stat(folder(of: path), &status) == 0 else { return }
  chown(file, status.st_uid, status.st_gid)
}
