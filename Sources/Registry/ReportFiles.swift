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

/// A report's file as it is registered.
struct FileRow {
  let number: String
  let sha256: [UInt8]
  let path: String
  let part: String?
  /// The report that was written to the same path later.
  let replacedBy: String?
}

extension Registry {
  /// Of all reports whose file went to a known place.
  func fileRows() throws -> [FileRow] {
    var rows: [FileRow] = []
    var next: Int64 = 0
    try database.read { session in
      while true {
        let page = try session.query(
          "\(fileQuery) AND r.log_index >= $1 ORDER BY r.log_index LIMIT \(auditPage)", [.integer(next)])
        for row in page {
          next = try row.integer("log_index") + 1
          rows.append(try FileRow(row))
        }
        if page.count < auditPage { break }
      }
    }
    return rows
  }

  /// Of one report; nil where there is none, or its file went to no known place.
  func fileRow(_ number: String) throws -> FileRow? {
    try database.read { try $0.query("\(fileQuery) AND r.number = $1", [.text(number)]).first.map(FileRow.init) }
  }
}

private let fileQuery = """
  SELECT r.log_index AS log_index, r.number AS number, r.file_sha256 AS file_sha256, r.file_path AS file_path,
    r.file_part AS file_part,
    (SELECT l.number FROM report l WHERE l.file_path = r.file_path AND l.log_index > r.log_index
     ORDER BY l.log_index DESC LIMIT 1) AS replaced_by
  FROM report r WHERE r.file_path IS NOT NULL AND r.file_sha256 IS NOT NULL
  """

extension FileRow {
  fileprivate init(_ row: SQLRow) throws {
    self.init(
      number: try row.text("number"), sha256: try row.blob("file_sha256"), path: try row.text("file_path"),
      part: try row.optionalText("file_part"), replacedBy: try row.optionalText("replaced_by"))
  }
}
