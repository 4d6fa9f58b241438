import CivilTime
import ErrorCauses
public import Records
public import Tables

/// Turns tables into credit files, one per subject. Tables are added one by one; `finish` then emits the files.
///
/// Every row that is not blank becomes a record of exactly one file, is rejected, or holds no data: the summary counts
/// all three.
public struct Importer {
  let catalogue: Catalogue
  let options: ImportOptions
  let tables: TableInterpreter
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
  /// What is told once for the table that is being read: the first defect of each kind, and how many.
  private var toldOnce: [Once: (first: Defect, count: Int)] = [:]
  private struct Once: Hashable {
    var rule: Defect.Rule
    var column: String, wording: Wording
  }
  var uncoded: [String: ImportSummary.Uncoded] = [:]
  public internal(set) var rejected = RejectedRows()

  /// - Parameters:
  ///   - rulesFile: what messages call the rules file.
  ///   - mappings: made for the tables at hand; they come before those of the rules.
  public init(
    catalogue: Catalogue, rules: ImportRules, rulesFile: String, calendar: WorkingCalendar, options: ImportOptions,
    mappings: [HeadMapping] = []
  ) throws(ImportDataError) {
    (self.catalogue, self.options, self.calendar) = (catalogue, options, calendar)
    tables = try TableInterpreter(
      catalogue: catalogue, rules: rules, rulesFile: rulesFile, options: options, mappings: mappings)
    counts = tables.plans.map { ImportSummary.CategorySummary(category: $0.category.naming.label) }
    summary = ImportSummary(
      asOf: options.asOf.description, compliance: .init(0, of: 0, target: rules.complianceTarget),
      timeliness: .init(0, of: 0, target: rules.timelinessTarget))
  }

  /// Labels of the categories to which rows of a table can belong.
  public var categories: [Naming] { tables.plans.filter { $0.registration == nil }.map(\.category.naming) }

  /// Reads the table of a file, or all its sheets.
  /// - Parameters:
  ///   - report: receives each defect as it is found.
  ///   - progress: receives the current row number from time to time.
  /// - Throws: if the file as a whole cannot be understood; nothing of it should be used then.
  public mutating func add(
    _ file: TableFile, report: (Defect) -> Void, progress: (Int) -> Void
  ) throws(TableError) {
    var reader = TableReader(file, tables)
    var (hasRecords, isRegistration) = (false, false)
    while let event = try reader.next() {
      switch event {
      case .table(let table):
        isRegistration = tables.plans[table.head.category].registration != nil
        if isRegistration {
          summary.skippedSheets.append(table.name)
          continue
        }
        hasRecords = true
        reportOnce(report)
        begin(table)
        if table.isHidden {
          note(
            .hidden, table.name, table.head.lastRow, "", "",
            Wording("is the head of a table in a hidden sheet", "是隐藏工作表中表格的表头"), report)
        }
      case .noHead(let name, _): summary.skippedSheets.append(name)
      case .row(let row) where !isRegistration:
        take(try tables.read(row), report)
        if row.source.number % 1000 == 0 { progress(row.source.number) }
      case .row: break
      }
    }
    if !hasRecords {
      throw TableError(
        file.name, "is a registrar's table: it says who the subjects are, and holds no records",
        hint: "import tables of records")
    }
    reportOnce(report)
  }

  private mutating func begin(_ table: TableReader.OpenedTable) {
    heads.append(table.head)
    rejected.begin(head: table.head.columns.map(\.label))
    summary.tables.append(
      ImportSummary.TableSummary(
        file: table.name, category: counts[table.head.category].category, encoding: table.encoding?.rawValue,
        headRow: table.head.lastRow,
        isHidden: table.isHidden, mapping: table.head.mapping,
        unknownColumns: table.head.columns.filter { $0.meaning == .unknown }.map(\.label)))
  }

  private mutating func take(_ row: TableReader.Row, _ report: (Defect) -> Void) {
    switch row.outcome {
    case .noData(let kind):
      summary.tables[summary.tables.count - 1].noData += 1
      note(.noData, row.table.name, row.source.number, "", "", kind.wording, report)
    case .rejected(let rejection):
      count(row)
      reject(row, rejection, report)
    case .record(let found):
      count(row)
      take(found, row, report)
    }
  }

