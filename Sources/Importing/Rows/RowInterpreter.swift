import CivilTime
import ErrorCauses
import Records
import Tables

/// A row that becomes a record.
struct InterpretedRow {
  struct Fault {
    var rule: Defect.Rule
    /// Head of the column; empty: the row as a whole.
    var column = ""
    var value = ""
    var wording: Wording
  }
  var subject: SubjectIdentity
  /// JSON of the record, and of the cells that are not part of it (序号, 上报日期); empty if there are none.
  var text: [UInt8], rest: [UInt8] = []
  /// The day of the decision, and the day of receipt.
  var date: CalendarDate?, received: CalendarDate?
  var receivedLabel = ""
  /// The number of the document.
  var number: String?
  var numberLabel = ""
  var authority = ""
  /// In a registrar's table.
  var formerNames: [String] = [], changedOn: CalendarDate?
  var faults: [Fault] = []
}

/// Interprets a row according to its table's head.
struct RowInterpreter: Sendable {
  struct Rejection: Error, Equatable {
    /// Index.
    var column: Int?
    var wording: Wording
    /// The name of a subject that has no usable code.
    var uncodedName: String?
    /// Cells may stand under the wrong heads.
    var isMisaligned = false
  }

  let plans: [CategoryPlan]
  let keepUnknown: Bool
  let receivedDay: CalendarDate?
  /// The day of the data.
  var today: CalendarDate { didSet { values = ValueRules(today: today) } }
  let subjects: SubjectRules
  private var values: ValueRules
  private let domains: Vocabulary
  private let domainHints: DomainHints

  init(plans: [CategoryPlan], rules: ImportRules, catalogue: Catalogue, options: ImportOptions) {
    self.plans = plans
    keepUnknown = options.keepUnknown
    receivedDay = if case .day(let day)? = options.received { day } else { nil }
    today = options.asOf.date
    subjects = SubjectRules(rules)
    values = ValueRules(today: today)
    domains = Vocabulary(catalogue.domains.map(\.naming))
    domainHints = DomainHints(catalogue.domains, catalogue.authorityRules)
  }

  /// The cells, nil where they hold nothing.
  static func cleaned(_ row: TableRow) -> [String?] {
    row.cells.map { cell in
      let text = ValueText.cleaned(cell)
      return ValueText.isAbsent(text) ? nil : text
    }
  }

  /// What is damaged in it, without cells that say nothing of anybody.
  static func faults(_ row: TableRow, _ head: Head) -> [TableRow.Fault] {
    row.faults.filter { fault in
      guard let column = fault.column, column <= head.columns.count else { return true }
      return head.columns[column - 1].meaning != .ignored
    }
  }

  /// - Parameter cells: cleaned.
  func read(_ row: TableRow, _ cells: [String?], _ head: Head, mayBeShort: Bool) throws(Rejection) -> InterpretedRow {
    if isShifted(cells, head) {
      throw Rejection(
        wording: Wording("has cells under the heads of their neighbours", "单元格错位，不在各自的表头之下"), isMisaligned: true)
    }
    try checkShape(row, head, mayBeShort: mayBeShort)
    let plan = plans[head.category]
    let (row, conversions) = converted(row, cells, head)
    let cells = conversions.isEmpty ? cells : Self.cleaned(row)
    if plan.registration != nil { return try registration(row, cells, head, conversions) }
    let cell = { (field: Int) in head.columnOfField[field].flatMap { $0 < cells.count ? cells[$0] : nil } }
    if let column = head.domain, column < cells.count,
      let name = cells[column].flatMap({ NamedDomains($0, in: domains).unknown })
    {
      let hint =
        domainHints.nearest(to: name).map { Wording("did you mean \($0)?", "是否应为“\($0)”？") }
        ?? Wording("the domains are listed in the catalogue", "全部领域见信用信息目录")
      if !keepUnknown {
        throw Rejection(
          column: column, wording: Wording("there is no domain \(name)", "没有“\(name)”这个领域").with(hint: hint))
      }
    }
    let subject: SubjectIdentity
    do { subject = try subjects.identity(in: plan, cell: cell) } catch {
      throw Rejection(column: nil, wording: error.wording, uncodedName: error.name)
    }
    var found = InterpretedRow(subject: subject, text: [])
    found.faults = doubts(row, cells, head) + conversions
    found.authority = plan.authority.flatMap(cell) ?? ""
    if let number = plan.number {
      found.number = cell(number)
      found.numberLabel = label(number, plan, head)
    }
    let dates = check(&found, cells, plan, head)
    found.date = plan.date.flatMap { dates[$0] }
    checkCounterpart(&found, plan, head, cell)
    found.text = CreditFileText.record(record(row, cells, plan, head))
    let rest = rest(of: row, head)
    if !rest.isEmpty { found.rest = CreditFileText.record(rest) }
    readReceived(&found, cells, head)
    return found
  }

