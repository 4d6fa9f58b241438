import ErrorCauses
import Records
import Tables

/// Finds the head in a table's first rows and, from it, the category.
struct HeadFinder: Sendable {
  let plans: [CategoryPlan]
  let rules: ImportRules
  var options: ImportOptions
  let readings: [HeadReading]
  /// How many rows are searched; a head is among the first rows, below any titles.
  static let rowsLookedAt = 12
  private let ignored: Vocabulary
  private let received: Vocabulary
  private let domain = Vocabulary([CatalogueNames.domain])

  /// - Parameter mappings: those that somebody made for the source of the tables.
  init(
    plans: [CategoryPlan], rules: ImportRules, options: ImportOptions, mappings: [HeadMapping]
  ) throws(ImportDataError) {
    (self.plans, self.rules, self.options) = (plans, rules, options)
    ignored = Vocabulary([Naming(key: "ignored", label: "", aliases: rules.ignored)])
    let names = if case .column(let name)? = options.received { [name] } else { rules.received }
    received = Vocabulary([Naming(key: "received", label: "", aliases: names)])
    var readings = plans.enumerated().map { HeadReading(plan: $0, $1) }
    for (isOfSource, list) in [(true, mappings), (false, rules.mappings)] {
      for mapping in list {
        let indices = plans.indices.filter { plans[$0].key == mapping.category }
        if indices.isEmpty {
          throw ImportDataError(
            file: "mapping “\(mapping.name)”", problem: "no tables are read for the category \(mapping.category)")
        }
        for plan in indices {
          readings.append(try HeadReading(plan: plan, plans[plan], mapping, isOfSource: isOfSource))
        }
      }
    }
    self.readings = readings
  }

  /// The rows of one head, as one reading understands them.
  struct Candidate {
    var reading: HeadReading
    var start: Int, height: Int
    /// Fields that it names.
    var fields: Int
    /// Columns that it understands, those that are no fields included.
    var columns = 0
    /// Columns that it does not.
    var unknown = 0
    /// Columns that only its mapping knows.
    var own = 0
  }

  /// - Parameter namesSubject: whether a head must say whom the rows are about.
  /// - Returns: nil if no row looks like a head.
  func head(
    in rows: [TableRow], of tableName: String, sheet: String, namesSubject: Bool = true
  ) throws(TableError) -> Head? {
    let texts = HeadRows(rows)
    guard let best = try best(of: candidates(texts), texts, rows, tableName, sheet: sheet) else { return nil }
    let extended = extended(best, texts)
    let head: Head
    if plans[best.reading.plan].registration != nil {
      head = try registrationHead(extended, texts, rows, tableName)
    } else {
      head = try resolve(extended, texts, rows, tableName)
    }
    return namesSubject ? try checked(head, rows[best.start].number, tableName) : head
  }

  /// The best window of each reading that has one.
  func candidates(_ texts: HeadRows) -> [Candidate] {
    let readings = readings.filter { reading in
      let key = plans[reading.plan].key
      return options.category ?? key == key && options.categories?.contains(key) ?? true
    }
    var best: [Candidate?] = Array(repeating: nil, count: readings.count)
    // With equally many fields the fewest rows win: a title above, merged over all columns, is not part of the head.
    for height in 1...3 {
      for start in texts.rows.indices where start + height <= texts.rows.count {
        let columns = texts.columns(start: start, height: height)
        let names = Set(columns.flatMap(\.names))
        for (index, reading) in readings.enumerated() where reading.fits(names) {
          let found = columns.map { $0.meanings(reading) }
          var fields: Set<Head.Meaning> = []
          for case .field(let field) in found.joined().map(\.meaning) { fields.insert(.field(field)) }
          // One or two cells that match field names are not a head.
          guard fields.count >= 3, fields.count > best[index]?.fields ?? 0 else { continue }
          let understood = zip(columns, found).count { !$1.isEmpty || other($0) != .unknown && other($0) != .blank }
          best[index] = Candidate(
            reading: reading, start: start, height: height, fields: fields.count, columns: understood,
            unknown: columns.count { !$0.cells.isEmpty } - understood, own: reading.uses(in: names))
        }
      }
    }
    return best.compactMap { $0 }
  }

