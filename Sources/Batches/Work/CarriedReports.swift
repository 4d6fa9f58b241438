import Crypto
import DurableFiles
import Foundation
import Hexadecimal
import Issuing
public import Registry
import ReportKinds

/// The PDFs that a batch's database carries, because its workers cannot access the batch's folder.
public struct CarriedReports: Sendable {
  private let queue: BatchQueue
  private let batch: String

  public init(queue: BatchQueue, batch: String) { (self.queue, self.batch) = (queue, batch) }

  /// The number of files that are flushed to the disk together.
  private static let group = 64

  /// Writes the PDFs that are missing in the folder.
  /// - Throws: `FileError.write`, `FileError.exists` if another file has a report's name; `BatchFolderError` for a PDF
  ///   that differs from the issued one.
  public func fetch(into folder: BatchFolder) throws {
    var (last, pending): (Int, [PendingFile]) = (0, [])
    defer { for file in pending { file.discard() } }
    func publish() throws {
      for file in pending { try file.flush() }
      if let problem = PendingFile.publish(pending).lazy.compactMap({ $0 }).first { throw problem }
      pending = []
    }
    while true {
      let rows = try queue.rows(batch, after: last)
      guard let end = rows.last?.number else { break }
      for row in rows {
        guard let outcome = row.outcome else { continue }
        let report = try JSONDecoder().decode(RowOutcome.self, from: Data(outcome.utf8))
        // Even from a database that was tampered with, no file may be written outside the folder.
        try OutputName.check(report.file, row: row.number)
        if let file = try? HashedFile(folder.path + "/" + report.file),
          let digest = try? file.readToEnd({ _ in }), hexadecimal(digest) == report.sha256
        {
          continue
        }
        guard let pdf = try queue.carried(batch, row: row.number),
          hexadecimal(SHA256.hash(data: pdf)) == report.sha256
        else {
          throw BatchFolderError(
            "\(queue.registry.location): row \(row.number): the PDF of report \(report.number) is not what was issued")
        }
        pending.append(
          try PendingFile(
            pdf, for: folder.path + "/" + report.file, tag: report.number,
            mode: ReportKind(rawValue: report.report)?.fileMode ?? 0o600, whenTaken: .refuse, isFlushed: false))
        if pending.count == Self.group { try publish() }
      }
      last = end
    }
    try publish()
  }
}
