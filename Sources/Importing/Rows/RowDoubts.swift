import ErrorCauses
import Records
import Tables

/// What a row's cells do not say for themselves: how the sheet shows them, and what other cells say of them.
extension RowInterpreter {
  func doubts(_ row: TableRow, _ cells: [String?], _ head: Head) -> [InterpretedRow.Fault] {
    var faults: [InterpretedRow.Fault] = []
    if row.isHidden { faults.append(.init(rule: .hidden, wording: Wording("stands in a hidden row", "在隐藏的行中"))) }
    let plan = plans[head.category]
    for (index, column) in head.columns.enumerated() where index < cells.count {
      guard case .field(let field) = column.meaning, let text = cells[index] else { continue }
      if row.hiddenColumns.contains(index) {
        faults.append(
          .init(
            rule: .hidden, column: column.label, wording: Wording("stands in a hidden column", "在隐藏的列中")))
      }
      if let wording = merged(row, index, plan.category.fields[field]) {
        faults.append(.init(rule: .merged, column: column.label, value: text, wording: wording))
      }
      switch plan.category.fields[field].kind {
      case .date where Self.isMidnightElsewhere(text):
        faults.append(
          .init(
            rule: .shifted, column: column.label, value: text,
            wording: Wording(
              "is the midnight of the day after, if a program wrote Greenwich time",
              "如程序写的是格林尼治时间，则是次日零点")))
      case .money: faults += unit(text, column.label, cells, head)
      case .text where plan.category.fields[field].isRegistration && isBare(column.label):
        if text.utf8.count <= 10, OrganisationCode.fault(in: normalizedIdentifier(text)) == nil {
          faults.append(
            .init(
              rule: .twoMeanings, column: column.label, value: text,
              wording: Wording(
                "is an organisation code, which stood under this head until 2018",
                "是组织机构代码；2018 年以前该表头下填写组织机构代码"))
          )
        }
      default: break
      }
    }
    return faults
  }

  /// Whether cells stand under their neighbours' heads: a code among days and amounts or for 类别, 类别 for a name, a name for
  /// 类别 behind an empty one or a number. What people type for 类别 (有限责任公司) or for a name (自然人) alone is no sign of it.
  func isShifted(_ cells: [String?], _ head: Head) -> Bool {
    let plan = plans[head.category]
    let cell = { (field: Int?) -> String? in
      field.flatMap { head.columnOfField[$0] }.flatMap { $0 < cells.count ? cells[$0] : nil }
    }
    let (name, kind) = (cell(plan.name), cell(plan.kind))
    let isKind = kind.map(subjects.isCounterpart) ?? false
    if let kind, !isKind {
      if Self.hasCode(kind) { return true }
      if name?.utf8.allSatisfy({ 48...57 ~= $0 }) ?? true, SubjectNames.isBody(kind) { return true }
    }
    if !isKind, let name, name.utf8.count <= 36, subjects.isCounterpart(name),
      !(cell(plan.idNumber).map(Self.hasCode) ?? false)
    {
      return true
    }
    return head.columns.indices.contains { column in
      guard column < cells.count, let text = cells[column], text.utf8.count >= 15,
        case .field(let field) = head.columns[column].meaning
      else { return false }
      switch plan.category.fields[field].kind {
      case .date, .money, .integer: return !Self.soundCodes(in: text).isEmpty
      case .text, .code, .identity: return false
      }
    }
  }

  /// 代码_2 without its name: 组织机构代码 in the tables of 2015, 工商注册号 in those of 2018.
  private func isBare(_ label: String) -> Bool { foldedName(HeadText.name(label)).hasSuffix("代码_2") }

  /// A date or an authority over several rows is theirs; an amount may be each one's, or all of theirs together.
  private func merged(_ row: TableRow, _ column: Int, _ field: Field) -> Wording? {
    if field.kind == .money, let rows = row.mergedRows[column] {
      return Wording(
        "is one cell over the rows \(rows.lowerBound) to \(rows.upperBound): "
          + "whether it is the amount of each, or of all together, is not said",
        "是第 \(rows.lowerBound) 至 \(rows.upperBound) 行的合并单元格：不能确定是每行的金额，还是各行合计")
    }
    return row.spreadColumns.contains(column)
      ? Wording("is one cell with the column before it", "与前一列是同一合并单元格") : nil
  }

  /// 16:00:00 and nothing of an offset.
  private static func isMidnightElsewhere(_ text: String) -> Bool {
    guard text.utf8.count > 10, text.contains("16:00") else { return false }
    return [" 16:00", "T16:00", "16:00:00", "16:00:00.0", "16:00:00.000"].contains(where: text.hasSuffix)
  }

  /// An amount in 元 under a head of 万元: the text beside it says the same number of 元.
  private func unit(_ text: String, _ label: String, _ cells: [String?], _ head: Head) -> [InterpretedRow.Fault] {
    guard case .amount(let amount) = Money.read(text), amount > Money(millionths: 0), amount.millionths % 10_000 == 0
    else { return [] }
    let inYuan = Money(millionths: amount.millionths / 10_000)
    for (column, other) in zip(head.columns, cells) {
      guard case .field(let field) = column.meaning, let other, plans[head.category].category.fields[field].isProse
      else { continue }
      let amounts = ProseAmounts.read(other)
      if amounts.contains(inYuan), !amounts.contains(amount) {
        return [
          .init(
            rule: .unit, column: label, value: text,
            wording: Wording(
              "is 万元, but \(column.label) says \(text)元: \(inYuan) was probably meant",
              "单位为万元，而\(column.label)写的是 \(text) 元：可能应为 \(inYuan)"))
        ]
      }
    }
    return []
  }
}