  /// The source's own mapping comes first where it understands all of a table; a registrar's table is one that fits no category
  /// as well; the names of the catalogue suffice where a shipped mapping understands no more than they.
  private func best(
    of candidates: [Candidate], _ texts: HeadRows, _ rows: [TableRow], _ tableName: String, sheet: String
  ) throws(TableError) -> Candidate? {
    if let own = candidates.filter({ $0.reading.isOfSource && $0.unknown == 0 }).max(by: isWorse) { return own }
    let records = candidates.filter { plans[$0.reading.plan].registration == nil }
    let most = records.map(\.fields).max() ?? 0
    let registrations = candidates.filter { plans[$0.reading.plan].registration != nil }
    if let registration = registrations.filter({ isRegistration($0, texts) }).max(by: isWorse),
      registration.fields > most
    {
      return registration
    }
    guard let winner = records.max(by: isWorse) else { return nil }
    var best = records.filter { !isWorse($0, winner) && $0.reading.plan != winner.reading.plan } + [winner]
    if best.count > 1 { best = named(best, sheet: sheet, tableName) }
    if best.count > 1 {
      let expected = best.filter { options.expected.contains(plans[$0.reading.plan].category.naming.key) }
      if expected.count == 1 { best = expected }
    }
    guard best.count == 1 else {
      let indices = Set(best.map(\.reading.plan)).sorted()
      let labels = indices.map { plans[$0].category.naming.label }.joined(separator: ", ")
      throw TableError(
        tableName, row: rows[best[0].start].number, "the head fits several categories: \(labels)",
        remedy: .tableCategory)
    }
    return best[0]
  }

  /// The one whose category the sheet is named after, or the file; all of them if that is not one.
  private func named(_ candidates: [Candidate], sheet: String, _ tableName: String) -> [Candidate] {
    let file = foldedName(String(tableName.split(separator: "/").last ?? ""))
    let tests: [(String) -> Bool] = [{ $0 == foldedName(sheet) }, { $0.count > 1 && file.contains($0) }]
    for test in tests {
      let named = candidates.filter { candidate in
        let naming = plans[candidate.reading.plan].category.naming
        return ([naming.label] + naming.aliases).map(foldedName).contains(where: test)
      }
      if named.count == 1 { return named }
    }
    return candidates
  }

  private func isWorse(_ one: Candidate, _ other: Candidate) -> Bool {
    if (one.fields, one.columns) != (other.fields, other.columns) {
      return (one.fields, one.columns) < (other.fields, other.columns)
    }
    return (rank(one.reading), one.own) < (rank(other.reading), other.own)
  }

  /// A shipped mapping that adds nothing is not needed.
  private func rank(_ reading: HeadReading) -> Int { reading.isOfSource ? 2 : reading.mapping == nil ? 1 : 0 }

  /// Includes the rows below that are also heads: labels below exchange codes.
  private func extended(_ candidate: Candidate, _ texts: HeadRows) -> Candidate {
    var candidate = candidate
    while candidate.start + candidate.height < texts.rows.count {
      let columns = texts.columns(start: candidate.start + candidate.height, height: 1).filter { !$0.cells.isEmpty }
      let named = columns.count { !$0.meanings(candidate.reading).isEmpty }
      guard named >= 3, named * 2 > columns.count else { break }
      candidate.height += 1
    }
    return candidate
  }

