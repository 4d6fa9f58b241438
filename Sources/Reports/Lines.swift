import CivilTime
import Records

extension Value {
  /// As a report prints it. An amount has no unit: the field's label contains it.
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

/// The lines of one record or subject, and how many of its values are not shown as given.
struct Lines {
  private(set) var lines: [Report.Line] = []
  private(set) var counts = Counts()
  private let masking: Masking
  private let isOfPerson: Bool
  /// Whether a record names a natural person's ID document: then any 15 digits may be a person's number.
  private let namesPerson: Bool

  /// Counts of values.
  struct Counts: Equatable {
    /// Not for publication.
    var withheld = 0
    /// Personal fields that are shown in part.
    var masked = 0
    /// Personal details masked within a text.
    var maskedInText = 0

    static func += (sum: inout Counts, more: Counts) {
      sum.withheld += more.withheld
      sum.masked += more.masked
      sum.maskedInText += more.maskedInText
    }
  }

  /// Fields in the catalogue's order, then the record's domain, then fields that the catalogue does not know: nothing
  /// that was given is lost.
  /// - Parameters:
  ///   - person: key of the field with the ID number of the natural person whom a record is about.
  ///   - isOfPerson: whether the report's subject is a natural person: home and contact are never printed.
  init(
    _ given: Fields, catalogued fields: [Field], domain: String? = nil, person: String? = nil, masking: Masking,
    isOfPerson: Bool = false
  ) {
    (self.masking, self.isOfPerson) = (masking, isOfPerson)
    namesPerson = isOfPerson || person.map { given[$0] != nil } ?? false
    lines.reserveCapacity(given.entries.count + given.unknown.count + 4)
    if !place(given.entries, in: fields) {
      // Entries that are out of order, repeated or without a field: only in files that were put together by hand.
      (lines, counts) = ([], Counts())
      let ordered = fields.compactMap { field in given.entries.firstIndex { $0.key == field.naming.key } }
      _ = place(ordered.map { given.entries[$0] }, in: fields)
      for index in given.entries.indices where !ordered.contains(index) { addLast(given.entries[index], fields) }
    }
    if let domain {
      lines.append(Report.Line(key: CatalogueKeys.domain.key, label: CatalogueKeys.domain.label, value: domain))
    }
    for field in given.unknown {
      // 居民身份证号 until 2018 (domain.md §4): withheld, as in the categories that know the field.
      if foldedName(field.label).contains("代码_5") {
        counts.withheld += 1
        continue
      }
      // Only its label says what it is: it may be running text, or a telephone number.
      lines.append(Report.Line(key: "", label: plain(field.label), value: prose(field.text, label: field.label)))
    }
  }

  /// Matches entries to fields, which the reader keeps in the same order; false if entries are left over.
  private mutating func place(_ entries: [Fields.Entry], in fields: [Field]) -> Bool {
    var next = 0
    for field in fields {
      if next < entries.count, entries[next].key == field.naming.key {
        add(entries[next].value, of: field)
        next += 1
      } else if field.printing == .always, !(isOfPerson && field.isPrivateOfPersons) {
        lines.append(Report.Line(key: field.naming.key, label: field.naming.label, value: nil))
      }
    }
    return next == entries.count
  }

  private mutating func add(_ value: Value, of field: Field) {
    guard field.printing != .never, !(isOfPerson && field.isPrivateOfPersons) else {
      counts.withheld += 1
      return
    }
    var text = value.text
    if let mask = field.mask {
      text = masking.applied(mask, to: text)
      if text != value.text { counts.masked += 1 }
    } else if field.isProse {
      text = prose(text)
    } else {
      text = plain(text, at: field.isRegistration && !namesPerson ? .registration : .anywhere)
    }
    lines.append(Report.Line(key: field.naming.key, label: field.naming.label, value: text))
  }

  private mutating func prose(_ text: String, label: String = "") -> String {
    let shown = masking.prose(text, label: label)
    counts.maskedInText += shown.count
    return shown.text
  }

  private mutating func plain(_ text: String, at context: IdentityNumber.Context = .anywhere) -> String {
    let shown = masking.plain(text, at: context)
    counts.maskedInText += shown.count
    return shown.text
  }

  private mutating func addLast(_ entry: Fields.Entry, _ fields: [Field]) {
    if let field = fields.first(where: { $0.naming.key == entry.key }) {
      add(entry.value, of: field)
    } else {
      lines.append(Report.Line(key: entry.key, label: entry.key, value: prose(entry.value.text)))
    }
  }
}
