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
    let parts = try parts(of: 0, Self.parts, Wording("the credit file", "信用档案"))
    if let version = parts["version"] {
      guard document.text(of: version) == "1" else {
        throw error(at: version, Wording("the version is not 1, the only one there is", "版本（version）不是 1；目前只有版本 1"))
      }
    } else {
      try warn(
        at: 0, Wording("the file does not say its version", "文件没有写明版本（version）"),
        Wording("write \"version\": 1", "请写 \"version\": 1"))
    }
    guard let moment = parts["asOf"], document.nodes[moment].kind != .null else {
      throw error(
        at: 0, Wording("asOf is missing", "缺少数据截止时间（asOf）"),
        Wording(
          "a report must say up to when records were gathered: 2026-11-20T18:00:00+08:00",
          "报告须写明数据归集到何时，如 2026-11-20T18:00:00+08:00"))
    }
    let asOf = try gatheringTime(moment)
    (self.asOf, today) = (asOf, asOf.date)
    guard let subjectNode = parts["subject"] else {
      throw error(at: 0, Wording("subject is missing", "缺少信用主体（subject）"))
    }
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
        at: node,
        Wording(
          "asOf is \(quoted(text)), which programs write where they know no day",
          "数据截止时间（asOf）为“\(quoted(text))”，这是程序在不知道日期时写的值"),
        Wording("give the moment up to which records were gathered", "请写明数据归集到何时"))
    }
    guard let asOf = DateText.moment(text) else {
      throw error(
        at: node, Wording("asOf is no moment", "数据截止时间（asOf）不是时间"),
        Wording("write it like 2026-11-20T18:00:00+08:00", "请写成 2026-11-20T18:00:00+08:00"))
    }
    guard asOf.isGathered(by: reader.now()) else {
      throw error(
        at: node,
        Wording(
          "asOf is \(quoted(text)), which is yet to come", "数据截止时间（asOf）“\(quoted(text))”尚未到来"),
        Wording(
          "records are gathered before a report is made of them; correct asOf, or this machine's clock",
          "数据归集在先，出具报告在后；请更正该时间，或本机时钟"))
    }
    return asOf
  }

  private mutating func subject(_ node: Int) throws(ReadingError) -> Subject {
    guard document.nodes[node].kind == .object else {
      throw error(at: node, Wording("subject must be an object", "信用主体（subject）须为对象"))
    }
    guard let kindNode = subjectKindNode(node) else {
      throw error(at: node, Wording("subject.kind is missing", "缺少主体类型（subject.kind）"), oneOfKinds)
    }
    let kindName = document.text(of: kindNode)
    guard let kind = names.subjectKinds.index(of: kindName) else {
      throw error(
        at: kindNode, Wording("there is no subject kind \(quoted(kindName))", "没有“\(quoted(kindName))”这种主体类型"),
        names.subjectKinds.nearest(to: kindName).map(didYouMean) ?? oneOfKinds)
    }
    let table = names.subjects[kind]
    let (fields, extras) = try fields(of: node, as: table)
    let part = { (part: FieldTable.SubjectPart) in extras.first { $0.extra == part.rawValue }?.node }
    guard let nameNode = part(.name), let name = try text(at: nameNode) else {
      throw error(
        at: part(.name) ?? node, Wording("subject.name is missing", "缺少主体名称（subject.name）"),
        Wording("give the name under which the subject is registered", "请填写主体的登记名称"))
    }
    guard let codeNode = part(.code), let code = try text(at: codeNode) else {
      throw error(
        at: part(.code) ?? node, Wording("subject.code is missing", "缺少主体代码（subject.code）"),
        Wording("give the 统一社会信用代码, or a person's ID number", "请填写统一社会信用代码，自然人填写证件号码"))
    }
    let number = normalizedIdentifier(code)
    try checkCode(number, of: table, fields, at: codeNode)
    return Subject(kind: table.naming.key, name: name, code: number, fields: fields)
  }

  /// The code of a subject as messages show it: a person's number is masked, whether or not it passes a check.
  func shownCode(_ code: String) -> String { isOfPerson ? ShownPerson.number(code) : quoted(code) }

  private var oneOfKinds: Wording {
    let labels = names.subjects.map(\.naming.label)
    return Wording("it is one of \(labels.joined(separator: ", "))", "应为\(labels.joined(separator: "、"))之一")
  }

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
      try warn(
        at: node, Wording("统一社会信用代码 \(quoted(code)) \(fault.english)", "统一社会信用代码“\(quoted(code))”\(fault.chinese)"),
        Self.compareWithRegister)
    } else if !table.codeBeginnings.isEmpty, !table.codeBeginnings.contains(String(code.prefix(2))),
      let other = names.subjects.first(where: { $0.codeBeginnings.contains(String(code.prefix(2))) })
    {
      try warn(
        at: node,
        Wording(
          "the code begins with \(code.prefix(2)), as those of \(other.naming.label) do, but the subject is called "
            + table.naming.label,
          "代码以 \(code.prefix(2)) 开头，属于\(other.naming.label)，而主体类型写的是\(table.naming.label)"),
        Wording("compare subject.kind and the code with the register", "请将主体类型和代码与登记信息核对"))
    }
  }

  /// The values of an object whose keys must all be known, by canonical key.
  func parts(of node: Int, _ vocabulary: Vocabulary, _ what: Wording) throws(ReadingError) -> [String: Int] {
    guard document.nodes[node].kind == .object else {
      throw error(at: node, Wording("\(what.english) must be a JSON object", "\(what.chinese)须为 JSON 对象"))
    }
    var parts: [String: Int] = [:]
    for key in document.children(of: node) {
      let name = document.text(of: key)
      guard let canonical = vocabulary.key(of: name) else {
        throw error(
          at: key, Wording("\(what.english) has no part \(quoted(name))", "\(what.chinese)没有“\(quoted(name))”这个组成部分"),
          vocabulary.nearest(to: name).map(didYouMean) ?? Wording("remove it", "请删去"))
      }
      guard parts.updateValue(key + 1, forKey: canonical) == nil else {
        throw error(
          at: key, Wording("\(what.english) has \(canonical) twice", "\(what.chinese)中 \(canonical) 出现了两次"),
          Self.removeOne)
      }
    }
    return parts
  }

  static let removeOne = Wording("remove one", "请删去其中一个")
  static let compareWithRegister = Wording(
    "compare it with the register; it is printed as given", "请与登记信息核对；报告中按原文打印")

  mutating func warn(at node: Int, _ problem: Wording, _ advice: Wording? = nil) throws(ReadingError) {
    if reader.options.strict { throw error(at: node, problem, advice, kind: .strictness) }
    warningCount += 1
    guard warnings.count < CreditFileReader.warningLimit else { return }
    warnings.append(Diagnostic(file: file, pointer: document.pointer(to: node), problem: problem, advice: advice))
  }

  func error(
    at node: Int, _ problem: Wording, _ advice: Wording? = nil, kind: ReadingError.Kind = .content,
    remedy: Remedy? = nil
  ) -> ReadingError {
    let (line, column) = document.position(of: node)
    return ReadingError(
      kind: kind, file: file, line: line, column: column, pointer: document.pointer(to: node), problem: problem,
      advice: advice, remedy: remedy)
  }
}
