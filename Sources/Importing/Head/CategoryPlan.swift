import Records

/// A category as table rows fill it: the indices of the fields for subject and days, and the allowed values.
final class CategoryPlan: Sendable {
  let category: Records.Category
  let vocabulary: Vocabulary
  /// Indices of fields.
  let name: Int, code: Int
  let number: Int?, kind: Int?, idKind: Int?, idNumber: Int?, date: Int?, authority: Int?
  /// 数据来源单位.
  let dataSource: Int?
  /// Fields of other numbers of the subject.
  let otherCodes: [Int]
  let required: [Int]
  let order: [(first: Int, second: Int)]
  /// Folded values by field; those that end with "-" are prefixes.
  let choices: [Int: [String]]
  /// How many of the fields are a record's; the others are columns for the subject, beside it.
  let recordFields: Int
  /// Of a registrar's table.
  let registration: RegistrationPlan?

  /// Nil for categories whose tables do not identify the subjects.
  init?(
    _ given: Records.Category, _ rules: ImportRules, file: String, registration: RegistrationPlan? = nil
  ) throws(ImportDataError) {
    let own = registration == nil ? rules.categories[given.naming.key] : nil
    let category = Self.withSubject(given, own, rules.subjectBeside)
    let index = { (key: String) in category.fields.firstIndex { $0.naming.key == key } }
    guard let name = category.subjectNameField.flatMap(index), let code = category.subjectCodeField.flatMap(index)
    else {
      return nil
    }
    (self.category, self.name, self.code, self.registration) = (category, name, code, registration)
    recordFields = given.fields.count
    vocabulary = Vocabulary(category.fields.map(\.naming))
    let rules = own
    func known(_ key: String) throws(ImportDataError) -> Int {
      if let index = index(key) { return index }
      throw ImportDataError(file: file, problem: "categories/\(category.naming.key): there is no field \(key)")
    }
    func known(_ key: String?) throws(ImportDataError) -> Int? {
      guard let key else { return nil }
      let index: Int = try known(key)
      return index
    }
    number = try known(rules?.number ?? category.documentField)
    kind = try known(rules?.kind)
    idKind = try known(rules?.idKind)
    idNumber = try known(rules?.idNumber)
    date = try known(category.dateField)
    authority = try known(category.authorityField)
    dataSource = index("source")
    var otherCodes = category.fields.indices.filter { category.fields[$0].isRegistration }
    for key in rules?.otherCodes ?? [] {
      let index: Int = try known(key)
      if !otherCodes.contains(index) { otherCodes.append(index) }
    }
    self.otherCodes = otherCodes
    var required = category.fields.indices.filter { category.fields[$0].requirement == .required }
    for key in rules?.required ?? [] {
      let index: Int = try known(key)
      if !required.contains(index) { required.append(index) }
    }
    self.required = required
    var order: [(Int, Int)] = []
    for pair in rules?.order ?? [] { order.append((try known(pair[0]), try known(pair[1]))) }
    self.order = order
    var choices: [Int: [String]] = [:]
    for (key, values) in rules?.choices ?? [:] { choices[try known(key)] = values.map(foldedName) }
    self.choices = choices
  }

  /// The category with fields for name and code of the subject, where its records have none.
  private static func withSubject(
    _ category: Records.Category, _ rules: ImportRules.CategoryRules?, _ names: ImportRules.SubjectBeside
  ) -> Records.Category {
    var category = category
    category.subjectCodeField = category.subjectCodeField ?? rules?.code
    guard rules?.subjectBeside == true else { return category }
    let known = Vocabulary(category.fields.map(\.naming))
    let field = { (key: String, names: [String], kind: Field.Kind) in
      let names = names.filter { known.index(of: $0) == nil }
      return Field(naming: Naming(key: key, label: names.first ?? key, aliases: names), kind: kind, printing: .never)
    }
    if category.subjectNameField == nil {
      category.subjectNameField = "subjectName"
      category.fields.append(field("subjectName", names.name, .text))
    }
    if category.subjectCodeField == nil {
      category.subjectCodeField = "subjectCode"
      category.fields.append(field("subjectCode", names.code, .code))
    }
    return category
  }
}
