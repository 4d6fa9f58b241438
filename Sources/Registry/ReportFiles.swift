import Crypto
import Foundation

/// What the registry needs of a file system to look after the PDFs.
public struct ReportFiles: Sendable {
  /// SHA-256 of a file; nil where there is none.
  public var digest: @Sendable (String) throws -> [UInt8]?
  /// Gives a file another name in the same folder, in place of what has it, and puts that on the disk.
  public var rename: @Sendable (_ from: String, _ to: String) throws -> Void

  public init(
    digest: @escaping @Sendable (String) throws -> [UInt8]?,
    rename: @escaping @Sendable (_ from: String, _ to: String) throws -> Void
  ) {
    (self.digest, self.rename) = (digest, rename)
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
    rename: { from, to in
      guard Foundation.rename(from, to) == 0 else {
        throw RegistryError.invalid(what: to, problem: "cannot be written: \(String(cString: strerror(errno)))")
      }
      // The new name is safe when its folder is.
      let folder = open((to as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if folder >= 0 {
        fsync(folder)
        close(folder)
      }
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
          """
          SELECT r.log_index, r.number, r.file_sha256, r.file_path, r.file_part,
            (SELECT l.number FROM report l WHERE l.file_path = r.file_path AND l.log_index > r.log_index
             ORDER BY l.log_index DESC LIMIT 1)
          FROM report r WHERE r.log_index >= $1 AND r.file_path IS NOT NULL AND r.file_sha256 IS NOT NULL
          ORDER BY r.log_index LIMIT \(auditPage)
          """, [.integer(next)])
        for row in page {
          next = try row.integer(0) + 1
          rows.append(
            FileRow(
              number: try row.text(1), sha256: try row.blob(2), path: try row.text(3), part: try row.optionalText(4),
              replacedBy: try row.optionalText(5)))
        }
        if page.count < auditPage { break }
      }
    }
    return rows
  }
}

extension Audit {
  /// A file is right under its name, or under its hidden name, where `recover` will find it.
  mutating func check(_ rows: [FileRow], _ files: ReportFiles) throws {
    for row in rows where row.replacedBy == nil {
      self.files += 1
      let found = try files.digest(row.path)
      if found == row.sha256 { continue }
      if let part = row.part, try files.digest(part) == row.sha256 { continue }
      add(
        .file, "report \(row.number)",
        found == nil ? "its file \(row.path) is missing" : "its file \(row.path) has other bytes than were registered")
    }
  }
}
