import CivilTime
public import ErrorCauses
import Foundation
public import Issuing
import Records
import ReportKinds
import Reports

/// The order in one row of a batch, as text: a line of a manifest completed with the command's options. As JSON it is
/// the row's task in the queue, and part of the table of results, from which a batch can be renewed.
public struct BatchOrder: Codable, Sendable, Hashable {
  /// Path of the credit file; absolute once the order is in a batch. Empty for a row by code.
  public var file: String
  /// The code of a subject of which deliveries were gathered, instead of a credit file.
  public var subject: String?
  public var report: String?
  public var edition: String?
  public var masks: String?
  public var repaired: String?
  public var template: String?
  /// Separated by commas, or `all`.
  public var domains: String?
  public var from: String?
  public var to: String?
  public var purpose: String?
  public var recipient: String?
  public var profile: String?
  public var catalogue: String?
  /// Name of the PDF; nil: made from row number, subject and report.
  public var output: String?
  /// The subject's role in a group: issuer, branch, subsidiary or controlling-shareholder.
  public var role: String?
  /// Number of the earlier report that this one replaces.
  public var renews: String?
  /// For the summary of a group: the reports that it is made from. It has no credit file.
  public var summary: [Part]?
  /// Whether the queue carries the credit file, for workers that cannot read `file`; and its content, if it could be
  /// read.
  public var isCarried: Bool?
  public var body: String?

  /// A report of the group.
  public struct Part: Codable, Sendable, Hashable {
    /// The number of the row that made it.
    public var row: Int
    public var role: String
    public var code: String
    public var number: String
    /// Its name in the batch's folder.
    public var file: String

    /// Queues of earlier releases keep orders under these names.
    private enum CodingKeys: String, CodingKey {
      case row = "place"
      case role, code, number, file
    }
  }

  public init(file: String) { self.file = file }

  /// Why nothing can be made of what the row names; nil: it names a credit file or a subject.
  var inputProblem: String? {
    switch (file.isEmpty, subject == nil) {
    case (true, true): "file: names no credit file"
    case (false, false): "subject: the row names a credit file, too"
    default: nil
    }
  }

  /// What messages and the table of results call the input.
  var inputName: String { subject.map { "subject \(ShownPerson.text($0))" } ?? file }

  /// Takes missing values from `defaults`. Options of no-violation reports fill only rows that ask for one.
  public mutating func fill(from defaults: BatchOrder) {
    func fill(_ path: WritableKeyPath<BatchOrder, String?>) {
      if self[keyPath: path] == nil { self[keyPath: path] = defaults[keyPath: path] }
    }
    fill(\.report)
    fill(\.edition)
    fill(\.template)
    if isNoViolation {
      for path in Self.noViolationOnly { fill(path) }
    } else {
      fill(\.masks)
      fill(\.repaired)
    }
  }

  /// The order without the file's name and the subject's role in a group: neither makes it a different report.
  var asked: BatchOrder {
    var order = self
    (order.output, order.role) = (nil, nil)
    return order
  }

  var isNoViolation: Bool { report.flatMap(Report.Kind.init(ordered:))?.making == .judgement }

  private static var noViolationOnly: [WritableKeyPath<BatchOrder, String?>] {
    [\.domains, \.from, \.to, \.purpose, \.recipient, \.profile, \.catalogue]
  }

  /// Parses the order.
  /// - Throws: `BatchOrderError` for values from which no report can be made.
  public func reportOrder() throws(BatchOrderError) -> ReportOrder {
    var kind: Report.Kind?
    if let report {
      guard let named = Report.Kind(ordered: report) else {
        let known = Report.Kind.orderable.map(\.name).joined(separator: ", ")
        throw BatchOrderError("report", "`\(report)` is none of \(known)")
      }
      kind = named
    }
    var order = ReportOrder(kind: kind, edition: edition, masks: masks, template: template)
    if let repaired {
      guard let treatment = RepairTreatment(rawValue: repaired) else {
        throw BatchOrderError("repaired", "`\(repaired)` is neither omit nor mark")
      }
      order.repaired = treatment
    }
    if kind?.making == .judgement {
      if let given = given(of: [("masks", masks), ("repaired", repaired)]) {
        throw BatchOrderError(given, "is for public reports; a no-violation report goes by its profile")
      }
      order.noViolation = try noViolationTerms()
    } else if let given = given(of: [
      ("domains", domains), ("from", from), ("to", to), ("purpose", purpose), ("recipient", recipient),
      ("profile", profile), ("catalogue", catalogue),
    ]) {
      throw BatchOrderError(given, "is for no-violation reports, which this row does not ask for")
    }
    return order
  }

  private func given(of options: [(name: String, value: String?)]) -> String? {
    options.first { $0.value != nil }?.name
  }

  private func noViolationTerms() throws(BatchOrderError) -> NoViolationTerms {
    let (from, to) = (try day(from, "from"), try day(to, "to"))
    guard from <= to else { throw BatchOrderError("from", "\(from) lies after \(to)") }
    guard let purposeName = purpose else { throw BatchOrderError("purpose", "is not given") }
    guard let purpose = Judgement.Purpose(name: purposeName) else {
      throw BatchOrderError("purpose", "`\(purposeName)` is none of \(Judgement.Purpose.known)")
    }
    guard let domains else { throw BatchOrderError("domains", "is not given; name some, or all") }
    let names = domainNames(domains)
    if let names, names.isEmpty { throw BatchOrderError("domains", "names none; name some, or all") }
    return NoViolationTerms(
      domains: names, period: from...to, purpose: purpose, recipient: recipient, profile: profile, list: catalogue)
  }

  private func day(_ text: String?, _ name: String) throws(BatchOrderError) -> CalendarDate {
    guard let text else { throw BatchOrderError(name, "is not given") }
    guard let day = CalendarDate(text: text) else {
      throw BatchOrderError(name, "`\(text)` is no day such as 2026-11-19")
    }
    return day
  }
}

/// An error in one row's order.
public struct BatchOrderError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public var cause: ErrorCause { .input }

  public let description: String
  init(_ column: String, _ problem: String) { description = "\(column): \(problem)" }
}
