package import CivilTime
import ConcurrentMap
package import Records
package import Tables

/// Reads departments' tables row by row: what each row says, and of whom. What only several rows together show (doubles,
/// two names under one code) is left to those who gather the rows.
package struct TableInterpreter: Sendable {
  private(set) var finder: HeadFinder
  private(set) var rows: RowInterpreter
  var plans: [CategoryPlan] { finder.plans }

  /// - Parameters:
  ///   - rulesFile: what messages call the rules file.
  ///   - mappings: made for the source of the tables; they come before those of the rules.
  package init(
    catalogue: Catalogue, rules: ImportRules, rulesFile: String, options: ImportOptions, mappings: [HeadMapping] = []
  ) throws(ImportDataError) {
    var plans: [CategoryPlan] = []
    for category in catalogue.categories {
      if let plan = try CategoryPlan(category, rules, file: rulesFile) { plans.append(plan) }
    }
    plans += try RegistrationPlan.plans(catalogue.subjectKinds, rules, file: rulesFile)
    let kinds = catalogue.subjectKinds.map(\.naming.key)
    let named = Array(rules.kinds.values) + [rules.otherKind] + rules.counterpartKinds.flatMap(\.kinds)
    if let unknown = named.first(where: { !kinds.contains($0) }) {
      throw ImportDataError(file: rulesFile, problem: "the catalogue has no subject kind \(unknown)")
    }
    finder = try HeadFinder(plans: plans, rules: rules, options: options, mappings: mappings)
    rows = RowInterpreter(plans: plans, rules: rules, catalogue: catalogue, options: options)
  }

  /// The same for the tables of another day: what is known of heads is kept.
  /// - Parameter expected: canonical keys of the categories that the tables are to hold.
  package func reading(asOf moment: BeijingTime, expected: Set<String>) -> TableInterpreter {
    var other = self
    (other.finder.options.asOf, other.finder.options.expected) = (moment, expected)
    other.rows.today = moment.date
    return other
  }

  /// Canonical keys of the categories of a file's tables, by their heads. A head without rows says nothing of its category.
  package func categories(of file: TableFile) throws(TableError) -> Set<String> {
    var found: Set<String> = []
    for var table in file.tables {
      var first: [TableRow] = []
      while first.count < HeadFinder.rowsLookedAt, let row = try table.next() { first.append(row) }
      if let head = try finder.head(in: first, of: table.name, sheet: table.sheet) {
        let hasRows = first.contains { row in
          row.number > head.lastRow && !row.isBlank
            && NoData(row, RowInterpreter.cleaned(row), head, plans[head.category]) == nil
        }
        if hasRows || first.count == HeadFinder.rowsLookedAt { found.insert(plans[head.category].key) }
      }
    }
    return found
  }

  /// The rows of a file's table, or of all its sheets. Only the rows asked for are in memory at any time, beside
  /// what the file's format asks for.
  package func rows(of file: TableFile) -> DeliveredRows { DeliveredRows(reader: TableReader(file, self)) }
}

/// The rows of a file, some at a time. Every row below a head that is not blank comes up exactly once.
package struct DeliveredRows {
  var reader: TableReader
  /// What was found so far.
  package private(set) var tables: [DeliveredTable] = []
  /// Sheets without a head.
  package private(set) var skippedSheets: [String] = []
  /// Those of them that hold codes of subjects: rows may be lost that nobody can read.
  package private(set) var skippedSheetsWithCodes: [String] = []

  init(reader: TableReader) { self.reader = reader }

  /// The next rows, as many at most, interpreted on all cores; none after the last one.
  /// - Throws: if the file as a whole cannot be understood; none of its rows should be used then.
  package mutating func next(upTo count: Int) throws(TableError) -> [DeliveredRow] {
    var unread: [TableReader.UnreadRow] = []
    unread.reserveCapacity(count)
    while unread.count < count, let row = try nextUnread() { unread.append(row) }
    let interpreter = reader.interpreter
    return try concurrentMap(unread, grain: 128) { (row) throws(TableError) in
      interpreter.rows.delivered(try interpreter.read(row))
    }
  }

  private mutating func nextUnread() throws(TableError) -> TableReader.UnreadRow? {
    while let event = try reader.next() {
      switch event {
      case .table(let table):
        tables.append(
          DeliveredTable(
            name: table.name, category: reader.interpreter.plans[table.head.category].key,
            headRow: table.head.lastRow, columns: table.head.columns.map(\.label),
            mapping: table.head.mapping, isHidden: table.isHidden))
      case .noHead(let name, let holdsCodes):
        skippedSheets.append(name)
        if holdsCodes { skippedSheetsWithCodes.append(name) }
      case .row(let row): return row
      }
    }
    return nil
  }
}

/// A table in which a head was found.
package struct DeliveredTable: Sendable, Equatable {
  /// File and sheet.
  package var name: String
  /// Canonical key.
  package var category: String
  /// The last row of the head.
  package var headRow: Int
  /// As the head writes them.
  package var columns: [String]
  /// The name of the mapping by which the head was understood; nil: the catalogue's names sufficed.
  package var mapping: String?
  /// Whether the workbook hides its sheet.
  package var isHidden: Bool
}
