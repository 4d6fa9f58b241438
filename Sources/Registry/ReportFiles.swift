import Crypto
import Database
import DurableFiles
import Foundation

/// The file operations that the registry needs to look after the reports' files.
public struct ReportFiles: Sendable {
  /// SHA-256 of a file; nil if there is none.
  public var digest: @Sendable (String) throws -> [UInt8]?
  /// Whether a path exists: a file, a folder, or a link, even a dangling one.
  public var isTaken: @Sendable (String) -> Bool
  /// Renames a file within its folder, replacing any file of that name, and flushes the change to the disk.
  public var rename: @Sendable (_ from: String, _ to: String) throws -> Void
  public var remove: @Sendable (String) throws -> Void
  /// The files of an extension in a folder, except hidden ones; none if there is no folder.
  public var list: @Sendable (_ folder: String, _ fileExtension: String) throws -> [String]

  public init(
    digest: @escaping @Sendable (String) throws -> [UInt8]?, isTaken: @escaping @Sendable (String) -> Bool,
    rename: @escaping @Sendable (_ from: String, _ to: String) throws -> Void,
    remove: @escaping @Sendable (String) throws -> Void,
    list: @escaping @Sendable (_ folder: String, _ fileExtension: String) throws -> [String]
  ) {
    (self.digest, self.isTaken, self.rename, self.remove, self.list) = (digest, isTaken, rename, remove, list)
  }

  public static let onDisk = ReportFiles(
    digest: { path in
      // A folder at this path is not a file of ours.
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
        return nil
      }
      return Array(SHA256.hash(data: try Data(contentsOf: URL(fileURLWithPath: path))))
    },
    isTaken: { path in
      var status = stat()
      return lstat(path, &status) == 0
    },
    rename: { from, to in
      try moveFile(from, to: to)
      flushFolder(of: to)
    },
    remove: { path in
      guard unlink(path) == 0 || errno == ENOENT else {
        throw RegistryError.invalid(what: path, problem: "cannot be removed: \(String(cString: strerror(errno)))")
      }
    },
    list: { folder, fileExtension in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix("." + fileExtension) }.sorted()
        .map { "\(folder)/\($0)" }
    })
}
