import ErrorCauses
import Records
import Tables

/// The meaning of a table's columns.
struct Head {
  enum Meaning: Equatable {
    /// Index of a field of the category.
    case field(Int)
    /// 领域
    case domain
    /// The day on which the record arrived.
    case received
    case ignored
    /// Kept under its own name (`ImportOptions.keepUnknown`).
    case unknown
    /// A field of other kinds of subject, in a registrar's table.
    case ofOtherKinds
    /// No name: its cells must be empty.
    case blank
  }
  struct Column {
    /// As the table writes it.
    var label: String
    var meaning: Meaning
  }

  /// Index of the plan.
  var category: Int
  var columns: [Column]
  /// The last row of the head; the data begin after it.
  var lastRow: Int
  /// The column of each field.
  var columnOfField: [Int?]
  var domain: Int?, received: Int?
  /// The columns of the subject's name and code.
  var name: Int?, code: Int?
  /// What the columns of a registrar's table mean for each kind of subject.
  var headsOfKinds: [String: Head] = [:]
}

/// Finds the head in a table's first rows and, from it, the category.
struct HeadFinder: Sendable {
  let plans: [CategoryPlan]
  let rules: ImportRules
  var options: ImportOptions
  /// How many rows are searched; a head is among the first rows, below any titles.
  static let rowsLookedAt = 12
  private let ignored: Vocabulary
  private let received: Vocabulary
  private let domain = Vocabulary([CatalogueNames.domain])

  init(plans: [CategoryPlan], rules: ImportRules, options: ImportOptions) {
    (self.plans, self.rules, self.options) = (plans, rules, options)
    ignored = Vocabulary([Naming(key: "ignored", label: "", aliases: rules.ignored)])
    let names = if case .column(let name)? = options.received { [name] } else { rules.received }
    received = Vocabulary([Naming(key: "received", label: "", aliases: names)])
  }

  /// The rows of one head: `height` of them, from `start`.
  struct Window {
    var plan: Int
    var start: Int, height: Int
    /// Fields that it names.
    var resolved: Int
  }

  /// - Returns: nil if no row looks like a head.
  func head(in rows: [TableRow], of tableName: String, sheet: String) throws(TableError) -> Head? {
    let windows = plans.indices.compactMap { plan in
      options.category.map { plans[plan].key == $0 } ?? true ? bestWindow(rows, plan) : nil
    }
    let most = windows.filter { plans[$0.plan].registration == nil }.map(\.resolved).max()
    if let registration = windows.filter({ isRegistration($0, rows) }).max(by: { $0.resolved < $1.resolved }),
      registration.resolved > most ?? 0
    {
      return try registrationHead(registration, rows, tableName)
    }
    guard let most else { return nil }
    var best = windows.filter { $0.resolved == most && plans[$0.plan].registration == nil }
    if best.count > 1 {
      let named = best.filter { window in
        plans[window.plan].category.naming.names.contains { foldedName($0) == foldedName(sheet) }
      }
      if named.count == 1 { best = named }
    }
    if best.count > 1 {
      let expected = best.filter { options.expected.contains(plans[$0.plan].category.naming.key) }
      if expected.count == 1 { best = expected }
    }
    guard best.count == 1 else {
      let labels = best.map { plans[$0.plan].category.naming.label }.joined(separator: ", ")
      throw TableError(
        tableName, row: rows[best[0].start].number, "the head fits several categories: \(labels)",
        remedy: .tableCategory)
    }
    return try resolve(extended(best[0], rows), rows, tableName)
  }

  private func bestWindow(_ rows: [TableRow], _ plan: Int) -> Window? {
    var best: Window?
    // With equally many fields the fewest rows win: a title above, merged over all columns, is not part of the head.
    for height in 1...3 {
      for start in rows.indices where start + height <= rows.count {
        let window = Array(rows[start..<start + height])
        let fields = (0..<width(window)).reduce(into: Set<Int>()) { $0.formUnion(self.fields(window, $1, plan)) }
        // One or two cells that match field names are not a head.
        if fields.count >= 3, fields.count > best?.resolved ?? 0 {
          best = Window(plan: plan, start: start, height: height, resolved: fields.count)
        }
      }
    }
    return best
  }

  /// Includes the rows below that are also heads: labels below exchange codes.
  func extended(_ window: Window, _ rows: [TableRow]) -> Window {
    var window = window
    while window.start + window.height < rows.count {
      let row = rows[window.start + window.height]
      let filled = row.cells.indices.filter { !ValueText.cleaned(row.cells[$0]).isEmpty }
      let named = filled.count { !fields([row], $0, window.plan).isEmpty }
      guard named >= 3, named * 2 > filled.count else { break }
      window.height += 1
    }
    return window
  }

  func width(_ rows: [TableRow]) -> Int { rows.map(\.cells.count).max() ?? 0 }

