import CivilTime
import Records

/// The result of checking a value.
struct CheckedValue {
  /// For date fields.
  var date: CalendarDate?
  var faults: [(rule: Defect.Rule, message: String)] = []
}

/// Checks of single values: the rules by which the credit file reader warns, and the allowed values of choices.
struct ValueRules {
  /// The day after which nothing on record can have happened.
  let today: CalendarDate

  /// - Parameter text: cleaned and not absent.
  func check(_ text: String, of index: Int, in plan: CategoryPlan) -> CheckedValue {
    let field = plan.category.fields[index]
    var value = CheckedValue()
    switch field.kind {
    case .date: checkDate(text, field, &value)
    case .money: checkMoney(text, &value)
    case .integer: if Int(text) == nil { value.faults.append((.integer, "is no whole number")) }
    case .code:
      let isPersons = index == plan.code && CitizenID.fault(in: normalizedIdentifier(text)) == nil
      if !isPersons, let fault = UnifiedCreditCode.fault(in: normalizedIdentifier(text)) {
        value.faults.append((.code, fault))
      }
    case .identity: checkIdentity(normalizedIdentifier(text), &value)
    case .text: checkChoice(text, index, plan, &value)
    }
    if let limit = field.maximumLength, text.utf8.count > limit {
      let length = text.unicodeScalars.count
      if length > limit { value.faults.append((.length, "has \(length) characters; the tables allow \(limit)")) }
    }
    if index == plan.authority, !text.unicodeScalars.contains(where: \.properties.isIdeographic) {
      value.faults.append((.authority, "is no name of an authority"))
    }
    return value
  }

  private func checkDate(_ text: String, _ field: Field, _ value: inout CheckedValue) {
    switch DateText.read(text) {
    case .date(let date):
      value.date = date
      if !field.mayLieAhead, date > today { value.faults.append((.future, "lies after \(today), the day of the data")) }
    case .unlimited: if !field.mayLieAhead { value.faults.append((.date, "cannot be without end")) }
    case .unset: value.faults.append((.date, "is what programs write where they know no day"))
    case .betweenDays: value.faults.append((.date, "is the end of one day and the beginning of the next"))
    case .impossible: value.faults.append((.date, "is a day that the calendar lacks"))
    case nil: value.faults.append((.date, "is no date; write 2024-05-01"))
    }
  }

  private func checkMoney(_ text: String, _ value: inout CheckedValue) {
    switch Money.read(text) {
    case .amount(let amount): if amount < Money(millionths: 0) { value.faults.append((.money, "is negative")) }
    case .tooPrecise: value.faults.append((.money, "has more than six decimal places in 万元"))
    case .tooLarge: value.faults.append((.money, "is too large"))
    case .unreadable: value.faults.append((.money, "is no amount"))
    }
  }

  /// ID documents other than the identity card have numbers of other forms.
  private func checkIdentity(_ number: String, _ value: inout CheckedValue) {
    guard number.utf8.count == 17 || number.utf8.count == 18, number.utf8.prefix(17).allSatisfy({ 48...57 ~= $0 }),
      UnifiedCreditCode.fault(in: number) != nil
    else { return }
    if let fault = CitizenID.fault(in: number) {
      value.faults.append((.identity, fault))
    } else if let birth = CitizenID.birthDate(of: number), birth > today {
      value.faults.append((.identity, "says a day of birth that is yet to come"))
    }
  }

  private func checkChoice(_ text: String, _ index: Int, _ plan: CategoryPlan, _ value: inout CheckedValue) {
    let field = plan.category.fields[index]
    if !field.choices.isEmpty, field.choice(of: .text(text)) == nil {
      let labels = field.choices.map(\.label).joined(separator: ", ")
      return value.faults.append((.choice, "is none of \(labels)"))
    }
    guard let choices = plan.choices[index] else { return }
    let name = foldedName(text)
    if !choices.contains(where: { $0 == name || $0.hasSuffix("-") && name.hasPrefix($0) && name != $0 }) {
      value.faults.append((.choice, "is none of \(choices.filter { !$0.hasSuffix("-") }.joined(separator: ", "))"))
    }
  }
}
