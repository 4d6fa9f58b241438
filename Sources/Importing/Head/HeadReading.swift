import Records

/// A way to understand a head: the names of a category's fields, and a mapping over them.
struct HeadReading: Sendable {
  struct Meaning: Sendable, Equatable {
    var meaning: Head.Meaning
    var unit = HeadMapping.Unit.tenThousandYuan
  }

  /// Index of the plan.
  let plan: Int
  /// Nil: the category's names alone.
  let mapping: HeadMapping?
  /// Whether somebody made the mapping for this source.
  let isOfSource: Bool
  private let vocabulary: Vocabulary
  /// By folded head.
  private let mapped: [String: Meaning]
  private let refusals: [String: String]
  /// Folded.
  private let needs: [String]

  init(plan: Int, _ category: CategoryPlan) {
    (self.plan, vocabulary, mapping, isOfSource) = (plan, category.vocabulary, nil, false)
    (mapped, refusals, needs) = ([:], [:], [])
  }

  init(
    plan: Int, _ category: CategoryPlan, _ mapping: HeadMapping, isOfSource: Bool
  ) throws(ImportDataError) {
    (self.plan, vocabulary, self.mapping, self.isOfSource) = (plan, category.vocabulary, mapping, isOfSource)
    let fault = { (problem: String) in ImportDataError(file: "mapping “\(mapping.name)”", problem: problem) }
    guard mapping.version <= HeadMapping.currentVersion else {
      throw fault("has version \(mapping.version); this program knows \(HeadMapping.currentVersion)")
    }
    var mapped: [String: Meaning] = [:]
    var refusals: [String: String] = [:]
    for column in mapping.columns {
      let head = foldedName(column.head)
      guard mapped[head] == nil, refusals[head] == nil else { throw fault("\(column.head) stands in it twice") }
      switch (column.field, column.role, column.refused) {
      case (let key?, nil, nil):
        guard let field = category.category.fields.firstIndex(where: { $0.naming.key == key }) else {
          // A registrar's table is read for each kind of subject, of which not all have the field.
          if category.registration != nil { continue }
          throw fault("\(column.head): \(category.category.naming.label) has no field \(key)")
        }
        if column.unit != nil, category.category.fields[field].kind != .money {
          throw fault("\(column.head): \(key) is no amount of money and has no unit")
        }
        mapped[head] = Meaning(meaning: .field(field), unit: column.unit ?? .tenThousandYuan)
      case (nil, .ignored?, nil): mapped[head] = Meaning(meaning: .ignored)
      case (nil, .received?, nil): mapped[head] = Meaning(meaning: .received)
      case (nil, .domain?, nil): mapped[head] = Meaning(meaning: .domain)
      case (nil, nil, let reason?): refusals[head] = reason
      default: throw fault("\(column.head) needs one of field, role and refused")
      }
    }
    (self.mapped, self.refusals, needs) = (mapped, refusals, mapping.needs.map(foldedName))
  }

  /// Whether a head has what the mapping's family of tables always has.
  func fits(_ names: Set<String>) -> Bool { needs.allSatisfy(names.contains) }

  /// How many of its own columns a head has.
  func uses(in names: Set<String>) -> Int { names.count { mapped[$0] != nil } }

  func meaning(of cell: HeadCell) -> Meaning? {
    if let meaning = cell.names.lazy.compactMap({ mapped[$0] }).first { return meaning }
    return cell.names.lazy.compactMap { vocabulary.index(ofFolded: $0) }.first.map { Meaning(meaning: .field($0)) }
  }

  func refusal(of cell: HeadCell) -> String? { cell.names.lazy.compactMap { refusals[$0] }.first }
}

/// A cell of a head, folded once for all the readings that are tried.
struct HeadCell: Sendable {
  /// Cleaned.
  let text: String
  /// Folded: as it is, and without rules behind it.
  let names: [String]

  init(_ text: String) {
    self.text = text
    let name = HeadText.name(text)
    names = name == text ? [foldedName(text)] : [foldedName(text), foldedName(name)]
  }
}

/// The cells of a head above one column.
struct HeadColumn: Sendable {
  let cells: [HeadCell]
  /// All of them together: 处罚机关 over 统一社会信用代码.
  private let together: HeadCell?

  init(_ cells: [HeadCell]) {
    self.cells = cells
    together = cells.count > 1 ? HeadCell(cells.map(\.text).joined()) : nil
  }

  /// What the cells mean together, or else one by one.
  func meanings(_ reading: HeadReading) -> [HeadReading.Meaning] {
    if let together, let meaning = reading.meaning(of: together) { return [meaning] }
    var found: [HeadReading.Meaning] = []
    for cell in cells {
      if let meaning = reading.meaning(of: cell), !found.contains(meaning) { found.append(meaning) }
    }
    return found
  }

  /// As the table writes it.
  var label: String { cells.last?.text ?? "" }
  var names: [String] { cells.flatMap(\.names) + (together?.names ?? []) }
}
