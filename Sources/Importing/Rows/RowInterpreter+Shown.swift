import Records
import Tables

/// What lists show of a row.
extension RowInterpreter {
  /// A row's cells as in rejected.csv. A row about a person must be corrected in the table from which it came.
  func shownCells(of row: TableRow, _ head: Head) -> [String] {
    let plan = plans[head.category]
    let counterpart = plan.kind.flatMap { head.columnOfField[$0] }.flatMap {
      $0 < row.cells.count ? row.cells[$0] : nil
    }
    let isPersons = subjects.saysPerson(counterpart.map(ValueText.cleaned))
    return row.cells.enumerated().map { index, cell in
      guard index < head.columns.count, case .field(let field) = head.columns[index].meaning else {
        return ShownPerson.text(cell)
      }
      return shown(cell, field, plan, ofPerson: isPersons)
    }
  }

  /// The same for a row that is already a record.
  func shownCells(of record: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>, _ head: Head, ofPerson isPersons: Bool)
    -> [String]
  {
    let plan = plans[head.category]
    var texts: [String: String] = [:]
    for (label, text) in CreditFileText.fields(of: record) + CreditFileText.fields(of: rest) { texts[label] = text }
    return head.columns.map { column in
      guard case .field(let field) = column.meaning else { return ShownPerson.text(texts[column.label] ?? "") }
      let text = texts[plan.category.fields[field].naming.label] ?? texts[column.label] ?? ""
      return shown(text, field, plan, ofPerson: isPersons)
    }
  }

  /// Masks the numbers of persons' documents in a value, whether or not they pass a check.
  func shown(_ text: String, _ index: Int, _ plan: CategoryPlan, ofPerson isPersons: Bool) -> String {
    let field = plan.category.fields[index]
    if field.kind == .identity || isPersons && index == plan.code {
      // Some cells only say that there is no number, which reveals nothing.
      return ValueText.isAbsent(ValueText.cleaned(text)) ? text : ShownPerson.number(text)
    }
    return ShownPerson.text(text, at: field.isRegistration && !isPersons ? .registration : .anywhere)
  }
}