  private func texts(_ rows: [TableRow], _ column: Int) -> [String] {
    // A longer text is not the name of a column.
    rows.filter { column < $0.cells.count && $0.cells[column].utf8.count < 300 }
      .map { ValueText.cleaned($0.cells[column]) }.filter { !$0.isEmpty }
  }

  /// The fields that a column's cells name: together (处罚机关 over 统一社会信用代码), or else one by one.
  func fields(_ rows: [TableRow], _ column: Int, _ plan: Int) -> Set<Int> {
    let texts = texts(rows, column)
    let vocabulary = plans[plan].vocabulary
    if texts.count > 1, let together = HeadText.index(of: texts.joined(), in: vocabulary) { return [together] }
    return Set(texts.compactMap { HeadText.index(of: $0, in: vocabulary) })
  }

  /// - Parameter kinds: all plans of registrations, in a registrar's table; a field that only some of them have is known.
  func resolve(
    _ window: Window, _ rows: [TableRow], _ tableName: String, kinds: [Int] = []
  ) throws(TableError) -> Head {
    let plan = plans[window.plan]
    let window = (plan: window.plan, rows: Array(rows[window.start..<window.start + window.height]))
    let first = window.rows[0].number
    var head = Head(
      category: window.plan, columns: [], lastRow: window.rows.last?.number ?? first,
      columnOfField: Array(repeating: nil, count: plan.category.fields.count))
    var unknown: [UnknownColumn] = []
    for column in 0..<width(window.rows) {
      let texts = texts(window.rows, column)
      let fields = fields(window.rows, column, window.plan)
      guard fields.count < 2 else {
        throw TableError(
          tableName, row: first, column: column + 1,
          "\(texts.joined(separator: " / ")) names two fields of \(plan.category.naming.label)",
          hint: "give the column one name")
      }
      let meaning: Head.Meaning =
        if let field = fields.first {
          .field(field)
        } else if kinds.contains(where: { !self.fields(window.rows, column, $0).isEmpty }) {
          .ofOtherKinds
        } else {
          other(texts)
        }
      if meaning == .unknown, !options.keepUnknown, let text = texts.last {
        unknown.append(
          UnknownColumn(column: column + 1, text: text, nearest: plan.vocabulary.nearest(to: HeadText.name(text))))
      }
      head.columns.append(Head.Column(label: texts.last ?? "", meaning: meaning))
      let earlier: Int?
      switch meaning {
      case .field(let field):
        earlier = head.columnOfField[field]
        head.columnOfField[field] = column
      case .domain: (earlier, head.domain) = (head.domain, column)
      case .received: (earlier, head.received) = (nil, head.received ?? column)
      default: earlier = nil
      }
      if let earlier {
        throw TableError(
          tableName, row: first, column: column + 1,
          "\(texts.joined(separator: " ")) is the same field as column \(earlier + 1), \(head.columns[earlier].label)",
          hint: "remove or rename one of the two")
      }
    }
    (head.name, head.code) = (head.columnOfField[plan.name], head.columnOfField[plan.code])
    if !unknown.isEmpty { throw Self.error(unknown, plan, tableName, first) }
    while head.columns.last?.meaning == .blank { head.columns.removeLast() }
    if case .column(let name)? = options.received, head.received == nil {
      throw TableError(tableName, row: first, "no column is called \(name)", remedy: .receivedColumn)
    }
    return head
  }

  /// The meaning of a column that matches no field of the category.
  private func other(_ texts: [String]) -> Head.Meaning {
    if texts.isEmpty { return .blank }
    let names = { (vocabulary: Vocabulary) in texts.contains { HeadText.index(of: $0, in: vocabulary) != nil } }
    if names(domain) { return .domain }
    if names(received) { return .received }
    if names(ignored) { return .ignored }
    return .unknown
  }

  private struct UnknownColumn {
    var column: Int
    var text: String
    /// The known name most like it.
    var nearest: String?
  }

  /// All of them at once: who mends a table wants to hand it in once more, not once a column.
  private static func error(
    _ unknown: [UnknownColumn], _ plan: CategoryPlan, _ tableName: String, _ row: Int
  ) -> TableError {
    let label = plan.category.naming.label
    if unknown.count == 1, let only = unknown.first {
      let nearest = only.nearest.map { "did you mean \($0)?" }
      return TableError(
        tableName, row: row, column: only.column, "\(label) has no column \(only.text)",
        hint: nearest ?? "remove the column", remedy: nearest == nil ? .keepUnknown : nil)
    }
    let columns = unknown.map { "\($0.column) \($0.text)" + ($0.nearest.map { " (\($0)?)" } ?? "") }
    return TableError(
      tableName, row: row, "\(label) has none of these columns: \(columns.joined(separator: ", "))",
      hint: "rename or remove them", remedy: .keepUnknown)
  }
}
