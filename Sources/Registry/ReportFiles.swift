import Crypto
import Database
import DurableFiles
import Foundation

/// What the registry needs of a file system to look after the PDFs.
public struct ReportFiles: Sendable {
  /// SHA-256 of a file; nil where there is none.
  public var digest: @Sendable (String) throws -> [UInt8]?
  /// Whether anything has a name: a file, a folder, or a link to what may not be there.
  public var isTaken: @Sendable (String) -> Bool
  /// Gives a file another name in the same folder, in place of what has it, and puts that on the disk.
  public var rename: @Sendable (_ from: String, _ to: String) throws -> Void
  public var remove: @Sendable (String) throws -> Void
  /// The PDFs in a folder, not hidden ones; none where there is no folder.
  public var list: @Sendable (_ folder: String) throws -> [String]

  public init(
    digest: @escaping @Sendable (String) throws -> [UInt8]?, isTaken: @escaping @Sendable (String) -> Bool,
    rename: @escaping @Sendable (_ from: String, _ to: String) throws -> Void,
    remove: @escaping @Sendable (String) throws -> Void, list: @escaping @Sendable (_ folder: String) throws -> [String]
  ) {
    (self.digest, self.isTaken, self.rename, self.remove, self.list) = (digest, isTaken, rename, remove, list)
  }

  public static let onDisk = ReportFiles(
    digest: { path in
      // What is a folder now is no file of ours.
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
    list: { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.filter { !$0.hasPrefix(".") && $0.lowercased().hasSuffix(".pdf") }.sorted().map { "\(folder)/\($0)" }
    })
}
