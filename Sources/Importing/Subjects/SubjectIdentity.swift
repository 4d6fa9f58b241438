package import ErrorCauses
import Records

/// The subject of a row.
package struct SubjectIdentity: Sendable, Equatable {
  /// Canonical key of the subject kind.
  package var kind: String
  /// As given.
  package var name: String
  /// 统一社会信用代码, or the number of a person's document; normalized.
  package var code: String
  /// How the kind was decided, for the summary: `91`, `31, other`, `自然人`.
  package var basis: String
  /// How 类别 and code disagree.
  package var doubt: Wording?

  package var isPerson: Bool { kind == "person" }
  /// Whether the code passes the check of its kind: a 统一社会信用代码, or the number of an identity card.
  package var isCodeSound: Bool { (isPerson ? CitizenID.fault(in: code) : UnifiedCreditCode.fault(in: code)) == nil }
}

/// Identifies a row's subject by its 类别, code and document.
struct SubjectRules: Sendable {
  let rules: ImportRules
  private let counterparts: Vocabulary

  init(_ rules: ImportRules) {
    self.rules = rules
    counterparts = Vocabulary(
      rules.counterpartKinds.map { Naming(key: $0.label, label: $0.label, aliases: $0.also) })
  }

  /// Whether a value of 类别 is an allowed one; and the labels of all allowed values.
  func isCounterpart(_ text: String) -> Bool { counterparts.index(of: text) != nil }
  var counterpartLabels: [String] { rules.counterpartKinds.map(\.label) }

  /// Why the subject cannot be identified.
  struct Unidentified: Error, Equatable {
    var name: String?
    var wording: Wording
  }

  /// Whether a value of 类别 says that a row is about a natural person.
  func saysPerson(_ counterpart: String?) -> Bool { kind(counterpart)?.kinds.contains(personKind) ?? false }

  private func kind(_ counterpart: String?) -> ImportRules.CounterpartKind? {
    counterpart.flatMap { counterparts.index(of: $0) }.map { rules.counterpartKinds[$0] }
  }

  /// 类别 decides whether a row is about a person or an organisation. If it is empty, the column does: a number under
  /// 证件号码 alone is a person's. A number under the code decides only if it passes exactly one check: about 0.3 % of
  /// identity numbers also pass for a 统一社会信用代码 (domain.md §4).
  /// - Parameter cell: the cleaned text of a field; nil if absent.
  func identity(in plan: CategoryPlan, cell: (Int) -> String?) throws(Unidentified) -> SubjectIdentity {
    guard let name = cell(plan.name) else {
      throw Unidentified(wording: Self.lacks(plan.category.fields[plan.name].naming.label))
    }
    if SubjectNames.listed(in: name) != nil {
      throw Unidentified(
        name: name,
        wording: Wording(
          "names several subjects, and has one code at most: write a row for each",
          "写了多个主体的名称，却至多只有一个代码：请每个主体各写一行"))
    }
    let code = cell(plan.code).map(normalizedIdentifier)
    let document = plan.idNumber.flatMap(cell).map(normalizedIdentifier)
    let counterpart = plan.kind.flatMap { kind(cell($0)) }
    let label = plan.category.fields[plan.code].naming.label
    // A natural person's number is under 证件号码, in some tables under 代码_1.
    if counterpart?.kinds.contains(personKind) ?? (code == nil && document != nil) {
      if document == nil, let code, UnifiedCreditCode.fault(in: code) == nil, !isCitizens(code) {
        throw Unidentified(
          name: name,
          wording: Wording(
            "is a natural person's, but its \(label) is an organisation's", "是自然人的数据，而\(label)是组织的代码"))
      }
      return try person(name, document ?? code)
    }
    guard let code else { throw Unidentified(name: name, wording: Self.lacks(label)) }
    if let placeholder = placeholder(code) {
      throw Unidentified(name: name, wording: Self.cannotBe(label, placeholder))
    }
    switch (UnifiedCreditCode.fault(in: code) == nil, isCitizens(code)) {
    case (_, true) where counterpart == nil && code == document, (false, true) where counterpart == nil:
      return try person(name, document ?? code)
    case (false, true):
      throw Unidentified(
        name: name,
        wording: Wording(
          "has an identity number for \(label), but is no natural person's by its 类别",
          "\(label)填的是身份证件号码，而按其类别不是自然人"))
    // If a code begins like those of a kind of organisation, 类别 decides; any other may be anybody's number.
    case (true, true) where counterpart == nil || rules.kinds[String(code.prefix(2))] == nil:
      throw Unidentified(
        name: name,
        wording: Wording(
          "has a \(label) that passes for an identity number, too, and nothing says for sure which it is",
          "\(label)同时符合身份证号码的校验规则，无法确定是哪一种"))
    case (true, _): return organisation(name, code, counterpart)
    case (false, false):
      guard isCodeShaped(code) else {
        let fault = UnifiedCreditCode.fault(in: code) ?? Wording("it is no code", "不是代码")
        throw Unidentified(name: name, wording: Self.cannotBe(label, fault))
      }
      return organisation(name, code, counterpart)
    }
  }

