import ErrorCauses
import Records
package import Tables

// A table none of whose heads is known: which of its rows is the head, and of which category its rows are, so that whoever
// knows what its columns mean can be asked about all of them.

extension HeadFinder {
  /// The first row of at least three different texts, none of them a number, a day or a code, with rows below it.
  func likelyHead(in rows: [TableRow]) -> TableRow? {
    for (index, row) in rows.enumerated() where rows[(index + 1)...].contains(where: { !$0.isBlank }) {
      let texts = row.cells.map(ValueText.cleaned).filter { !ValueText.isAbsent($0) }
      if Set(texts).count >= 3, texts.allSatisfy(Self.mayBeName) { return row }
    }
    return nil
  }

  private static func mayBeName(_ text: String) -> Bool {
    guard text.count <= 60, text.contains(where: \.isLetter) else { return false }
    var digits = 0
    for character in text {
      digits = character.isNumber ? digits + 1 : 0
      if digits >= 4 { return false }
    }
    return true
  }

  /// Index of the plan of the category that a table without known heads most likely is of: the one that is asked for or
  /// expected, that sheet or file are named after, or whose fields are called most like the heads; nil: nobody can tell.
  /// - Parameter category: canonical key; nil: it is not said.
  func likelyPlan(of row: TableRow, _ tableName: String, sheet: String, category: String?) -> Int? {
    let records = plans.indices.filter { plans[$0].registration == nil }
    if let category = category ?? options.category { return records.first { plans[$0].key == category } }
    let expected = records.filter { options.expected.contains(plans[$0].key) }
    let open = expected.isEmpty ? records : expected
    if open.count == 1 { return open[0] }
    let names = [foldedName(sheet), foldedName(String(tableName.split(separator: "/").last ?? ""))]
    let named = open.filter { plan in
      let naming = plans[plan].category.naming
      return ([naming.label] + naming.aliases).map(foldedName).contains { name in
        name == names[0] || name.count > 1 && names[1].contains(name)
      }
    }
    if named.count == 1 { return named[0] }
    let labels = heads(of: row).map(\.cells.label)
    let scores = open.map { plan in labels.count { !likelyMeanings(of: $0, plan: plan, limit: 1).isEmpty } }
    guard let best = scores.max(), best > 0, scores.count(where: { $0 == best }) == 1 else { return nil }
    return open[scores.firstIndex(of: best) ?? 0]
  }

  private func heads(of row: TableRow) -> [UnknownColumn] {
    HeadRows([row]).columns(start: 0, height: 1).enumerated().filter { !$1.cells.isEmpty }.map {
      UnknownColumn(column: $0 + 1, cells: $1)
    }
  }

  /// What whoever hands in such a table is told: all of its columns at once, each with what it may mean.
  func unheaded(_ rows: [TableRow], _ tableName: String, sheet: String) -> String? {
    guard let row = likelyHead(in: rows) else { return nil }
    let plan = likelyPlan(of: row, tableName, sheet: sheet, category: nil)
    let columns = heads(of: row).map { column in
      let meanings = plan.map { likelyMeanings(of: column.cells.label, plan: $0, limit: 2).map(\.label) } ?? []
      return "\(column.column) \(column.cells.label)"
        + (meanings.isEmpty ? "" : " (\(meanings.joined(separator: " or "))?)")
    }
    let category = plan.map { " of \(plans[$0].category.naming.label)" } ?? ""
    return "the likeliest is row \(row.number), and none of its columns is known\(category): "
      + columns.joined(separator: ", ")
  }
}

extension TableInterpreter {
  /// What must be asked about a file in none of whose tables a head is known: all columns of the likeliest head.
  /// - Parameter category: canonical key; nil: it is not said.
  /// - Throws: if nobody can tell of which category the rows are.
  package func likelyQuestions(about file: TableFile, category: String?) throws(TableError) -> [HeadQuestion] {
    var questions: [HeadQuestion] = []
    for var table in file.tables {
      var first: [TableRow] = []
      while first.count < HeadFinder.rowsLookedAt, let row = try table.next() { first.append(row) }
      if try finder.head(in: first, of: table.name, sheet: table.sheet) != nil { return [] }
      guard let row = finder.likelyHead(in: first) else { continue }
      guard
        let plan = finder.likelyPlan(of: row, table.name, sheet: table.sheet, category: category),
        let reading = finder.readings.filter({ $0.plan == plan }).max(by: { !$0.isOfSource && $1.isOfSource })
      else {
        throw TableError(
          table.name, row: row.number, "is the likeliest head, and does not show of which category the rows are",
          remedy: .tableCategory)
      }
      questions.append(finder.question(row, reading, table.name))
    }
    return questions
  }
}
