import Records
import Tables

/// A registrar's table, which says who the subjects are: their names, codes and registration data, and no records.
struct RegistrationPlan: Sendable {
  /// Canonical key of the subject kind.
  let kind: String
  /// Indices of fields.
  let formerNames: Int, changedOn: Int
  /// The fields that the catalogue gives to subjects of this kind.
  let own: Range<Int>

  /// One for each kind of organisation: rows of one table may be of several kinds, whose fields have different names.
  static func plans(
    _ kinds: [SubjectKind], _ rules: ImportRules, file: String
  ) throws(ImportDataError) -> [CategoryPlan] {
    var plans: [CategoryPlan] = []
    for kind in kinds where !kind.isPerson {
      let names = rules.registration
      let beside = [
        field("name", kind.nameLabel, names.name, .text), field("code", kind.codeLabel, names.code, .code),
        field("formerNames", "曾用名", names.formerNames, .text),
        field("changedOn", "名称变更日期", names.changedOn, .date),
      ]
      let category = Records.Category(
        naming: kind.naming, fields: beside + kind.fields, subjectNameField: "name", subjectCodeField: "code")
      let registration = RegistrationPlan(
        kind: kind.naming.key, formerNames: 2, changedOn: 3, own: beside.count..<category.fields.count)
      if let plan = try CategoryPlan(category, rules, file: file, registration: registration) { plans.append(plan) }
    }
    return plans
  }

  private static func field(_ key: String, _ label: String, _ also: [String], _ kind: Field.Kind) -> Field {
    Field(naming: Naming(key: key, label: label, aliases: also), kind: kind)
  }

  /// 甲公司、乙公司；丙公司
  static func names(in text: String) -> [String] {
    text.split { "、；;，,\n".contains($0) }.map { ValueText.cleaned(String($0)) }.filter { !ValueText.isAbsent($0) }
  }
}

extension TableInterpreter {
  /// What takes the place of a category's key in a registrar's table.
  package static let registration = "registration"
}

extension CategoryPlan {
  /// Canonical key of the category.
  var key: String { registration == nil ? category.naming.key : TableInterpreter.registration }
}

extension HeadFinder {
  /// Whether a head has name and code of subjects, and something that only a registrar says of them.
  func isRegistration(_ candidate: Candidate, _ texts: HeadRows) -> Bool {
    let plan = plans[candidate.reading.plan]
    guard let own = plan.registration?.own else { return false }
    let ofRecords = readings.filter { plans[$0.plan].registration == nil && $0.mapping == nil }
    var named: Set<Int> = []
    var isOwn = false
    for column in texts.columns(start: candidate.start, height: candidate.height) {
      for case .field(let field) in column.meanings(candidate.reading).map(\.meaning) {
        named.insert(field)
        isOwn = isOwn || own.contains(field) && ofRecords.allSatisfy { column.meanings($0).isEmpty }
      }
    }
    return isOwn && named.contains(plan.name) && named.contains(plan.code)
  }

  func registrationHead(
    _ candidate: Candidate, _ texts: HeadRows, _ rows: [TableRow], _ tableName: String
  ) throws(TableError) -> Head {
    let mapping = candidate.reading.mapping?.name
    let kinds = readings.filter { plans[$0.plan].registration != nil && $0.mapping?.name == mapping }
    var head = try resolve(candidate, texts, rows, tableName, kinds: kinds)
    var heads: [String: Head] = [:]
    for reading in kinds {
      guard let kind = plans[reading.plan].registration?.kind else { continue }
      var ofKind = candidate
      ofKind.reading = reading
      // Two columns may be one field of another kind: its rows are then read as the table's head says.
      if let found = try? resolve(ofKind, texts, rows, tableName, kinds: kinds) {
        heads[kind] = completed(found, by: head)
      }
    }
    head.headsOfKinds = heads
    return head
  }

  /// 企业类型 of a sole trader is what the catalogue calls 组成形式: the fields have one key.
  private func completed(_ head: Head, by tableHead: Head) -> Head {
    let (fields, tableFields) = (plans[head.category].category.fields, plans[tableHead.category].category.fields)
    var head = head
    for (column, other) in tableHead.columns.enumerated() where column < head.columns.count {
      guard head.columns[column].meaning == .ofOtherKinds, case .field(let tableField) = other.meaning,
        let field = fields.firstIndex(where: { $0.naming.key == tableFields[tableField].naming.key }),
        head.columnOfField[field] == nil
      else { continue }
      head.columns[column].meaning = .field(field)
      head.columnOfField[field] = column
    }
    return head
  }
}
