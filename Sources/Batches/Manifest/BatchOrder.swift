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
  var inputProblem: Wording? {
    switch (file.isEmpty, subject == nil) {
    case (true, true): Wording("file: names no credit file", "文件（file）：没有写明信用档案")
    case (false, false): Wording("subject: the row names a credit file, too", "代码（subject）：本行同时写了信用档案")
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
        throw BatchOrderError(.report, isNoneOf: report, Report.Kind.orderable.map(\.name))
      }
      kind = named
    }
    var order = ReportOrder(kind: kind, edition: edition, masks: masks, template: template)
    if let repaired {
      guard let treatment = RepairTreatment(rawValue: repaired) else {
        throw BatchOrderError(
          .repaired, Wording("`\(repaired)` is neither omit nor mark", "“\(repaired)”既不是 omit 也不是 mark"))
      }
      order.repaired = treatment
    }
    if kind?.making == .judgement {
      if let given = given(of: [(.masks, masks), (.repaired, repaired)]) {
        throw BatchOrderError(
          given,
          Wording(
            "is for public reports; a no-violation report goes by its profile",
            "只用于公共信用信息报告；无违法违规证明版按其判定口径办理"))
      }
      order.noViolation = try noViolationTerms()
    } else if let given = given(of: [
      (.domains, domains), (.from, from), (.to, to), (.purpose, purpose), (.recipient, recipient),
      (.profile, profile), (.catalogue, catalogue),
    ]) {
      throw BatchOrderError(
        given,
        Wording(
          "is for no-violation reports, which this row does not ask for",
          "只用于无违法违规证明版，而本行没有申请该报告"))
    }
    return order
  }

  private func given(of options: [(name: ManifestColumn, value: String?)]) -> ManifestColumn? {
    options.first { $0.value != nil }?.name
  }

  private func noViolationTerms() throws(BatchOrderError) -> NoViolationTerms {
    let (from, to) = (try day(from, .from), try day(to, .to))
    guard from <= to else {
      throw BatchOrderError(.from, Wording("\(from) lies after \(to)", "\(from) 晚于 \(to)"))
    }
    guard let purposeName = purpose else { throw BatchOrderError(.purpose, Self.notGiven) }
    guard let purpose = Judgement.Purpose(name: purposeName) else {
      throw BatchOrderError(
        .purpose,
        Wording(
          "`\(purposeName)` is none of \(Judgement.Purpose.known)", "没有“\(purposeName)”，可选：\(Judgement.Purpose.known)"))
    }
    guard let domains else { throw BatchOrderError(.domains, Self.notGiven.with(hint: Self.nameSome)) }
    let names = domainNames(domains)
    if let names, names.isEmpty {
      throw BatchOrderError(.domains, Wording("names none", "没有列出任何领域").with(hint: Self.nameSome))
    }
    return NoViolationTerms(
      domains: names, period: from...to, purpose: purpose, recipient: recipient, profile: profile, list: catalogue)
  }

  private static let notGiven = Wording("is not given", "没有填写")
  private static let nameSome = Wording("name some, or all", "请写明领域，或写 all（全部）")

  private func day(_ text: String?, _ name: ManifestColumn) throws(BatchOrderError) -> CalendarDate {
    guard let text else { throw BatchOrderError(name, Self.notGiven) }
    guard let day = CalendarDate(text: text) else {
      throw BatchOrderError(
        name, Wording("`\(text)` is no day such as 2026-11-19", "“\(text)”不是日期；请写成 2026-11-19"))
    }
    return day
  }
}

/// An error in one row's order.
public struct BatchOrderError: BilingualError, Sendable, Equatable {
  public var cause: ErrorCause { .input }

  public let wording: Wording
  public var description: String { wording.english }

  init(_ place: Wording, _ problem: Wording) {
    wording = Wording("\(place.english): \(problem.english)", "\(place.chinese)：\(problem.chinese)")
  }
  init(_ column: ManifestColumn, _ problem: Wording) { self.init(column.wording, problem) }

  /// For a value that is none of those that the column takes.
  init(_ column: ManifestColumn, isNoneOf value: String, _ known: [String]) {
    self.init(
      column,
      Wording(
        "`\(value)` is none of \(known.joined(separator: ", "))", "没有“\(value)”，可选：\(known.joined(separator: "、"))"))
  }
}
