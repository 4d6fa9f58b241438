/// The catalogue's names, prepared once for many lookups.
package struct CatalogueNames: Sendable {
  let categories: Vocabulary
  let records: [FieldTable]
  let subjectKinds: Vocabulary
  let subjects: [FieldTable]
  let domains: Vocabulary
  let domainKeys: [String]
  let domainHints: DomainHints
  /// Index of the category for records that the catalogue does not know, and the fields of such records.
  let other: Int?
  let unknownRecords: FieldTable

  /// What a record may contain besides fields.
  package static let domain = Naming(key: "domain", label: "领域", aliases: ["所属领域", "监管领域"])
  /// Key of the category under which records of unknown categories are kept.
  static let otherCategory = "other"

  init(_ catalogue: Catalogue) {
    categories = Vocabulary(catalogue.categories.map(\.naming))
    records = catalogue.categories.map { FieldTable($0) }
    subjectKinds = Vocabulary(catalogue.subjectKinds.map(\.naming))
    subjects = catalogue.subjectKinds.map { FieldTable($0) }
    domains = Vocabulary(catalogue.domains.map(\.naming))
    domainKeys = catalogue.domains.map(\.naming.key)
    domainHints = DomainHints(catalogue.domains, catalogue.authorityRules)
    other = catalogue.categories.firstIndex { $0.naming.key == Self.otherCategory }
    unknownRecords = FieldTable(
      naming: Naming(key: Self.otherCategory, label: ""), fields: catalogue.recordFields, extras: [Self.domain])
  }
}

/// The fields of a category or a subject kind, and what may stand besides them.
struct FieldTable: Sendable {
  enum Meaning: Sendable, Equatable {
    case field(Int)
    case extra(Int)
    case unknown
  }

  let naming: Naming
  let fields: [Field]
  let required: [Int]
  /// Of categories: the field with the decision's date, and those that repeat the subject's name and code.
  private(set) var date: Int?, subjectName: Int?, subjectCode: Int?
  /// Of categories: the fields that together identify a decision.
  private(set) var document: Int?, authority: Int?
  /// Of subject kinds.
  private(set) var isPerson = false
  private(set) var codeBeginnings: [String] = []
  private let vocabulary: Vocabulary
  private let extras: Vocabulary

  init(naming: Naming, fields: [Field], extras: [Naming]) {
    (self.naming, self.fields) = (naming, fields)
    required = fields.indices.filter { fields[$0].requirement == .required }
    vocabulary = Vocabulary(fields.map(\.naming))
    self.extras = Vocabulary(extras)
  }

  init(_ category: Category) {
    self.init(naming: category.naming, fields: category.fields, extras: [CatalogueNames.domain])
    let index = { (key: String?) in key.flatMap { key in category.fields.firstIndex { $0.naming.key == key } } }
    (date, subjectName, subjectCode) =
      (index(category.dateField), index(category.subjectNameField), index(category.subjectCodeField))
    (document, authority) = (index(category.documentField), index(category.authorityField))
  }

  /// Extras of a subject, in this order.
  enum SubjectPart: Int, CaseIterable { case kind, name, code }

  static let kind = Naming(key: "kind", label: "主体类型", aliases: ["主体类别"])

  init(_ kind: SubjectKind) {
    let codes =
      kind.isPerson
      ? ["证件号码", "身份证号码", "身份证号", "公民身份号码"] : ["统一社会信用代码", "行政相对人代码_1(统一社会信用代码)"]
    let extras = [
      Self.kind,
      Naming(key: "name", label: kind.nameLabel, aliases: ["名称", "主体名称", "行政相对人名称"]),
      Naming(key: "code", label: kind.codeLabel, aliases: codes),
    ]
    self.init(naming: kind.naming, fields: kind.fields, extras: extras)
    (isPerson, codeBeginnings) = (kind.isPerson, kind.codeBeginnings)
  }

  func meaning(of name: String) -> Meaning {
    if let field = vocabulary.index(of: name) { return .field(field) }
    return extras.index(of: name).map(Meaning.extra) ?? .unknown
  }

  func nearest(to name: String) -> String? { vocabulary.nearest(to: name) ?? extras.nearest(to: name) }
}
