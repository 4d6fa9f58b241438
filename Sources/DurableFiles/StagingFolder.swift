import Foundation

/// A hidden folder in which files are made that are to appear together, on the disk where they will be: moving out of it
/// never copies.
public struct StagingFolder: Sendable {
  public let path: String

  /// - Parameters:
  ///   - folder: in which it is made, with those above it where they are missing.
  ///   - name: what it is for.
  /// - Throws: what Foundation says of it.
  public init(in folder: String, name: String) throws {
    path = "\(folder)/.\(name).\(PendingFile.randomTag()).part"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Moves one of its files, in place of what has the name.
  public func move(_ name: String, to path: String) throws(FileError) {
    try moveFile("\(self.path)/\(name)", to: path)
  }

  /// Gives the folder itself a name.
  /// - Returns: false where something has the name, which keeps it.
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

  /// Removes it with what is in it.
  public func discard() { try? FileManager.default.removeItem(atPath: path) }
}
