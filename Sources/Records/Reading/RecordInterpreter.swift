import ErrorCauses
import JSON

extension FileInterpreter {
  /// The records by category, in the catalogue's order. A category named twice, by label and by code, is merged.
  mutating func categoryRecords(_ node: Int) throws(ReadingError) -> [CategoryRecords] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .object else {
      throw error(at: node, "records must be an object: {\"行政处罚\": [{…}]}")
    }
    var records: [[Record]?] = Array(repeating: nil, count: names.records.count)
    var total = 0
    for key in document.children(of: node) {
      let name = document.text(of: key)
      let (index, isKnown) = try category(named: name, at: key)
      records[index, default: []] += try list(key, of: names.records[index], named: isKnown ? nil : name, &total)
    }
    return zip(names.records, records).compactMap { table, records in
      records.map { CategoryRecords(category: table.naming.key, records: $0) }
    }
  }

  private func category(named name: String, at key: Int) throws(ReadingError) -> (index: Int, isKnown: Bool) {
    if let index = names.categories.index(of: name) { return (index, true) }
    if reader.options.keepUnknown, let other = names.other { return (other, false) }
    let nearest = names.categories.nearest(to: name).map { "did you mean \($0)?" }
    throw error(
      at: key, "there is no category \(quoted(name))",
      nearest ?? "the categories are listed in the catalogue",
      remedy: nearest == nil ? .keepUnknown : nil)
  }

  /// - Parameter unknown: the name of the category as given, if the catalogue does not know it.
  private mutating func list(
    _ key: Int, of table: FieldTable, named unknown: String?, _ total: inout Int
  ) throws(ReadingError) -> [Record] {
    let node = key + 1
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else {
      throw error(at: node, "the records of a category must be an array", "put the record in [ ]")
    }
    let pointer = document.pointer(to: node) + "/"
    var records: [Record] = []
    columns = ColumnCache()
    for element in document.children(of: node) {
      total += 1
      if total > reader.limits.records {
        throw error(
          at: element, "there are more than \(reader.limits.records) records", "split the file", kind: .limit)
      }
      let elementPointer = pointer + String(records.count)
      records.append(
        try record(element, of: unknown == nil ? table : names.unknownRecords, named: unknown, elementPointer))
    }
    return records
  }

  private mutating func record(
    _ node: Int, of table: FieldTable, named unknown: String?, _ pointer: String
  ) throws(ReadingError) -> Record {
    guard document.nodes[node].kind == .object else { throw error(at: node, "a record must be an object") }
    var (fields, extras) = try fields(of: node, as: table, keepsUnknown: unknown != nil)
    if let unknown { fields.unknown.insert(UnknownField(label: "信息类别", text: ValueText.cleaned(unknown)), at: 0) }
    var domains: [String] = []
    if let extra = extras.first {
      domains = try namedDomains(extra.node)
      if domains.isEmpty, let text = try text(at: extra.node) {
        fields.unknown.append(UnknownField(label: CatalogueNames.domain.label, text: text))
      }
    }
    try checkSubject(of: fields, table, node)
    if let twin = documents.note(fields, of: table, at: pointer) {
      try warn(
        at: node, "the document number \(quoted(twin.number)) is that of \(twin.first) too, by the same authority",
        "one decision may have been reported twice; both are printed")
    }
    return Record(
      fields: fields, domain: domains.first, furtherDomains: Array(domains.dropFirst()), pointer: pointer)
  }

  /// Refuses a record about somebody else: rows of a table may be shifted.
  private mutating func checkSubject(of fields: Fields, _ table: FieldTable, _ node: Int) throws(ReadingError) {
    if let index = table.subjectName, case .text(let name)? = fields[table.fields[index].naming.key],
      name != subjectName, foldedName(name) != foldedName(subjectName)
    {
      try warn(
        at: node,
        "\(table.fields[index].naming.label) is \(quoted(name)), but the file is about \(quoted(subjectName))",
        "the record may belong to another subject")
    }
    if let index = table.subjectCode, case .text(let code)? = fields[table.fields[index].naming.key],
      code != subjectCode
    {
      try warn(
        at: node,
        "\(table.fields[index].naming.label) is \(shownCode(code)), but the subject's is \(shownCode(subjectCode))",
        "the record may belong to another subject")
    }
  }
}

extension Array {
  fileprivate subscript<Wrapped>(index: Int, default fallback: Wrapped) -> Wrapped where Element == Wrapped? {
    get { self[index] ?? fallback }
    set { self[index] = newValue }
  }
}