  /// The organisation of a row in a registrar's table, where whatever is under the code is no person's number.
  func organisation(in plan: CategoryPlan, cell: (Int) -> String?) throws(Unidentified) -> SubjectIdentity {
    let field = { (index: Int) in plan.category.fields[index].naming.label }
    guard let name = cell(plan.name) else { throw Unidentified(wording: Self.lacks(field(plan.name))) }
    guard let code = cell(plan.code).map(normalizedIdentifier) else {
      throw Unidentified(name: name, wording: Self.lacks(field(plan.code)))
    }
    let fault = UnifiedCreditCode.fault(in: code)
    if let problem = placeholder(code) ?? (fault == nil || isCodeShaped(code) && !isCitizens(code) ? nil : fault) {
      throw Unidentified(name: name, wording: Self.cannotBe(field(plan.code), problem))
    }
    return organisation(name, code, nil)
  }

  private static func lacks(_ label: String) -> Wording { Wording("has no \(label)", "没有填写\(label)") }

  private static func cannotBe(_ label: String, _ fault: Wording) -> Wording {
    Wording("has a \(label) that cannot be one: \(fault.english)", "\(label)无效：\(fault.chinese)")
  }

  private let personKind = "person"

  private func person(_ name: String, _ number: String?) throws(Unidentified) -> SubjectIdentity {
    guard let number, isDocumentShaped(number) else {
      throw Unidentified(
        name: name,
        wording: Wording("is a natural person's and has no usable 证件号码", "是自然人的数据，但没有可用的证件号码"))
    }
    if UnifiedCreditCode.fault(in: number) == nil, !isCitizens(number) {
      throw Unidentified(
        name: name,
        wording: Wording(
          "has an organisation's code for 证件号码, and nothing says whose the row is",
          "证件号码填的是组织的代码，无法确定本行属于谁"))
    }
    return SubjectIdentity(kind: personKind, name: name, code: number, basis: "证件号码")
  }

  private func organisation(
    _ name: String, _ code: String, _ counterpart: ImportRules.CounterpartKind?
  ) -> SubjectIdentity {
    let prefix = String(code.prefix(2))
    let kind = rules.kinds[prefix]
    var doubt: Wording?
    if let counterpart {
      // A code without a kind of its own may be any organisation's, but not a person's.
      let fits = kind.map(counterpart.kinds.contains) ?? !counterpart.kinds.contains(personKind)
      if !fits {
        doubt = Wording(
          "is \(counterpart.label), but the code begins with \(prefix)", "为\(counterpart.label)，而代码以 \(prefix) 开头")
      }
    }
    return SubjectIdentity(
      kind: kind ?? rules.otherKind, name: name, code: code, basis: kind == nil ? "\(prefix), other" : prefix,
      doubt: doubt)
  }

  /// 18 letters and digits, with no letter in the place number. A wrong check character is allowed: such codes exist
  /// (domain.md §4.1), and the row is reported as doubtful.
  private func isCodeShaped(_ code: String) -> Bool {
    code.utf8.count == 18 && code.utf8.allSatisfy { 48...57 ~= $0 || 65...90 ~= $0 }
      && code.utf8.dropFirst(2).prefix(6).allSatisfy { 48...57 ~= $0 }
  }

  /// What people type if a column must not be empty.
  private func placeholder(_ code: String) -> Wording? {
    if Set(code.utf8).count <= 2 {
      return Wording("it is one character over and over", "全是同一个字符")
    }
    let own = code.utf8.dropFirst(8).prefix(9)
    guard own.count == 9, Set(own).count == 1 else { return nil }
    return Wording("its organisation code is one character over and over", "其中的组织机构代码全是同一个字符")
  }

  private func isCitizens(_ code: String) -> Bool { CitizenID.fault(in: code) == nil }

  private func isDocumentShaped(_ number: String) -> Bool {
    (5...64).contains(number.utf8.count) && Set(number.utf8).count > 2
      && number.utf8.contains { 48...57 ~= $0 } && !number.contains("*")
  }
}
