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

/// A text under a mask of the catalogue; under one that it does not have, nothing of the text shows.
func masked(_ text: String, by key: String, of masks: [Mask]) -> String {
  let mask = masks.first { $0.key == key }
  return mask?.applied(to: text) ?? String(repeating: "*", count: text.count)
}

/// The lines of one record or subject, and how many values of it are not for publication.
struct Lines {
  private(set) var lines: [Report.Line] = []
  private(set) var withheld = 0
  private let masks: [Mask]

  /// Fields in the catalogue's order, the record's domain, then what the catalogue does not know: nothing that was
  /// given is lost.
  init(_ given: Fields, catalogued fields: [Field], domain: String? = nil, masks: [Mask]) {
    self.masks = masks
    lines.reserveCapacity(given.entries.count + given.unknown.count + 4)
    if !place(given.entries, in: fields) {
      // Entries that are out of order, repeated or without a field: only a file put together by hand has them.
      (lines, withheld) = ([], 0)
      let ordered = fields.compactMap { field in given.entries.firstIndex { $0.key == field.naming.key } }
      _ = place(ordered.map { given.entries[$0] }, in: fields)
      for index in given.entries.indices where !ordered.contains(index) { addLast(given.entries[index], fields) }
    }
    if let domain {
      lines.append(Report.Line(key: CatalogueKeys.domain.key, label: CatalogueKeys.domain.label, value: domain))
    }
    for field in given.unknown {
      lines.append(Report.Line(key: "", label: field.label, value: field.text))
    }
  }

  /// Walks entries and fields side by side, which the reader keeps in the same order; false if entries are left over.
  private mutating func place(_ entries: [Fields.Entry], in fields: [Field]) -> Bool {
    var next = 0
    for field in fields {
      if next < entries.count, entries[next].key == field.naming.key {
        add(entries[next].value, of: field)
        next += 1
      } else if field.printing == .always {
        lines.append(Report.Line(key: field.naming.key, label: field.naming.label, value: nil))
      }
    }
    return next == entries.count
  }

  private mutating func add(_ value: Value, of field: Field) {
    guard field.printing != .never else {
      withheld += 1
      return
    }
    var text = value.text
    if let mask = field.mask { text = masked(text, by: mask, of: masks) }
    lines.append(Report.Line(key: field.naming.key, label: field.naming.label, value: text))
  }

  private mutating func addLast(_ entry: Fields.Entry, _ fields: [Field]) {
    if let field = fields.first(where: { $0.naming.key == entry.key }) {
      add(entry.value, of: field)
    } else {
      lines.append(Report.Line(key: entry.key, label: entry.key, value: entry.value.text))
    }
  }
}