  private mutating func count(_ row: TableReader.Row) {
    summary.tables[summary.tables.count - 1].rows += 1
    counts[row.table.head.category].rows += 1
  }

  /// Tells once a table, and not row by row, what may concern all its rows.
  private mutating func reportOnce(_ report: (Defect) -> Void) {
    for found in toldOnce.values.sorted(by: { ($0.first.row, $0.first.column) < ($1.first.row, $1.first.column) }) {
      var defect = found.first
      let more = found.count - 1
      if more > 0 {
        defect.wording = Wording(
          "\(defect.wording.english) (and in \(more) \(more == 1 ? "row" : "rows") more)",
          "\(defect.wording.chinese)（另有 \(more) 行相同）")
      }
      report(defect)
    }
    toldOnce = [:]
  }

  private mutating func reject(
    _ row: TableReader.Row, _ rejection: RowInterpreter.Rejection, _ report: (Defect) -> Void
  ) {
    let head = row.table.head
    counts[head.category].rejected += 1
    summary.tables[summary.tables.count - 1].rejected += 1
    rejected.add(
      tableName: row.table.name, row: row.source.number, reason: rejection.reason(in: head).chinese,
      cells: tables.rows.shownCells(of: row.source, head))
    if let name = rejection.uncodedName.map({ ShownPerson.text($0) }) {
      uncoded[foldedName(name), default: .init(name: name, rows: 0, codesOfSameName: [])].rows += 1
    }
    note(
      .rejected, row.table.name, row.source.number, rejection.label(in: head).chinese, "", rejection.wording, report)
  }

  private mutating func take(_ found: InterpretedRow, _ row: TableReader.Row, _ report: (Defect) -> Void) {
    let (tableName, head, row) = (row.table.name, row.table.head, row.source)
    let subject = subjects.note(found.subject, decided: found.date, tableName: tableName, row: row.number)
    entries.append(
      Entry(
        subject: Int32(subject), category: Int32(head.category), table: Int32(summary.tables.count - 1),
        row: Int32(row.number), text: store.append(found.text),
        rest: found.rest.isEmpty ? nil : store.append(found.rest)))
    counts[head.category].records += 1
    for fault in found.faults {
      note(fault.rule, tableName, row.number, fault.column, fault.value, fault.wording, report)
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
          .duplicate, tableName, row.number, found.numberLabel, number,
          Wording("is in \(other) too, for the same subject", "与 \(other) 重复，主体相同"), report)
      case .shared(let other):
        note(
          .sharedNumber, tableName, row.number, found.numberLabel, number,
          Wording("is in \(other) too, for another one", "也在 \(other)，但主体不同"), report)
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
    let days = tables.finder.rules.workingDays
    switch calendar.timeliness(decided: decided, received: received, workingDays: days) {
    case .timely: counts[category].timely += 1
    case .late(let deadline):
      counts[category].late += 1
      note(
        .late, tableName, number, row.receivedLabel, received.description,
        Wording(
          "came after \(deadline), the working day \(days) after the decision of \(decided)",
          "晚于 \(deadline)，即 \(decided) 作出决定后的第 \(days) 个工作日"), report)
    case .unknown(let year):
      counts[category].notJudged += 1
      if !summary.missingYears.contains(year) { summary.missingYears.append(year) }
    case .impossible:
      counts[category].notJudged += 1
      note(
        .received, tableName, number, row.receivedLabel, received.description,
        Wording("lies before the decision of \(decided)", "早于作出决定的日期 \(decided)"), report)
    }
  }

  func label(ofKind key: String) -> String {
    catalogue.subjectKinds.first { $0.naming.key == key }?.naming.label ?? key
  }

  mutating func note(
    _ rule: Defect.Rule, _ tableName: String, _ row: Int, _ column: String, _ value: String, _ wording: Wording,
    _ report: (Defect) -> Void
  ) {
    if rule.isNotice {
      summary.notices[rule.rawValue, default: 0] += 1
    } else {
      summary.defects[rule.rawValue, default: 0] += 1
    }
    let defect = Defect(
      tableName: tableName, row: row, column: column, value: ShownPerson.text(value), rule: rule,
      wording.map { ShownPerson.text($0) })
    guard Defect.toldOnce.contains(rule) else { return report(defect) }
    toldOnce[Once(rule: rule, column: column, wording: wording), default: (defect, 0)].count += 1
  }
}
