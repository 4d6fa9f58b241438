import Foundation

/// A hidden folder for files that must appear together, on the disk of their destination: moving them out never copies.
/// What a killed process left of one, the next of its name deletes: keys and persons' data may be in it.
public struct StagingFolder: Sendable {
  public let path: String
  /// Says that the folder is in use. Nil where folders cannot be locked; there none is taken for left behind.
  private let lock: FileLock?

  /// - Parameters:
  ///   - folder: the parent folder.
  ///   - makesParent: whether the parent, and those above it, are made if missing.
  ///   - name: the purpose, as part of the folder's name.
  /// - Throws: Foundation's error.
  public init(in folder: String, name: String, makesParent: Bool = true) throws {
    Self.deleteLeftBehind(in: folder, name: name)
    while true {
      let path = "\(folder)/.\(name).\(PendingFile.randomTag()).part"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: makesParent)
      let lock = FileLock.wait(folder: path)
      // Another process may have deleted it before it was locked.
      guard lock?.isDeleted ?? !FileManager.default.fileExists(atPath: path) else {
        (self.path, self.lock) = (path, lock)
        return
      }
    }
  }

  private static func deleteLeftBehind(in folder: String, name: String) {
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let tag = entry.dropFirst(name.count + 2).dropLast(5)
      guard entry == ".\(name).\(tag).part", PendingFile.isTag(tag) else { continue }
      let path = "\(folder)/\(entry)"
      if FileLock.take(folder: path) != nil { try? FileManager.default.removeItem(atPath: path) }
    }
  }

  /// Writes one of its files, which is on the disk then.
  /// - Parameter name: a path in this folder; the folders in it are made.
  public func write(_ bytes: [UInt8], as name: String) throws(FileError) {
    let file = "\(path)/\(name)"
    let code = makeFolder(folder(of: file))
    guard code == 0 else { throw .write(path: file, code: code) }
    try writeAtomically(bytes, to: file)
  }

  /// Moves one of its files, replacing any file of that name.
  public func move(_ name: String, to path: String) throws(FileError) {
    try moveFile("\(self.path)/\(name)", to: path)
  }

  /// Gives the folder itself a name.
  /// - Returns: false if the name is taken; what has it stays unchanged.
  /// - Throws: `FileError.write`
  public func publish(as folder: String) throws(FileError) -> Bool {
    if rename(path, folder) == 0 {
      flushFolder(of: folder)
      return true
    }
    let code = errno
    guard FileManager.default.fileExists(atPath: folder) else { throw .write(path: folder, code: code) }
    return false
  }

  /// Deletes the folder with its content.
  public func discard() { try? FileManager.default.removeItem(atPath: path) }
}
