import CivilTime
import ErrorCauses
import JSON

/// Interprets a JSON document as a credit file. One instance per file: it collects the warnings.
struct FileInterpreter {
  let document: JSONDocument
  let file: String
  let reader: CreditFileReader
  private(set) var warnings: [Diagnostic] = []
  private(set) var warningCount = 0
  /// These are known once they are read, before the records.
  private(set) var asOf = BeijingTime(millisecondsSince1970: 0)
  /// The day of `asOf`; nothing on record can have happened after it.
  private(set) var today = CalendarDate(daysSince1970: 0)
  private(set) var subjectName = "", subjectCode = ""
  private var isOfPerson = false
  var columns = ColumnCache()
  var documents = DocumentLedger()

  init(document: JSONDocument, file: String, reader: CreditFileReader) {
    (self.document, self.file, self.reader) = (document, file, reader)
  }

  var names: CatalogueNames { reader.names }

  static let parts = Vocabulary([
    Naming(key: "version", label: "版本"), Naming(key: "asOf", label: "数据截止时间"),
    Naming(key: "subject", label: "信用主体", aliases: ["主体"]), Naming(key: "records", label: "信用信息", aliases: ["记录"]),
    Naming(key: "coverage", label: "归集情况"), Naming(key: "coverageBasis", label: "归集依据"),
    Naming(key: "unattributed", label: "未能归属的数据", aliases: ["未归属"]),
    Naming(key: "excluded", label: "已排除待核记录"), Naming(key: "request", label: "查询申请", aliases: ["查询信息"]),
    Naming(key: "$schema", label: "$schema"),
  ])

  private static let kind = Vocabulary([FieldTable.kind])

  mutating func creditFile() throws(ReadingError) -> CreditFile {
    let parts = try parts(of: 0, Self.parts, "the credit file")
    if let version = parts["version"] {
      guard document.text(of: version) == "1" else {
        throw error(at: version, "the version is not 1, the only one there is")
      }
    } else {
      try warn(at: 0, "the file does not say its version", "write \"version\": 1")
    }
    guard let moment = parts["asOf"], document.nodes[moment].kind != .null else {
      throw error(
        at: 0, "asOf is missing", "a report must say up to when records were gathered: 2026-11-20T18:00:00+08:00")
    }
    let asOf = try gatheringTime(moment)
    (self.asOf, today) = (asOf, asOf.date)
    guard let subjectNode = parts["subject"] else { throw error(at: 0, "subject is missing") }
    let subject = try subject(subjectNode)
    (subjectName, subjectCode) = (subject.name, subject.code)
    isOfPerson = names.subjects.contains { $0.isPerson && $0.naming.key == subject.kind }
    let records = try parts["records"].map { node throws(ReadingError) in try categoryRecords(node) } ?? []
    let coverage = try parts["coverage"].map { node throws(ReadingError) in try coverageList(node) } ?? []
    let basis = try parts["coverageBasis"].map { node throws(ReadingError) in try coverageBasis(node) } ?? .declared
    let unattributed =
      try parts["unattributed"].map { node throws(ReadingError) in try unattributedList(node) } ?? []
    let excluded = try parts["excluded"].map { node throws(ReadingError) in try excludedList(node) } ?? []
    let request = try parts["request"].flatMap { node throws(ReadingError) in try self.request(node) }
    return CreditFile(
      asOf: asOf, subject: subject, records: records, coverage: coverage, coverageBasis: basis,
      unattributed: unattributed, excluded: excluded, request: request)
  }

  /// The moment up to which the records were gathered. It must not lie in the future: nobody has looked at days that
  /// are not over, and no report may claim it.
  private func gatheringTime(_ node: Int) throws(ReadingError) -> BeijingTime {
    let text = document.text(of: node)
    if case .unset? = DateText.read(text) {
      throw error(
        at: node, "asOf is \(quoted(text)), which programs write where they know no day",
        "give the moment up to which records were gathered")
    }
    guard let asOf = DateText.moment(text) else {
      throw error(at: node, "asOf is no moment", "write it like 2026-11-20T18:00:00+08:00")
    }
    guard asOf.isGathered(by: reader.now()) else {
      throw error(
        at: node, "asOf is \(quoted(text)), which is yet to come",
        "records are gathered before a report is made of them; correct asOf, or this machine's clock")
    }
    return asOf
  }

