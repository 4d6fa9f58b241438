import Records

extension Value {
  /// As a report prints it. Money stands without its unit, which is part of the field's label.
  var text: String {
    switch self {
    case .text(let text): text
    case .date(let date): date.description
    case .unlimited: "长期"
    case .money(let money): money.description
    case .integer(let number): String(number)
    }
  }
}

/// The lines of one record or subject, and how many values of it are not for publication.
struct Lines {
  private(set) var lines: [Report.Line] = []
  private(set) var withheld = 0

  /// Fields in the catalogue's order, then what else was given: nothing that was given is lost.
  init(_ given: Fields, catalogued fields: [Field]) {
    lines.reserveCapacity(fields.count + given.unknown.count + 1)
    let entries = given.entries
    // The reader keeps entries in the catalogue's order, so that the next entry is mostly the field's.
    var next = 0
    var placed = 0
    for field in fields {
      let key = field.naming.key
      var index: Int?
      if next < entries.count, entries[next].key == key {
        index = next
      } else {
        index = entries.firstIndex { $0.key == key }
      }
      if let index {
        next = index + 1
        placed += 1
        add(entries[index].value, of: field)
      } else if field.printing == .always {
        lines.append(Report.Line(key: key, label: field.naming.label, value: nil))
      }
    }
    if placed < entries.count { addUnplaced(entries, catalogued: fields) }
    for field in given.unknown {
      lines.append(Report.Line(key: "", label: field.label, value: field.text))
    }
  }

  private mutating func add(_ value: Value, of field: Field) {
    guard field.printing != .never else {
      withheld += 1
      return
    }
    var text = value.text
    if let profile = field.mask { text = masked(text, profile: profile) }
    lines.append(Report.Line(key: field.naming.key, label: field.naming.label, value: text))
  }

  /// Entries that repeat a field or have none: only a file that was put together by hand has them.
  private mutating func addUnplaced(_ entries: [Fields.Entry], catalogued fields: [Field]) {
    var seen: Set<String> = []
    for entry in entries {
      let repeated = !seen.insert(entry.key).inserted
      let field = fields.first { $0.naming.key == entry.key }
      if let field, repeated {
        add(entry.value, of: field)
      } else if field == nil {
        lines.append(Report.Line(key: entry.key, label: entry.key, value: entry.value.text))
      }
    }
  }
}
