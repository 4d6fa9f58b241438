import ErrorCauses
import Foundation
import Hexadecimal

/// The report's file of a row in the batch's folder: exactly the issued file, or an error.
struct IssuedFile {
  let file: HashedFile
  private let report: RowOutcome
  private let folder: String

  /// - Throws: `BatchFolderError` if it cannot be read.
  init(_ report: RowOutcome, row: Int, in folder: BatchFolder) throws {
    do { try OutputName.check(report.file, row: row) } catch {
      throw BatchFolderError("\(folder.resultsPath): row \(row): `\(report.file)` is no name of a file in the folder")
    }
    file = try HashedFile(folder.path + "/" + report.file)
    (self.report, self.folder) = (report, folder.path)
  }

  /// - Throws: `BatchFolderError`, after the last byte, if it differs from the issued file.
  func read(_ body: (Data) throws -> Void) throws {
    var count: Int64 = 0
    let digest = try hexadecimal(
      file.readToEnd { data in
        count += Int64(data.count)
        // Data beyond the initial size must not get into an archive; the digest below reports it.
        if count <= file.size { try body(data) }
      })
    guard digest == report.sha256 else {
      throw BatchFolderError(
        "\(file.path): is not the file that was issued (report \(report.number)): its SHA-256 is not that of the results; "
          + "put the issued file back", remedy: .resumeBatch(folder: folder))
    }
  }
}
