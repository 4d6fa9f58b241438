import ErrorCauses
package import Records
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
    if let number = plans[plan].number, !found.contains(number), isNumber(sought, of: fields[number].naming) {
      found.append(number)
    }
    for (field, likeness) in alike(sought, fields) where likeness >= 0.5 && !found.contains(field) {
      found.append(field)
    }
    return found.prefix(limit).map { LikelyMeaning(fields[$0]) }
  }

  /// For somebody who is asked: where nothing is likely, the fields whose names share anything with the head.
  func offeredMeanings(of head: String, plan: Int) -> [LikelyMeaning] {
    let likely = likelyMeanings(of: head, plan: plan, limit: 5)
    guard likely.isEmpty else { return likely }
    let fields = plans[plan].category.fields
    return alike(HeadCell(head).names.last ?? "", fields).filter { $0.1 > 0 }.prefix(3).map {
      LikelyMeaning(fields[$0.0])
    }
  }

  /// Whether a head (文书号) is short for the number of the category's own document, which comes before those of a repair or
  /// a withdrawal.
  private func isNumber(_ sought: String, of naming: Naming) -> Bool {
    sought.count > 1 && sought.hasSuffix("号")
      && naming.names.contains { Set(sought).isSubset(of: foldedName($0)) }
  }

  /// Indices of fields, with how alike a folded head and their names are: the likest first.
  private func alike(_ sought: String, _ fields: [Field]) -> [(Int, Double)] {
    fields.indices.map { field in
      (field, fields[field].naming.names.map { likeness(sought, foldedName($0)) }.max() ?? 0)
    }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
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

  init(_ field: Field) { (self.field, label) = (field.naming.key, field.naming.label) }
}

/// A head that is not wholly understood, to be asked about.
package struct HeadQuestion: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    /// From 1.
    package var number: Int
    /// As the head writes it.
    package var text: String
    package var likely: [LikelyMeaning]
    /// What it most likely says of the subject, where no other column does: without it nobody knows whom a row is about.
    package var subject: LikelyMeaning?
  }
  /// A column that is understood.
  package struct Known: Sendable, Equatable {
    package var text: String
    /// Canonical key.
    package var field: String
  }
  /// File and sheet.
  package var tableName: String
  /// The last row of the head.
  package var row: Int
  /// Canonical key, and label.
  package var category: String, categoryLabel: String
  package var unknown: [Column]
  package var known: [Known]
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

  /// A category as its tables have it: where its records do not say whom they are about, with fields that do.
  /// - Parameter key: canonical.
  package func category(_ key: String) -> Records.Category? { plans.first { $0.key == key }?.category }

  /// Fields of a category that heads may mean, the likeliest first.
  /// - Parameter category: canonical key.
  package func likelyMeanings(of heads: [String], category: String) -> [[LikelyMeaning]] {
    guard let plan = plans.firstIndex(where: { $0.key == category }) else { return heads.map { _ in [] } }
    return heads.map { finder.likelyMeanings(of: $0, plan: plan, limit: 5) }
  }
}

extension HeadFinder {
  func question(_ row: TableRow, _ reading: HeadReading, _ tableName: String) -> HeadQuestion {
    var (unknown, known): ([(Int, String)], [(String, Int)]) = ([], [])
    for (column, cells) in HeadRows([row]).columns(start: 0, height: 1).enumerated() {
      let meanings = cells.meanings(reading)
      if case .field(let field)? = meanings.first?.meaning { known.append((cells.label, field)) }
      if meanings.isEmpty && other(cells) == .unknown { unknown.append((column, cells.label)) }
    }
    return question(tableName, row.number, reading.plan, unknown, known)
  }

  func question(_ rows: [TableRow], _ tableName: String, sheet: String) throws(TableError) -> HeadQuestion? {
    var finder = self
    finder.options.keepUnknown = true
    // Whom the rows are about may stand in a column that is to be asked about.
    guard let head = try finder.head(in: rows, of: tableName, sheet: sheet, namesSubject: false) else { return nil }
    var (unknown, known): ([(Int, String)], [(String, Int)]) = ([], [])
    for (column, read) in head.columns.enumerated() {
      switch read.meaning {
      case .unknown: unknown.append((column, read.label))
      case .field(let field): known.append((read.label, field))
      default: break
      }
    }
    return unknown.isEmpty ? nil : question(tableName, head.lastRow, head.category, unknown, known)
  }

  private func question(
    _ tableName: String, _ row: Int, _ index: Int, _ unknown: [(Int, String)], _ known: [(String, Int)]
  ) -> HeadQuestion {
    let plan = plans[index]
    let missing = [plan.name, plan.code, plan.idNumber].compactMap(\.self).filter { field in
      !known.contains { $0.1 == field }
    }
    return HeadQuestion(
      tableName: tableName, row: row, category: plan.key, categoryLabel: plan.category.naming.label,
      unknown: unknown.map { column, text in
        HeadQuestion.Column(
          number: column + 1, text: text, likely: offeredMeanings(of: text, plan: index),
          subject: subject(of: text, plan: index, among: missing).map { LikelyMeaning(plan.category.fields[$0]) })
      },
      known: known.map { HeadQuestion.Known(text: $0, field: plan.category.fields[$1].naming.key) })
  }

  /// Which of the fields of the subject a column most likely is; nil: none.
  private func subject(of head: String, plan: Int, among fields: [Int]) -> Int? {
    // Of the authority, or of a person beside the subject.
    if ["机关", "部门", "法定代表", "负责人", "来源", "案件", "项目"].contains(where: head.contains) { return nil }
    let likely = likelyMeanings(of: head, plan: plan, limit: 5).map(\.field)
    if let field = fields.first(where: { likely.contains(plans[plan].category.fields[$0].naming.key) }) { return field }
    let words = [
      (plans[plan].name, ["相对人", "当事人", "被处罚", "被罚", "企业", "单位", "公司", "商户", "姓名", "主体"]),
      (plans[plan].code, ["代码", "编码", "信用码", "证件号", "身份证"]),
    ]
    // 单位信用编码 is a code.
    return words.reversed().first { field, words in fields.contains(field) && words.contains(where: head.contains) }?.0
  }
}