  private mutating func subject(_ node: Int) throws(ReadingError) -> Subject {
    guard document.nodes[node].kind == .object else { throw error(at: node, "subject must be an object") }
    guard let kindNode = subjectKindNode(node) else {
      throw error(at: node, "subject.kind is missing", "it is one of \(kindLabels)")
    }
    let kindName = document.text(of: kindNode)
    guard let kind = names.subjectKinds.index(of: kindName) else {
      let nearest = names.subjectKinds.nearest(to: kindName).map { "did you mean \($0)?" }
      throw error(
        at: kindNode, "there is no subject kind \(quoted(kindName))", nearest ?? "it is one of \(kindLabels)")
    }
    let table = names.subjects[kind]
    let (fields, extras) = try fields(of: node, as: table)
    let part = { (part: FieldTable.SubjectPart) in extras.first { $0.extra == part.rawValue }?.node }
    guard let nameNode = part(.name), let name = try text(at: nameNode) else {
      throw error(
        at: part(.name) ?? node, "subject.name is missing", "give the name under which the subject is registered")
    }
    guard let codeNode = part(.code), let code = try text(at: codeNode) else {
      throw error(at: part(.code) ?? node, "subject.code is missing", "give the 统一社会信用代码, or a person's ID number")
    }
    let number = normalizedIdentifier(code)
    try checkCode(number, of: table, fields, at: codeNode)
    return Subject(kind: table.naming.key, name: name, code: number, fields: fields)
  }

  /// The code of a subject as messages show it: a person's number is masked, whether or not it passes a check.
  func shownCode(_ code: String) -> String { isOfPerson ? ShownPerson.number(code) : quoted(code) }

  private var kindLabels: String { names.subjects.map(\.naming.label).joined(separator: ", ") }

  private func subjectKindNode(_ subject: Int) -> Int? {
    let key = document.children(of: subject).first { Self.kind.index(of: document.text(of: $0)) != nil }
    guard let key, document.nodes[key + 1].kind == .string else { return nil }
    return key + 1
  }

  private mutating func checkCode(
    _ code: String, of table: FieldTable, _ fields: Fields, at node: Int
  ) throws(ReadingError) {
    if table.isPerson {
      // ID documents other than the identity card have numbers of other forms.
      if case .text(let document)? = fields["idKind"], !document.contains("身份证") { return }
      try checkCitizenID(code, at: node)
    } else if let fault = UnifiedCreditCode.fault(in: code) {
      try warn(at: node, "统一社会信用代码 \(quoted(code)) \(fault)", "compare it with the register; it is printed as given")
    } else if !table.codeBeginnings.isEmpty, !table.codeBeginnings.contains(String(code.prefix(2))),
      let other = names.subjects.first(where: { $0.codeBeginnings.contains(String(code.prefix(2))) })
    {
      try warn(
        at: node,
        "the code begins with \(code.prefix(2)), as those of \(other.naming.label) do, but the subject is called "
          + table.naming.label,
        "compare subject.kind and the code with the register")
    }
  }

  /// The values of an object whose keys must all be known, by canonical key.
  func parts(of node: Int, _ vocabulary: Vocabulary, _ what: String) throws(ReadingError) -> [String: Int] {
    guard document.nodes[node].kind == .object else { throw error(at: node, "\(what) must be a JSON object") }
    var parts: [String: Int] = [:]
    for key in document.children(of: node) {
      let name = document.text(of: key)
      guard let canonical = vocabulary.key(of: name) else {
        let nearest = vocabulary.nearest(to: name).map { "did you mean \($0)?" }
        throw error(at: key, "\(what) has no part \(quoted(name))", nearest ?? "remove it")
      }
      guard parts.updateValue(key + 1, forKey: canonical) == nil else {
        throw error(at: key, "\(what) has \(canonical) twice", "remove one")
      }
    }
    return parts
  }

  mutating func warn(at node: Int, _ message: String, _ hint: String? = nil) throws(ReadingError) {
    if reader.options.strict { throw error(at: node, message, hint, kind: .strictness) }
    warningCount += 1
    guard warnings.count < CreditFileReader.warningLimit else { return }
    warnings.append(Diagnostic(file: file, pointer: document.pointer(to: node), message: message, hint: hint))
  }

  func error(
    at node: Int, _ message: String, _ hint: String? = nil, kind: ReadingError.Kind = .content, remedy: Remedy? = nil
  ) -> ReadingError {
    let (line, column) = document.position(of: node)
    return ReadingError(
      kind: kind, file: file, line: line, column: column, pointer: document.pointer(to: node), message: message,
      hint: hint, remedy: remedy)
  }
}
