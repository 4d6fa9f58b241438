import ErrorCauses
import JSON

/// The meanings of the previous record's keys. Rows of a table have the same keys in the same order, so comparing bytes
/// mostly replaces decoding and lookup.
struct ColumnCache {
  struct Column {
    /// Node of a key.
    var key: Int
    var meaning: FieldTable.Meaning
  }
  /// Of the category or subject kind that is being read.
  var columns: [Column] = []

  mutating func remember(_ column: Column, at position: Int) {
    if position < columns.count { columns[position] = column } else { columns.append(column) }
  }
}

extension FileInterpreter {
  typealias Extra = (extra: Int, node: Int)

  /// The fields of an object in the catalogue's order, and what else it contains.
  mutating func fields(
    of node: Int, as table: FieldTable, keepsUnknown: Bool = false
  ) throws(ReadingError) -> (Fields, extras: [Extra]) {
    var values: [Value?] = Array(repeating: nil, count: table.fields.count)
    var count = 0
    var extras: [Extra] = []
    var unknown: [UnknownField] = []
    for (position, key) in document.children(of: node).enumerated() {
      switch meaning(of: key, at: position, in: table) {
      case .field(let index):
        guard let value = try value(at: key + 1, of: table.fields[index]) else { continue }
        if let other = values[index] {
          if other == value { continue }
          let label = table.fields[index].naming.label
          throw error(
            at: key,
            Wording(
              "\(label) is given twice, under two names, with different values",
              "\(label)以两个名称给出了两次，且内容不同"), Self.removeOne)
        }
        values[index] = value
        count += 1
      case .extra(let extra):
        if let other = extras.first(where: { $0.extra == extra }) {
          if try text(at: other.node) == text(at: key + 1) { continue }
          let name = quoted(document.text(of: key))
          throw error(
            at: key, Wording("\(name) is given twice, with different values", "“\(name)”给出了两次，且内容不同"),
            Self.removeOne)
        }
        extras.append((extra, key + 1))
      case .unknown:
        let name = document.text(of: key)
        guard reader.options.keepUnknown else { throw unknownField(name, at: key, in: table) }
        guard let text = try text(at: key + 1) else { continue }
        unknown.append(UnknownField(label: ValueText.cleaned(name), text: text))
      }
    }
    try checkRequired(values, table, node)
    var entries: [Fields.Entry] = []
    entries.reserveCapacity(count)
    for (index, value) in values.enumerated() {
      if let value { entries.append(Fields.Entry(key: table.fields[index].naming.key, value: value)) }
    }
    return (Fields(entries: entries, unknown: unknown), extras)
  }

  private func unknownField(_ name: String, at key: Int, in table: FieldTable) -> ReadingError {
    let nearest = table.nearest(to: name).map(didYouMean)
    return error(
      at: key,
      Wording("\(table.naming.label) has no field \(quoted(name))", "\(table.naming.label)没有“\(quoted(name))”这个字段"),
      nearest ?? Wording("its fields are listed in the catalogue", "全部字段见信用信息目录"),
      remedy: nearest == nil ? .keepUnknown : nil)
  }

  private mutating func meaning(of key: Int, at position: Int, in table: FieldTable) -> FieldTable.Meaning {
    if position < columns.columns.count {
      let column = columns.columns[position]
      if document.bytes(of: column.key).elementsEqual(document.bytes(of: key)) { return column.meaning }
    }
    let meaning = table.meaning(of: document.text(of: key))
    columns.remember(ColumnCache.Column(key: key, meaning: meaning), at: position)
    return meaning
  }

  private mutating func checkRequired(
    _ values: [Value?], _ table: FieldTable, _ node: Int
  ) throws(ReadingError) {
    guard table.required.contains(where: { values[$0] == nil }) else { return }
    let missing = table.required.filter { values[$0] == nil }.map { table.fields[$0].naming.label }
    try warn(
      at: node, Wording("lacks \(missing.joined(separator: ", "))", "缺少\(missing.joined(separator: "、"))"),
      Wording("these fields are required", "这些字段为必填项"))
  }
}
