import CivilTime
public import Records
public import Tables

/// Turns tables into credit files, one per subject. Tables are added one by one; `finish` then emits the files.
///
/// Every row that is not blank becomes a record of exactly one file or is rejected: the summary counts both.
public struct Importer {
  let catalogue: Catalogue
  let options: ImportOptions
  let finder: HeadFinder
  let interpreter: RowInterpreter
  let calendar: WorkingCalendar

  struct Entry {
    var subject: Int32
    /// Index of the plan.
    var category: Int32
    /// Index of the table, and the row's number.
    var table: Int32, row: Int32
    var isCompliant = false
    var text: Piece
    /// Cells of the row that are not in the record.
    var rest: Piece?
  }
  var subjects = SubjectBook()
  var entries: [Entry] = []
  var store = TextStore()
  /// The heads of the summary's tables.
  var heads: [Head] = []
  var documents = DocumentNumbers()
  var summary: ImportSummary
  var counts: [ImportSummary.CategorySummary]
  var uncoded: [String: ImportSummary.Uncoded] = [:]
  public internal(set) var rejected = RejectedRows()

  /// - Parameter rulesFile: what messages call the rules file.
  public init(
    catalogue: Catalogue, rules: ImportRules, rulesFile: String, calendar: WorkingCalendar, options: ImportOptions
  ) throws(ImportDataError) {
    (self.catalogue, self.options, self.calendar) = (catalogue, options, calendar)
    var plans: [CategoryPlan] = []
    for category in catalogue.categories {
      if let plan = try CategoryPlan(category, rules, file: rulesFile) { plans.append(plan) }
    }
    let kinds = catalogue.subjectKinds.map(\.naming.key)
    let named = Array(rules.kinds.values) + [rules.otherKind] + rules.counterpartKinds.flatMap(\.kinds)
    if let unknown = named.first(where: { !kinds.contains($0) }) {
      throw ImportDataError(file: rulesFile, problem: "the catalogue has no subject kind \(unknown)")
    }
    finder = HeadFinder(plans: plans, rules: rules, options: options)
    interpreter = RowInterpreter(plans: plans, rules: rules, catalogue: catalogue, options: options)
    counts = plans.map { ImportSummary.CategorySummary(category: $0.category.naming.label) }
    summary = ImportSummary(
      asOf: options.asOf.description, compliance: .init(0, of: 0, target: rules.complianceTarget),
      timeliness: .init(0, of: 0, target: rules.timelinessTarget))
  }

  /// Labels of the categories to which rows of a table can belong.
  public var categories: [Naming] { finder.plans.map(\.category.naming) }

  /// Reads the table of a file, or all its sheets.
  /// - Parameters:
  ///   - report: receives each defect as it is found.
  ///   - progress: receives the current row number from time to time.
  /// - Throws: if the file as a whole cannot be understood; nothing of it should be used then.
  public mutating func add(
    _ file: TableFile, report: (Defect) -> Void, progress: (Int) -> Void
  ) throws(TableError) {
    var understood = 0
    for var table in file.tables {
      if try add(&table, encoding: file.encoding, report: report, progress: progress) { understood += 1 }
    }
    guard understood > 0 else {
      throw TableError(
        file.name, "no row looks like the head of a table that can be imported",
        hint: "its columns must be called as in the exchange tables (行政相对人名称, CF_XDR_MC …)")
    }
  }

  /// - Returns: false if no head was found.
  private mutating func add(
    _ table: inout any Table, encoding: TableEncoding?, report: (Defect) -> Void, progress: (Int) -> Void
  ) throws(TableError) -> Bool {
    var first: [TableRow] = []
    while first.count < HeadFinder.rowsLookedAt, let row = try table.next() { first.append(row) }
    guard let head = try finder.head(in: first, of: table.name, sheet: table.sheet) else {
      if first.contains(where: { !$0.isBlank }) { summary.skippedSheets.append(table.name) }
      return false
    }
    heads.append(head)
    rejected.begin(head: head.columns.map(\.label))
    summary.tables.append(
      ImportSummary.TableSummary(
        file: table.name, category: counts[head.category].category, encoding: encoding?.rawValue,
        headRow: head.lastRow,
        unknownColumns: head.columns.filter { $0.meaning == .unknown }.map(\.label)))
    for row in first where row.number > head.lastRow { take(row, head, table, report) }
    while let row = try table.next() {
      take(row, head, table, report)
      if row.number % 1000 == 0 { progress(row.number) }
    }
    return true
  }

