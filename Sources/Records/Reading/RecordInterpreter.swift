import ErrorCauses
import JSON

extension FileInterpreter {
  /// The records by category, in the catalogue's order. A category named twice, by label and by code, is merged.
  mutating func categoryRecords(_ node: Int) throws(ReadingError) -> [CategoryRecords] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .object else {
      throw error(
        at: node,
        Wording(
          "records must be an object: {\"行政处罚\": [{…}]}", "信用信息（records）须为对象：{\"行政处罚\": [{…}]}"))
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
    let nearest = names.categories.nearest(to: name).map(didYouMean)
    throw error(
      at: key, Wording("there is no category \(quoted(name))", "没有“\(quoted(name))”这个信息类别"),
      nearest ?? Wording("the categories are listed in the catalogue", "全部信息类别见信用信息目录"),
      remedy: nearest == nil ? .keepUnknown : nil)
  }

  /// - Parameter unknown: the name of the category as given, if the catalogue does not know it.
  private mutating func list(
    _ key: Int, of table: FieldTable, named unknown: String?, _ total: inout Int
  ) throws(ReadingError) -> [Record] {
    let node = key + 1
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else {
      throw error(
        at: node, Wording("the records of a category must be an array", "一个信息类别的记录须为数组"),
        Wording("put the record in [ ]", "请将记录放入 [ ]"))
    }
    let pointer = document.pointer(to: node) + "/"
    var records: [Record] = []
    columns = ColumnCache()
    for element in document.children(of: node) {
      total += 1
      if total > reader.limits.records {
        throw error(
          at: element,
          Wording("there are more than \(reader.limits.records) records", "记录超过 \(reader.limits.records) 条"),
          Wording("split the file", "请拆分文件"), kind: .limit)
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
    guard document.nodes[node].kind == .object else {
      throw error(at: node, Wording("a record must be an object", "一条记录须为对象"))
    }
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
        at: node,
        Wording(
          "the document number \(quoted(twin.number)) is that of \(twin.first) too, by the same authority",
          "文书号“\(quoted(twin.number))”与 \(twin.first) 相同，且为同一机关"),
        Wording(
          "one decision may have been reported twice; both are printed", "可能是同一决定重复报送；报告中两条都打印"))
    }
    return Record(
      fields: fields, domain: domains.first, furtherDomains: Array(domains.dropFirst()), pointer: pointer)
  }

  private static let ofAnother = Wording("the record may belong to another subject", "该记录可能属于其他主体")

  /// Refuses a record about somebody else: rows of a table may be shifted.
  private mutating func checkSubject(of fields: Fields, _ table: FieldTable, _ node: Int) throws(ReadingError) {
    if let index = table.subjectName, case .text(let name)? = fields[table.fields[index].naming.key],
      name != subjectName, foldedName(name) != foldedName(subjectName)
    {
      try warn(
        at: node,
        Wording(
          "\(table.fields[index].naming.label) is \(quoted(name)), but the file is about \(quoted(subjectName))",
          "\(table.fields[index].naming.label)为“\(quoted(name))”，而本档案的主体是“\(quoted(subjectName))”"),
        Self.ofAnother)
    }
    if let index = table.subjectCode, case .text(let code)? = fields[table.fields[index].naming.key],
      code != subjectCode
    {
      try warn(
        at: node,
        Wording(
          "\(table.fields[index].naming.label) is \(shownCode(code)), but the subject's is \(shownCode(subjectCode))",
          "\(table.fields[index].naming.label)为“\(shownCode(code))”，而主体的代码是“\(shownCode(subjectCode))”"),
        Self.ofAnother)
    }
  }
}

extension Array {
  fileprivate subscript<Wrapped>(index: Int, default fallback: Wrapped) -> Wrapped where Element == Wrapped? {
    get { self[index] ?? fallback }
    set { self[index] = newValue }
  }
}
