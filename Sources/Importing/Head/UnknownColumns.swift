import ErrorCauses
import Records
package import Tables

/// A column that no reading of a head understands.
struct UnknownColumn {
  /// From 1.
  var column: Int
  var cells: HeadColumn
}

extension HeadFinder {
  /// All of them at once: who mends a table wants to hand it in once more, not once a column.
  func error(_ unknown: [UnknownColumn], _ plan: Int, _ tableName: String, _ row: Int) -> TableError {
    let category = plans[plan].category
    let meanings = unknown.map { likelyMeanings(of: $0.cells.label, plan: plan, limit: 2).map(\.label) }
    if unknown.count == 1, let only = unknown.first {
      let hint = meanings[0].isEmpty ? "remove the column" : "did you mean \(meanings[0].joined(separator: " or "))?"
      return TableError(
        tableName, row: row, column: only.column, "\(category.naming.label) has no column \(only.cells.label)",
        hint: hint, remedy: .keepUnknown)
    }
    let columns = zip(unknown, meanings).map { column, meanings in
      "\(column.column) \(column.cells.label)" + (meanings.isEmpty ? "" : " (\(meanings.joined(separator: " or "))?)")
    }
    return TableError(
      tableName, row: row, "\(category.naming.label) has none of these columns: \(columns.joined(separator: ", "))",
      hint: "rename or remove them", remedy: .keepUnknown)
  }

  /// Fields that a head may mean, the likeliest first: what mappings of other sources make of it, then names that share
  /// much of it.
  func likelyMeanings(of head: String, plan: Int, limit: Int) -> [LikelyMeaning] {
    let fields = plans[plan].category.fields
    let cell = HeadCell(head)
    var found: [Int] = []
    for reading in readings where reading.mapping != nil && reading.plan == plan {
      if case .field(let field)? = reading.meaning(of: cell)?.meaning, !found.contains(field) { found.append(field) }
    }
    let sought = cell.names.last ?? ""
    let alike = fields.indices.map { field in
      (field, fields[field].naming.names.map { likeness(sought, foldedName($0)) }.max() ?? 0)
    }
    for (field, likeness) in alike.sorted(by: { ($1.1, $0.0) < ($0.1, $1.0) })
    where likeness >= 0.5 && !found.contains(field) {
      found.append(field)
    }
    return found.prefix(limit).map { LikelyMeaning(field: fields[$0].naming.key, label: fields[$0].naming.label) }
  }

  /// How many pairs of neighbouring characters two names share, of all that they have: 1 for the same name.
  private func likeness(_ one: String, _ other: String) -> Double {
    let (first, second) = (pairs(one), pairs(other))
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    return 2 * Double(first.intersection(second).count) / Double(first.count + second.count)
  }

  private func pairs(_ text: String) -> Set<String> { Set(zip(text, text.dropFirst()).map { String([$0, $1]) }) }
}

/// A field that a head may mean.
package struct LikelyMeaning: Sendable, Equatable {
  /// Canonical key.
  package var field: String
  package var label: String
}

/// A head that is not wholly understood, to be asked about.
package struct HeadQuestion: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    /// From 1.
    package var number: Int
    /// As the head writes it.
    package var text: String
    package var likely: [LikelyMeaning]
  }
  /// File and sheet.
  package var tableName: String
  /// The last row of the head.
  package var row: Int
  /// Canonical key, and label.
  package var category: String, categoryLabel: String
  package var unknown: [Column]
}

extension TableInterpreter {
  /// What must be asked about the heads of a file's tables before they can be read; nothing if they can.
  package func questions(about file: TableFile) throws(TableError) -> [HeadQuestion] {
    var questions: [HeadQuestion] = []
    for var table in file.tables {
      var first: [TableRow] = []
      while first.count < HeadFinder.rowsLookedAt, let row = try table.next() { first.append(row) }
      if let question = try finder.question(first, table.name, sheet: table.sheet) { questions.append(question) }
    }
    return questions
  }

  /// The same where no head is found: somebody says which row it is, and of which category.
  /// - Parameters:
  ///   - row: number of the head's row.
  ///   - category: canonical key.
  /// - Returns: a question for each table that has such a row.
  package func questions(
    about file: TableFile, headRow row: Int, category: String
  ) throws(TableError) -> [HeadQuestion] {
    guard let reading = finder.readings.first(where: { plans[$0.plan].key == category }) else { return [] }
    var questions: [HeadQuestion] = []
    for var table in file.tables {
      while let found = try table.next(), found.number <= row {
        if found.number == row { questions.append(finder.question(found, reading, table.name)) }
      }
    }
    return questions
  }

  /// Fields of a category that heads may mean, the likeliest first.
  /// - Parameter category: canonical key.
  package func likelyMeanings(of heads: [String], category: String) -> [[LikelyMeaning]] {
    guard let plan = plans.firstIndex(where: { $0.key == category }) else { return heads.map { _ in [] } }
    return heads.map { finder.likelyMeanings(of: $0, plan: plan, limit: 5) }
  }
}

extension HeadFinder {
  func question(_ row: TableRow, _ reading: HeadReading, _ tableName: String) -> HeadQuestion {
    let plan = plans[reading.plan]
    let columns = HeadRows([row]).columns(start: 0, height: 1).enumerated().filter {
      $1.meanings(reading).isEmpty && other($1) == .unknown
    }
    return HeadQuestion(
      tableName: tableName, row: row.number, category: plan.key, categoryLabel: plan.category.naming.label,
      unknown: columns.map { column, cells in
        HeadQuestion.Column(
          number: column + 1, text: cells.label, likely: likelyMeanings(of: cells.label, plan: reading.plan, limit: 5))
      })
  }

  func question(_ rows: [TableRow], _ tableName: String, sheet: String) throws(TableError) -> HeadQuestion? {
    var finder = self
    finder.options.keepUnknown = true
    guard let head = try finder.head(in: rows, of: tableName, sheet: sheet) else { return nil }
    let unknown = head.columns.enumerated().filter { $1.meaning == .unknown }
    if unknown.isEmpty { return nil }
    return HeadQuestion(
      tableName: tableName, row: head.lastRow, category: plans[head.category].key,
      categoryLabel: plans[head.category].category.naming.label,
      unknown: unknown.map { column, unknown in
        HeadQuestion.Column(
          number: column + 1, text: unknown.label,
          likely: likelyMeanings(of: unknown.label, plan: head.category, limit: 5))
      })
  }
}
