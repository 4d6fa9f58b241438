import ErrorCauses
import Issuing
import Reports

extension Manifest {
  /// Checks that a summary (汇总表) can be made from the reports: every row has what it needs, there is one issuer, and
  /// all rows ask the same question. Checked before anything is issued; what only the credit files show (the same
  /// subject twice) is checked when the summary is made.
  /// - Throws: the first row that prevents it.
  public func checkGroup() throws(ManifestError) {
    func fault(_ index: Int, _ problem: String) -> ManifestError { ManifestError("\(path): row \(index + 1)", problem) }
    var issuer: Int?
    var question: (order: ReportOrder, terms: NoViolationTerms)?
    for (index, row) in rows.enumerated() {
      if let problem = row.problem {
        throw fault(index, "\(problem.english); a summary of the group needs every row")
      }
      guard let name = row.order.role else {
        throw fault(
          index, "role: is not given; a summary of the group says what each subject is: \(GroupSummary.Role.known)")
      }
      var order: ReportOrder
      do {
        if try GroupSummary.Role(name: name) == .issuer {
          if let first = issuer {
            throw BatchOrderError(
              .role, Wording("row \(first + 1) is the issuer (发行人) already", "第 \(first + 1) 行已是发行人"))
          }
          issuer = index
        }
        order = try row.order.reportOrder()
      } catch { throw fault(index, "\(error)") }
      order.noViolation?.domains?.sort()
      // How a report looks is not part of the question.
      order.template = nil
      guard let terms = order.noViolation else {
        throw fault(index, "report: must be no-violation; a summary of the group is made of these")
      }
      guard let first = question else {
        question = (order, terms)
        continue
      }
      if order != first.order {
        // Apart from the terms, only the edition can differ.
        let column = Self.difference(terms, first.terms) ?? "edition"
        throw fault(index, "\(column): differs from row 1; reports of one summary must answer the same question")
      }
    }
    guard issuer != nil else {
      throw ManifestError(path, "has no issuer; a summary of the group needs one row with the role 发行人 (issuer)")
    }
  }

  private static func difference(_ terms: NoViolationTerms, _ other: NoViolationTerms) -> String? {
    if terms.domains != other.domains { return "domains" }
    if terms.period.lowerBound != other.period.lowerBound { return "from" }
    if terms.period.upperBound != other.period.upperBound { return "to" }
    if terms.purpose != other.purpose { return "purpose" }
    if terms.recipient != other.recipient { return "recipient" }
    if terms.profile != other.profile { return "profile" }
    return terms.list == other.list ? nil : "catalogue"
  }
}

extension GroupSummary.Role {
  /// Finds a case by key or label.
  init(name: String) throws(BatchOrderError) {
    guard let role = Self.allCases.first(where: { $0.rawValue == name || $0.label == name }) else {
      throw BatchOrderError(.role, isNoneOf: name, Self.names)
    }
    self = role
  }

  static var known: String { names.joined(separator: ", ") }
  private static var names: [String] { allCases.map { "\($0.label) (\($0.rawValue))" } }
}
