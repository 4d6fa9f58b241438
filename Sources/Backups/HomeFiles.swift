import DurableFiles
import Foundation
import Installation

/// The files of a home that a backup takes as they are. Not among them: databases, which are copied while they are in use;
/// prepared fonts, which are prepared again; marks, which say what came after a backup and so must not come from it; locks
/// and hidden files.
struct HomeFiles {
  /// From the home on, in order.
  private(set) var files: [String] = []
  /// The same; each before those in it.
  private(set) var folders: [String] = []
  private let home: Home
  private let left: [String]
  private let withKeys: Bool

  /// - Parameters:
  ///   - databases: the paths of the home's databases.
  ///   - withKeys: whether keys and secrets are among the files.
  /// - Throws: `BackupError.unfit`.
  init(of home: Home, without databases: [String], withKeys: Bool) throws {
    (self.home, self.withKeys) = (home, withKeys)
    left = databases.flatMap { path in Self.endings.map { path + $0 } } + (withKeys ? [] : home.secretFiles)
    let top = ["fonts", "marks"] + (withKeys ? [] : ["keys"])
    for name in try contents(of: home.path) where !top.contains(name) { try add(name) }
  }

  private mutating func add(_ name: String) throws {
    let path = "\(home.path)/\(name)"
    guard !left.contains(where: { areOneFile(path, $0) }) else { return }
    var status = stat()
    guard stat(path, &status) == 0 else {
      // What was listed a moment ago may be gone, such as a print whose time was over.
      if lstat(path, &status) != 0, errno == ENOENT { return }
      throw BackupError.unfit(path: path, problem: "cannot be read, or is a link to nothing; mend it or take it away")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw BackupError.unfit(
          path: path, problem: "is no file that can be copied; move it to a place outside of the home")
      }
      guard withKeys || !isSecret(path, size: Int64(status.st_size)) else { return }
      guard !Self.endings.contains(where: { name.hasSuffix(".sqlite\($0)") }) else {
        throw BackupError.unfit(
          path: path, problem: "is a database that the settings do not name; move it to a place outside of the home")
      }
      return files.append(name)
    }
    folders.append(name)
    for inner in try contents(of: path) { try add("\(name)/\(inner)") }
  }

  private func contents(of folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") && $0 != "lock" }
        .sorted()
    } catch { throw BackupError.unfit(path: folder, problem: "cannot be read: \(systemReason(error))") }
  }

  /// What looks like a key, wherever it is and whatever the settings say of it now.
  private func isSecret(_ path: String, size: Int64) -> Bool {
    let endings = [".p12", ".pfx", ".key", ".secret", ".password"]
    if endings.contains(where: path.lowercased().hasSuffix) { return true }
    guard size <= 1 << 20, let bytes = FileManager.default.contents(atPath: path) else { return false }
    return bytes.range(of: Data("PRIVATE KEY-----".utf8)) != nil
  }

  /// SQLite writes to files beside the database, too.
  private static let endings = ["", "-wal", "-shm", "-journal"]
}
