import Archiving
import DurableFiles
import ErrorCauses
import FileFormats
import Foundation
import Hexadecimal
import Installation
import Rendering

/// The reports of a batch that are PDFs as one PDF for reading and printing, with a bookmark for each. It is no report itself, and
/// says so.
///
/// qpdf keeps the objects and structure of all pages in memory until they are written, some 150 KB per page: hence the
/// limits.
public struct MergedReports {
  let folder: BatchFolder

  /// The most reports that can be merged.
  public static let limit = 1_000
  /// The most pages that can be merged.
  public static let pageLimit = 10_000

  /// - Throws: `DeliveryRefused` for more rows than the limit.
  public static func check(rows: Int) throws(DeliveryRefused) {
    guard rows <= limit else {
      throw DeliveryRefused(
        "one PDF takes at most \(limit) reports, and there are \(rows) rows",
        remedy: .archive)
    }
  }

  /// - Returns: nil if there is no report yet.
  /// - Throws: `DeliveryRefused` if there are reports, and none is a PDF.
  func write(as name: String, _ progress: (Int) throws -> Void) throws -> Delivery.Made? {
    let (reports, others, missing, digest) = try issued()
    guard !reports.isEmpty else {
      guard others > 0 else { return nil }
      throw DeliveryRefused(
        "\(folder.path): none of its reports is a PDF, and nothing else is merged", remedy: .archive)
    }
    let merged = try MergedPDF()
    // As private as the most private file in it.
    var mode: UInt32 = 0o644
    for (index, (row, report)) in reports.enumerated() {
      try progress(index)
      let pdf = try IssuedFile(report, row: row, in: folder)
      mode &= pdf.file.mode
      var bytes: [UInt8] = []
      bytes.reserveCapacity(Int(pdf.file.size))
      try pdf.read { bytes += $0 }
      try merged.append(bytes, name: pdf.file.path, title: "\(report.subject) \(report.title) \(report.number)")
    }
    try progress(reports.count)
    let file = try GrowingFile(path: folder.path + "/" + name, mode: 0o600)
    try merged.finish(
      MergedPDF.Properties(
        title: "公共信用信息报告合并本（\(reports.count)份）",
        subject: "合并本，仅供阅读与打印，不带电子签名，以各份报告原件及其二维码核验为准", language: "zh-CN", creator: "Xinbao")
    ) { try file.append($0) }
    try file.publish(mode: mode)
    return Delivery.Made(reports: reports.count, missing: missing + others, bytes: file.count, results: digest)
  }

  /// - Returns: the reports that can be merged, and how many cannot, because their files have another format; and how
  ///   many rows have none.
  private func issued() throws -> (reports: [(row: Int, report: RowOutcome)], others: Int, missing: Int, digest: String)
  {
    var (reports, pages): ([(row: Int, report: RowOutcome)], Int) = ([], 0)
    var (others, missing) = (0, 0)
    try ResultRows(path: folder.resultsPath).read { row in
      guard let report = row.report else {
        missing += 1
        return
      }
      guard report.file.lowercased() != Delivery.Form.merged.fileName else {
        throw DeliveryRefused(
          "\(folder.path): row \(row.row): its report has the name of the merged PDF, \(report.file)")
      }
      guard DocumentFormats.known.format(ofFileNamed: report.file)?.name == MergedPDF.format else {
        others += 1
        return
      }
      reports.append((row.row, report))
      pages += report.pages
      try Self.check(rows: reports.count)
      guard pages <= Self.pageLimit else {
        throw DeliveryRefused(
          "one PDF takes at most \(Self.pageLimit) pages, and the reports up to row \(row.row) have \(pages)",
          remedy: .archive)
      }
    }
    return (reports, others, missing, try folder.resultsDigest())
  }
}
