import CivilTime
import ErrorCauses
import Records
import Tables

extension RowInterpreter.Rejection {
  /// The head of the column that is to blame; empty: the row as a whole.
  func label(in head: Head) -> Wording {
    guard let column else { return Wording("", "") }
    guard column < head.columns.count else { return Wording("column \(column + 1)", "第 \(column + 1) 列") }
    return Wording(head.columns[column].label, head.columns[column].label)
  }

  func reason(in head: Head) -> Wording {
    let label = label(in: head)
    return Wording(wording.at(label.english).english, wording.at(label.chinese).chinese)
  }
}

/// What a row gives to those who gather rows.
extension RowInterpreter {
  func delivered(_ row: TableReader.Row) -> DeliveredRow {
    var delivered = DeliveredRow(
      tableName: row.table.name, number: row.source.number,
      category: plans[row.table.head.category].key, content: .noData(.note), defects: [])
    let defect = { (rule: Defect.Rule, column: String, value: String, wording: Wording) in
      Defect(
        tableName: row.table.name, row: row.source.number, column: column, value: ShownPerson.text(value), rule: rule,
        wording.map { ShownPerson.text($0) })
    }
    let (plan, head) = (plans[row.table.head.category], row.table.head)
    let cell = { (field: Int?) in
      field.flatMap { head.columnOfField[$0] }.flatMap { $0 < row.cells.count ? row.cells[$0] : nil }
    }
    if let source = cell(plan.dataSource) { delivered.offices = [source] + [cell(plan.authority)].compactMap(\.self) }
    switch row.outcome {
    case .noData(let kind): delivered.content = .noData(kind)
    case .rejected(let rejection):
      delivered.content = .unattributed(unattributed(row, rejection))
      delivered.defects = [defect(.rejected, rejection.label(in: row.table.head).english, "", rejection.wording)]
    case .record(let found):
      delivered.content =
        plan.registration != nil
        ? .registration(registration(found, row.cells, head)) : .record(record(found, row.cells, head))
      delivered.defects = found.faults.map { defect($0.rule, $0.column, $0.value, $0.wording) }
    }
    return delivered
  }

  private func record(_ found: InterpretedRow, _ cells: [String?], _ head: Head) -> DeliveredRecord {
    let codes = codes(cells, head).filter { $0.text != found.subject.code }
    return DeliveredRecord(
      subject: found.subject, number: found.number, authority: found.authority.isEmpty ? nil : found.authority,
      decided: found.date, received: found.received, otherCodes: codes,
      holdsIdentityNumber: found.subject.isPerson || holdsIdentityNumber(cells, head), text: found.text)
  }

  private func registration(
    _ found: InterpretedRow, _ cells: [String?], _ tableHead: Head
  ) -> DeliveredRegistration {
    let head = tableHead.headsOfKinds[found.subject.kind] ?? tableHead
    return DeliveredRegistration(
      subject: found.subject, formerNames: found.formerNames, changedOn: found.changedOn, received: found.received,
      otherCodes: codes(cells, head).filter { $0.text != found.subject.code },
      holdsIdentityNumber: holdsIdentityNumber(cells, head), fields: found.text)
  }

  private func unattributed(_ source: TableReader.Row, _ rejection: Rejection) -> UnattributedRow {
    var cells = source.cells
    let head = source.table.head
    let holdsIdentityNumber = holdsIdentityNumber(cells, head)
    var row = UnattributedRow(
      reason: rejection.reason(in: head).english, isMisaligned: rejection.isMisaligned, codes: [],
      furtherCodes: furtherCodes(cells, head, isMisaligned: rejection.isMisaligned),
      holdsIdentityNumber: holdsIdentityNumber,
      text: CreditFileText.record(allCells(of: source.source, head)))
    if rejection.isMisaligned {
      row.codes = unique(cells.compactMap { $0 }.flatMap(Self.soundCodes).map { SubjectCode(field: "", text: $0) })
      return row
    }
    // A damaged cell says nothing that can be compared.
    let damaged = source.source.faults.compactMap { $0.column.map { $0 - 1 } } + [rejection.column].compactMap { $0 }
    for column in damaged where cells.indices.contains(column) { cells[column] = nil }
    let plan = plans[head.category]
    let cell = { (field: Int?) -> String? in
      field.flatMap { head.columnOfField[$0] }.flatMap { $0 < cells.count ? cells[$0] : nil }
    }
    let saysSubject = [plan.name, plan.code, plan.kind, plan.idKind, plan.idNumber].map { field in
      field.flatMap { head.columnOfField[$0] }
    }
    if !damaged.isEmpty, plan.registration == nil, !damaged.contains(where: saysSubject.contains) {
      row.subject = try? subjects.identity(in: plan, cell: cell)
    }
    row.name = cell(plan.name).flatMap { SubjectNames.isFiller($0) ? nil : $0 }
    row.number = cell(plan.number)
    row.authority = cell(plan.authority)
    let converted = Self.cleaned(converted(source.source, cells, head).row)
    let written = plan.date.flatMap { head.columnOfField[$0] }.flatMap { cell(plan.date) == nil ? nil : converted[$0] }
    if case .date(let day)? = written.flatMap({ DateText.read($0) }), day <= today { row.decided = day }
    row.received = dayOfReceipt(cells, head)
    // The authority's code and its like are of nobody whom the row is about.
    let others = head.columns.indices.filter { column in
      guard case .field(let field) = head.columns[column].meaning else { return true }
      return plan.category.fields[field].kind == .text
    }
    let found = others.compactMap { $0 < cells.count ? cells[$0] : nil }.flatMap(Self.soundCodes)
    row.codes = unique(codes(cells, head) + found.map { SubjectCode(field: "", text: $0) })
    return row
  }

