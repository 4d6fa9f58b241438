import Archiving
public import ErrorCauses
import Foundation
import Hexadecimal

/// A file in a batch's folder that holds all of its reports, made after the batch has ended.
public struct Delivery: Codable, Sendable, Equatable {
  public enum Form: String, Codable, Sendable, CaseIterable {
    case zip
    case tarGzip = "tar.gz"
    /// One PDF, of the reports' files that are PDFs: qpdf merges nothing else.
    case merged = "pdf"

    public var fileName: String { Self.stem + "." + rawValue }
    private static let stem = "reports"
  }

  /// What is known about a finished one.
  public struct Made: Codable, Sendable, Equatable {
    public var reports: Int
    /// Rows without a report.
    public var missing: Int
    public var bytes: Int64
    /// SHA-256 of the results.json from which it was made.
    public var results: String
  }

  public var form: Form
  /// Nil: not made yet.
  public var made: Made?

  public init(_ form: Form) { self.form = form }

  /// Whether such files can be made from so many reports at all.
  static func check(_ forms: [Form], reports: Int) throws(DeliveryRefused) {
    if forms.contains(.merged) { try MergedReports.check(rows: reports) }
  }

  /// Whether the file exists and was made from the current results.
  public func isCurrent(in folder: BatchFolder) throws -> Bool {
    guard let made, FileManager.default.fileExists(atPath: folder.path + "/" + form.fileName) else { return false }
    return try made.results == folder.resultsDigest()
  }

  /// - Parameters:
  ///   - begunAt: when the batch began, in seconds since 1970.
  ///   - progress: called before each report with the number already included; if it throws, the work ends and leaves
  ///     nothing behind.
  /// - Throws: `BatchFolderError` if a report is missing or differs from the issued one; `DeliveryRefused`.
  public mutating func make(in folder: BatchFolder, begunAt: Int64, progress: (Int) throws -> Void) throws {
    made =
      switch form {
      case .zip: try ReportArchive(folder: folder, begunAt: begunAt).write(.zip, as: form.fileName, progress)
      case .tarGzip: try ReportArchive(folder: folder, begunAt: begunAt).write(.tarGzip, as: form.fileName, progress)
      case .merged: try MergedReports(folder: folder).write(as: form.fileName, progress)
      }
  }
}

/// Why such a file cannot be made from these reports, however often it is tried.
public struct DeliveryRefused: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  public let remedy: Remedy?
  init(_ description: String, remedy: Remedy? = nil) { (self.description, self.remedy) = (description, remedy) }
}

extension BatchFolder {
  var resultsPath: String { path + "/" + ResultTable.jsonName }

  /// SHA-256 of the current results.json.
  func resultsDigest() throws -> String { try hexadecimal(HashedFile(resultsPath).readToEnd { _ in }) }
}
