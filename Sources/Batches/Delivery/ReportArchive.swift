import Archiving
import CivilTime
import DurableFiles
import Foundation
import Hexadecimal

/// All PDFs of a batch in the order of its rows, then the two tables of results, as one archive. Written while reading:
/// a hundred thousand reports take no more memory than one.
struct ReportArchive {
  let folder: BatchFolder
  /// The tables' time if no report has one.
  let begunAt: Int64

  func write(
    _ form: ArchiveWriter.Form, as name: String, _ progress: (Int) throws -> Void
  ) throws -> Delivery.Made {
    let file = try GrowingFile(path: folder.path + "/" + name, mode: 0o600)
    // As private as the most private file in it.
    var mode: UInt32 = 0o644
    let archive = try ArchiveWriter(form) { try file.append($0) }
    var (reports, missing, last) = (0, 0, begunAt)
    try ResultRows(path: folder.resultsPath).read { row in
      guard let report = row.report else {
        missing += 1
        return
      }
      try progress(reports)
      let issuedAt = BeijingTime(isoText: report.issuedAt)?.secondsSince1970 ?? begunAt
      let pdf = try IssuedFile(report, row: row.row, in: folder)
      mode &= pdf.file.mode
      try archive.add(report.file, size: pdf.file.size, modifiedAt: issuedAt)
      try pdf.read { try archive.append($0) }
      (reports, last) = (reports + 1, max(last, issuedAt))
    }
    try progress(reports)
    var digest: [UInt8] = []
    for table in [ResultTable.csvName, ResultTable.jsonName] {
      let source = try HashedFile(folder.path + "/" + table)
      try archive.add(table, size: source.size, modifiedAt: last)
      digest = try source.readToEnd { try archive.append($0) }
    }
    try archive.finish()
    try file.publish(mode: mode)
    return Delivery.Made(reports: reports, missing: missing, bytes: file.count, results: hexadecimal(digest))
  }
}