  /// All that may be a code, in whichever cell, and what a faulty code of the subject may stand for. An authority's (GB 32100-2015: 1, 机构编制) is nobody's whom the row is about,
  /// unless the cells are under the wrong heads.
  private func furtherCodes(_ cells: [String?], _ head: Head, isMisaligned: Bool) -> [String] {
    let plan = plans[head.category]
    let own = [plan.code] + [plan.idNumber].compactMap { $0 } + plan.otherCodes
    var known: Set<String> = []
    return cells.enumerated().flatMap { column, text -> [String] in
      let found = text.map(CodeMentions.all) ?? []
      guard !isMisaligned, column < head.columns.count, case .field(let field) = head.columns[column].meaning,
        plan.category.fields[field].kind == .code
      else { return found }
      if own.contains(field) { return found + NearbyCodes.sound(near: text ?? "") }
      return found.filter { $0.utf8.count == 18 && !$0.hasPrefix("1") }
    }.filter { known.insert($0).inserted }
  }

  /// The values of the fields that hold numbers of the subject.
  private func codes(_ cells: [String?], _ head: Head) -> [SubjectCode] {
    let plan = plans[head.category]
    let fields = [plan.code] + [plan.idNumber].compactMap { $0 } + plan.otherCodes
    return unique(
      fields.flatMap { field -> [SubjectCode] in
        guard let column = head.columnOfField[field], column < cells.count, let text = cells[column] else { return [] }
        let key = plan.category.fields[field].naming.key
        // A cell may hold the numbers of several, and words beside them.
        let parts = Self.runs(in: text).filter { $0.utf8.count >= 8 }
        return ([normalizedIdentifier(text)] + parts).map { SubjectCode(field: key, text: $0) }
      })
  }

  private func unique(_ codes: [SubjectCode]) -> [SubjectCode] {
    var known: Set<String> = []
    return codes.filter { known.insert($0.text).inserted }
  }

  private func holdsIdentityNumber(_ cells: [String?], _ head: Head) -> Bool {
    let fields = plans[head.category].category.fields
    return cells.enumerated().contains { column, text in
      guard let text else { return false }
      var (context, label) = (IdentityNumber.Context.anywhere, "")
      if column < head.columns.count, case .field(let field) = head.columns[column].meaning {
        label = fields[field].naming.label
        // Court lists have identity numbers and organisations' codes under one head.
        if fields[field].kind == .identity { return !Self.isOrganisations(text) }
        if fields[field].isRegistration { context = .registration }
      }
      // A number after the word for it (身份证号码), too, though it was mistyped.
      return !IdentityNumber.all(in: text, at: context).isEmpty
        || PersonalDetail.namesIdentityNumber(text, label: label)
    }
  }

  private static func isOrganisations(_ text: String) -> Bool {
    let code = normalizedIdentifier(text)
    return CitizenID.fault(in: code) != nil
      && (UnifiedCreditCode.fault(in: code) == nil || OrganisationCode.fault(in: code) == nil)
  }

  /// Whether a text as a whole is a sound 统一社会信用代码 or number of an identity card.
  static func hasCode(_ text: String) -> Bool {
    guard (15...64).contains(text.utf8.count) else { return false }
    return isSound(normalizedIdentifier(text))
  }

  /// All such codes in a text, whole or within it.
  static func soundCodes(in text: String) -> [String] {
    guard text.utf8.count >= 15 else { return [] }
    if hasCode(text) { return [normalizedIdentifier(text)] }
    return runs(in: text).filter(isSound)
  }

  private static func isSound(_ code: String) -> Bool {
    (15...18).contains(code.utf8.count)
      && (UnifiedCreditCode.fault(in: code) == nil || CitizenID.fault(in: code) == nil)
  }

  /// Letters and digits that stand together, normalized.
  private static func runs(in text: String) -> [String] {
    if text.utf8.allSatisfy({ 48...57 ~= $0 || 65...90 ~= $0 }) { return text.isEmpty ? [] : [text] }
    return text.split(whereSeparator: \.isWhitespace).flatMap { part in
      normalizedIdentifier(String(part)).split { !$0.isASCII || !$0.isLetter && !$0.isNumber }.map(String.init)
    }
  }

  /// Every cell that is not empty, each under a name of its own.
  private func allCells(of row: TableRow, _ head: Head) -> [(label: String, text: String)] {
    let fields = plans[head.category].category.fields
    var used: Set<String> = []
    return row.cells.enumerated().filter { !$1.isEmpty }.map { column, text in
      var label = ""
      if column < head.columns.count {
        label = head.columns[column].label
        if case .field(let field) = head.columns[column].meaning { label = fields[field].naming.label }
      }
      if label.isEmpty || !used.insert(label).inserted {
        label += label.isEmpty ? "column \(column + 1)" : " (column \(column + 1))"
      }
      return (label, text)
    }
  }
}