  private func checkShape(_ row: TableRow, _ head: Head, mayBeShort: Bool) throws(Rejection) {
    if let fault = Self.faults(row, head).first {
      throw Rejection(column: fault.column.map { $0 - 1 }, wording: fault.wording)
    }
    if row.cells.count < head.columns.count, !mayBeShort {
      throw Rejection(
        wording: Wording(
          "has \(row.cells.count) cells, the head \(head.columns.count)",
          "有 \(row.cells.count) 个单元格，而表头有 \(head.columns.count) 列"), isMisaligned: true)
    }
    for (index, cell) in row.cells.enumerated() {
      if index >= head.columns.count || head.columns[index].meaning == .blank, !ValueText.cleaned(cell).isEmpty {
        throw Rejection(
          column: index, wording: Wording("stands under no head", "该单元格没有表头"), isMisaligned: true)
      }
      // Values that the credit file reader refuses.
      if cell.utf8.count > CreditFileReader.Limits.standard.valueBytes {
        throw Rejection(
          column: index,
          wording: Wording(
            "has \(cell.utf8.count) bytes; credit files hold \(CreditFileReader.Limits.standard.valueBytes)",
            "有 \(cell.utf8.count) 字节，信用档案最多容纳 \(CreditFileReader.Limits.standard.valueBytes) 字节"))
      }
      if let control = firstRefused(in: cell) {
        throw Rejection(
          column: index,
          wording: Wording(
            "contains the control character \(codePoint(control))", "含有控制字符 \(codePoint(control))"))
      }
    }
  }

  /// Checks each value, which fields are filled, and the order of days.
  /// - Returns: the days, by field.
  func check(
    _ found: inout InterpretedRow, _ cells: [String?], _ plan: CategoryPlan, _ head: Head
  ) -> [Int: CalendarDate] {
    var dates: [Int: CalendarDate] = [:]
    for (index, column) in head.columns.enumerated() where index < cells.count {
      guard case .field(let field) = column.meaning, let text = cells[index] else { continue }
      let value = values.check(text, of: field, in: plan)
      if let date = value.date { dates[field] = date }
      for fault in value.faults {
        found.faults.append(
          .init(
            rule: fault.rule, column: column.label,
            value: shown(text, field, plan, ofPerson: found.subject.isPerson),
            wording: fault.wording))
      }
    }
    for field in plan.required where head.columnOfField[field].flatMap({ $0 < cells.count ? cells[$0] : nil }) == nil {
      found.faults.append(.init(rule: .required, column: label(field, plan, head), wording: Wording("is empty", "未填写")))
    }
    for pair in plan.order {
      guard let first = dates[pair.first], let second = dates[pair.second], first > second else { continue }
      found.faults.append(
        .init(
          rule: .order, column: label(pair.second, plan, head), value: second.description,
          wording: Wording(
            "lies before \(label(pair.first, plan, head)), \(first)", "早于\(label(pair.first, plan, head)) \(first)")))
    }
    return dates
  }

  private func checkCounterpart(
    _ found: inout InterpretedRow, _ plan: CategoryPlan, _ head: Head, _ cell: (Int) -> String?
  ) {
    if let doubt = found.subject.doubt, let kind = plan.kind {
      found.faults.append(.init(rule: .kind, column: label(kind, plan, head), value: cell(kind) ?? "", wording: doubt))
    } else if let kind = plan.kind, let text = cell(kind), !subjects.isCounterpart(text) {
      found.faults.append(
        .init(
          rule: .choice, column: label(kind, plan, head), value: text,
          wording: ValueRules.isNone(of: subjects.counterpartLabels)))
    }
  }

  /// The cells as given, under the catalogue's labels, in table order.
  private func record(
    _ row: TableRow, _ cells: [String?], _ plan: CategoryPlan, _ head: Head
  ) -> [(label: String, text: String)] {
    var fields: [(label: String, text: String)] = []
    fields.reserveCapacity(cells.count)
    for (index, column) in head.columns.enumerated() where index < row.cells.count && !row.cells[index].isEmpty {
      switch column.meaning {
      case .field(let field) where field < plan.recordFields:
        fields.append((plan.category.fields[field].naming.label, row.cells[index]))
      case .field: break
      case .domain: fields.append((column.label, row.cells[index]))
      case .unknown: fields.append((column.label, row.cells[index]))
      case .received, .ignored, .ofOtherKinds, .blank: break
      }
    }
    return fields
  }

  /// What is no part of the record, as the head writes it.
  private func rest(of row: TableRow, _ head: Head) -> [(label: String, text: String)] {
    zip(head.columns, row.cells).filter { column, cell in
      if cell.isEmpty { return false }
      if case .field(let field) = column.meaning { return field >= plans[head.category].recordFields }
      return column.meaning == .received || column.meaning == .ignored
    }.map { ($0.label, $1) }
  }

  func readReceived(_ found: inout InterpretedRow, _ cells: [String?], _ head: Head) {
    guard let column = head.received else {
      found.received = receivedDay
      found.receivedLabel = "收到日期"
      return
    }
    found.receivedLabel = head.columns[column].label
    guard column < cells.count, let text = cells[column] else { return }
    found.received = dayOfReceipt(cells, head)
    if found.received == nil {
      let isDate = CalendarDate(text: text) != nil
      let wording = isDate ? ValueRules.isAhead(of: today) : ValueRules.isNoDate
      found.faults.append(.init(rule: .received, column: found.receivedLabel, value: text, wording: wording))
    }
  }

  func dayOfReceipt(_ cells: [String?], _ head: Head) -> CalendarDate? {
    guard let column = head.received else { return receivedDay }
    let date = column < cells.count ? cells[column].flatMap { CalendarDate(text: $0) } : nil
    return date.flatMap { $0 <= today ? $0 : nil }
  }

  func label(_ field: Int, _ plan: CategoryPlan, _ head: Head) -> String {
    head.columnOfField[field].map { head.columns[$0].label } ?? plan.category.fields[field].naming.label
  }
}

private func firstRefused(in text: String) -> Unicode.Scalar? {
  // C1 begins with C2 in UTF-8.
  guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 }) else { return nil }
  return text.unicodeScalars.first(where: isRefused)
}

/// Control characters, C0 and C1, except tab and line ends.
private func isRefused(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D: false
  case 0..<0x20, 0x7F..<0xA0: true
  default: false
  }
}

private func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
