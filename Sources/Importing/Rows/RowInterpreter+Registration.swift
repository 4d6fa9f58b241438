import CivilTime
import Records
import Tables

/// Rows of a registrar's table.
extension RowInterpreter {
  func registration(
    _ row: TableRow, _ cells: [String?], _ tableHead: Head, _ conversions: [InterpretedRow.Fault]
  ) throws(Rejection) -> InterpretedRow {
    let subject: SubjectIdentity
    do {
      subject = try subjects.organisation(in: plans[tableHead.category], cell: { cell(cells, $0, tableHead) })
    } catch { throw Rejection(column: nil, wording: error.wording, uncodedName: error.name) }
    let head = tableHead.headsOfKinds[subject.kind] ?? tableHead
    let plan = plans[head.category]
    guard let registration = plan.registration else { preconditionFailure("only a registrar's table comes here") }
    var found = InterpretedRow(subject: subject, text: [])
    found.faults = doubts(row, cells, head) + conversions
    let dates = check(&found, cells, plan, head)
    found.changedOn = dates[registration.changedOn]
    found.formerNames = cell(cells, registration.formerNames, head).map(RegistrationPlan.names) ?? []
    let fields = head.columns.indices.compactMap { column -> (label: String, text: String)? in
      guard case .field(let field) = head.columns[column].meaning, registration.own.contains(field),
        column < cells.count, cells[column] != nil
      else { return nil }
      return (plan.category.fields[field].naming.label, row.cells[column])
    }
    found.text = CreditFileText.record(fields)
    readReceived(&found, cells, head)
    return found
  }

  private func cell(_ cells: [String?], _ field: Int, _ head: Head) -> String? {
    head.columnOfField[field].flatMap { $0 < cells.count ? cells[$0] : nil }
  }
}