  private mutating func take(_ row: TableRow, _ head: Head, _ table: any Table, _ report: (Defect) -> Void) {
    if row.isBlank { return }
    let tableName = table.name
    summary.tables[summary.tables.count - 1].rows += 1
    counts[head.category].rows += 1
    let found: InterpretedRow
    do throws(RowInterpreter.Rejection) {
      found = try interpreter.read(row, head, mayBeShort: table.mayRowsBeShort)
    } catch {
      counts[head.category].rejected += 1
      summary.tables[summary.tables.count - 1].rejected += 1
      let label = error.column.map { $0 < head.columns.count ? head.columns[$0].label : "column \($0 + 1)" }
      let reason = (label.map { "\($0): " } ?? "") + error.message
      rejected.add(tableName: tableName, row: row.number, reason: reason, cells: interpreter.shownCells(of: row, head))
      if let name = error.uncodedName.map({ ShownPerson.text($0) }) {
        uncoded[foldedName(name), default: .init(name: name, rows: 0, codesOfSameName: [])].rows += 1
      }
      note(.rejected, tableName, row.number, label ?? "", "", error.message, report)
      return
    }
    let subject = subjects.note(found.subject, decided: found.date, tableName: tableName, row: row.number)
    entries.append(
      Entry(
        subject: Int32(subject), category: Int32(head.category), table: Int32(summary.tables.count - 1),
        row: Int32(row.number), text: store.append(found.text),
        rest: found.rest.isEmpty ? nil : store.append(found.rest)))
    counts[head.category].records += 1
    for fault in found.faults {
      note(fault.rule, tableName, row.number, fault.column, fault.value, fault.message, report)
    }
    var isCompliant = !found.faults.contains { !$0.rule.isNotice }
    if let number = found.number {
      let finding = documents.note(
        category: head.category, authority: found.authority, number: number, subject: subject, file: tableName,
        row: row.number)
      switch finding {
      case .new: break
      case .duplicate(let other):
        isCompliant = false
        note(
          .duplicate, tableName, row.number, found.numberLabel, number, "is in \(other) too, for the same subject",
          report)
      case .shared(let other):
        note(
          .sharedNumber, tableName, row.number, found.numberLabel, number, "is in \(other) too, for another one", report
        )
      }
    }
    if isCompliant { counts[head.category].compliant += 1 }
    entries[entries.count - 1].isCompliant = isCompliant
    judgeTimeliness(found, head.category, tableName, row.number, report)
  }

  private mutating func judgeTimeliness(
    _ row: InterpretedRow, _ category: Int, _ tableName: String, _ number: Int, _ report: (Defect) -> Void
  ) {
    guard let decided = row.date, let received = row.received else {
      counts[category].notJudged += 1
      return
    }
    let days = finder.rules.workingDays
    switch calendar.timeliness(decided: decided, received: received, workingDays: days) {
    case .timely: counts[category].timely += 1
    case .late(let deadline):
      counts[category].late += 1
      note(
        .late, tableName, number, row.receivedLabel, received.description,
        "came after \(deadline), the working day \(days) after the decision of \(decided)", report)
    case .unknown(let year):
      counts[category].notJudged += 1
      if !summary.missingYears.contains(year) { summary.missingYears.append(year) }
    case .impossible:
      counts[category].notJudged += 1
      note(
        .received, tableName, number, row.receivedLabel, received.description, "lies before the decision of \(decided)",
        report)
    }
  }

  func label(ofKind key: String) -> String {
    catalogue.subjectKinds.first { $0.naming.key == key }?.naming.label ?? key
  }

  mutating func note(
    _ rule: Defect.Rule, _ tableName: String, _ row: Int, _ column: String, _ value: String, _ message: String,
    _ report: (Defect) -> Void
  ) {
    if rule.isNotice {
      summary.notices[rule.rawValue, default: 0] += 1
    } else {
      summary.defects[rule.rawValue, default: 0] += 1
    }
    report(
      Defect(
        tableName: tableName, row: row, column: column, value: ShownPerson.text(value), rule: rule,
        message: ShownPerson.text(message)))
  }
}