  /// - Parameter kinds: all readings of registrations, in a registrar's table; a field that only some of them have is
  ///   known.
  func resolve(
    _ candidate: Candidate, _ texts: HeadRows, _ rows: [TableRow], _ tableName: String, kinds: [HeadReading] = []
  ) throws(TableError) -> Head {
    let (reading, plan) = (candidate.reading, plans[candidate.reading.plan])
    let first = rows[candidate.start].number
    var head = Head(
      category: reading.plan, columns: [], firstRow: first,
      lastRow: rows[candidate.start + candidate.height - 1].number,
      columnOfField: Array(repeating: nil, count: plan.category.fields.count), mapping: reading.mapping?.name)
    var unknown: [UnknownColumn] = []
    for (column, cells) in texts.columns(start: candidate.start, height: candidate.height).enumerated() {
      if let reason = cells.cells.lazy.compactMap(reading.refusal).first {
        throw TableError(tableName, row: first, column: column + 1, "\(cells.label) \(reason)")
      }
      let meanings = cells.meanings(reading)
      guard meanings.count < 2 else {
        throw TableError(
          tableName, row: first, column: column + 1,
          "\(cells.cells.map(\.text).joined(separator: " / ")) names two fields of \(plan.category.naming.label)",
          hint: "give the column one name")
      }
      var meaning = meanings.first?.meaning ?? other(cells)
      if meanings.isEmpty, kinds.contains(where: { !cells.meanings($0).isEmpty }) { meaning = .ofOtherKinds }
      if meaning == .unknown, !options.keepUnknown {
        unknown.append(UnknownColumn(column: column + 1, cells: cells))
      }
      head.columns.append(
        Head.Column(label: cells.label, meaning: meaning, unit: meanings.first?.unit ?? .tenThousandYuan))
      if let earlier = head.note(meaning, at: column) {
        throw TableError(
          tableName, row: first, column: column + 1,
          "\(cells.cells.map(\.text).joined(separator: " ")) is the same field as column \(earlier + 1), "
            + head.columns[earlier].label,
          hint: "remove or rename one of the two")
      }
    }
    (head.name, head.code) = (head.columnOfField[plan.name], head.columnOfField[plan.code])
    if !unknown.isEmpty { throw error(unknown, reading.plan, tableName, first) }
    while head.columns.last?.meaning == .blank { head.columns.removeLast() }
    return head
  }

  private func checked(_ head: Head, _ row: Int, _ tableName: String) throws(TableError) -> Head {
    if case .column(let name)? = options.received, head.received == nil {
      throw TableError(tableName, row: row, "no column is called \(name)", remedy: .receivedColumn)
    }
    let plan = plans[head.category]
    if head.name == nil, plan.idNumber.flatMap({ head.columnOfField[$0] }) == nil, head.code == nil {
      let names = [plan.name, plan.code].map { plan.category.fields[$0].naming.label }.joined(separator: " and ")
      throw TableError(
        tableName, row: row, "no column says whom the rows are about", hint: "add \(names)")
    }
    return head
  }

  /// The meaning of a column that is no field of the category.
  func other(_ column: HeadColumn) -> Head.Meaning {
    if column.cells.isEmpty { return .blank }
    let names = { (vocabulary: Vocabulary) in
      column.cells.contains { $0.names.contains { vocabulary.index(ofFolded: $0) != nil } }
    }
    if names(domain) { return .domain }
    if names(received) { return .received }
    if names(ignored) { return .ignored }
    return .unknown
  }
}

extension Head {
  /// - Returns: the earlier column of the same meaning, where there may be one only.
  fileprivate mutating func note(_ meaning: Meaning, at column: Int) -> Int? {
    switch meaning {
    case .field(let field):
      defer { columnOfField[field] = column }
      return columnOfField[field]
    case .domain:
      defer { domain = column }
      return domain
    case .received:
      received = received ?? column
      return nil
    default: return nil
    }
  }
}

/// A table's first rows as texts of a head.
struct HeadRows {
  /// Nil: an empty cell, or a text that is too long for the name of a column.
  let rows: [[HeadCell?]]

  init(_ rows: [TableRow]) {
    self.rows = rows.map { row in
      row.cells.map { cell in
        guard cell.utf8.count < 300 else { return nil }
        let text = ValueText.cleaned(cell)
        return text.isEmpty ? nil : HeadCell(text)
      }
    }
  }

  func columns(start: Int, height: Int) -> [HeadColumn] {
    let window = rows[start..<start + height]
    let width = window.map(\.count).max() ?? 0
    return (0..<width).map { column in HeadColumn(window.compactMap { column < $0.count ? $0[column] : nil }) }
  }
}
