import Records

/// Who a row is about.
struct SubjectIdentity: Equatable {
  /// Canonical key of the subject kind.
  var kind: String
  var name: String
  /// 统一社会信用代码, or the number of a person's document; normalized.
  var code: String
  /// How the kind was decided, for the summary: `91`, `31, other`, `自然人`.
  var basis: String
  /// What of 类别 and code disagrees.
  var doubt: String?
}

/// Tells a row's subject by its 类别, code and document.
struct SubjectRules {
  let rules: ImportRules
  private let counterparts: Vocabulary

  init(_ rules: ImportRules) {
    self.rules = rules
    counterparts = Vocabulary(
      rules.counterpartKinds.map { Naming(key: $0.label, label: $0.label, aliases: $0.also) })
  }

  /// Whether a value of 类别 is one that rows may have, and which these are.
  func isCounterpart(_ text: String) -> Bool { counterparts.index(of: text) != nil }
  var counterpartLabels: String { rules.counterpartKinds.map(\.label).joined(separator: ", ") }

  /// Why no subject can be told.
  struct Unidentified: Error, Equatable {
    var name: String?
    var message: String
  }

  /// - Parameter cell: the cleaned text of a field; nil where absent.
  func identity(in plan: CategoryPlan, cell: (Int) -> String?) throws(Unidentified) -> SubjectIdentity {
    guard let name = cell(plan.name) else {
      throw Unidentified(message: "has no \(plan.category.fields[plan.name].naming.label)")
    }
    let code = cell(plan.code).map(normalizedIdentifier)
    let document = plan.idNumber.flatMap(cell).map(normalizedIdentifier)
    let counterpart = plan.kind.flatMap(cell).flatMap { counterparts.index(of: $0) }.map { rules.counterpartKinds[$0] }
    let isPerson = counterpart?.kinds.contains(where: isPersonKind) ?? false
    if let code, isCodeShaped(code), UnifiedCreditCode.fault(in: code) == nil || !isPerson && !isCitizens(code) {
      return organisation(name, code, counterpart)
    }
    // A natural person's number stands under 证件号码, in some tables under 代码_1.
    if isPerson || counterpart == nil && (code == nil && document != nil || code.map(isCitizens) == true) {
      guard let number = document ?? code, isDocumentShaped(number) else {
        throw Unidentified(name: name, message: "is a natural person's and has no usable 证件号码")
      }
      return SubjectIdentity(kind: personKind, name: name, code: number, basis: "证件号码")
    }
    let label = plan.category.fields[plan.code].naming.label
    guard let code else { throw Unidentified(name: name, message: "has no \(label)") }
    throw Unidentified(name: name, message: "has a \(label) that cannot be one: \(fault(code))")
  }

  private let personKind = "person"
  private func isPersonKind(_ kind: String) -> Bool { kind == personKind }

  private func organisation(
    _ name: String, _ code: String, _ counterpart: ImportRules.CounterpartKind?
  ) -> SubjectIdentity {
    let prefix = String(code.prefix(2))
    let kind = rules.kinds[prefix]
    var doubt: String?
    if let counterpart {
      // A code without a kind of its own may be any organisation's, but no person's.
      let fits = kind.map(counterpart.kinds.contains) ?? !counterpart.kinds.contains(personKind)
      if !fits { doubt = "is \(counterpart.label), but the code begins with \(prefix)" }
    }
    return SubjectIdentity(
      kind: kind ?? rules.otherKind, name: name, code: code, basis: kind == nil ? "\(prefix), other" : prefix,
      doubt: doubt)
  }

  /// 18 letters and digits that are not all the same. One with a wrong check character counts: such codes exist
  /// (domain.md §4.1), and its row is told to be doubtful.
  private func isCodeShaped(_ code: String) -> Bool {
    code.utf8.count == 18 && Set(code.utf8).count > 2
      && code.utf8.allSatisfy { 48...57 ~= $0 || 65...90 ~= $0 }
  }

  private func isCitizens(_ code: String) -> Bool { CitizenID.fault(in: code) == nil }

  private func isDocumentShaped(_ number: String) -> Bool {
    (5...64).contains(number.utf8.count) && Set(number.utf8).count > 2
      && number.utf8.contains { 48...57 ~= $0 } && !number.contains("*")
  }

  private func fault(_ code: String) -> String {
    UnifiedCreditCode.fault(in: code) ?? "it is one character over and over"
  }
}
