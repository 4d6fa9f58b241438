import CivilTime
import ErrorCauses
import Records

/// The result of checking a value.
struct CheckedValue {
  /// For date fields.
  var date: CalendarDate?
  var faults: [(rule: Defect.Rule, wording: Wording)] = []
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
    case .integer: if Int(text) == nil { value.faults.append((.integer, Wording("is no whole number", "不是整数"))) }
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
      if length > limit {
        value.faults.append(
          (
            .length,
            Wording("has \(length) characters; the tables allow \(limit)", "有 \(length) 字，数据标准最多允许 \(limit) 字")
          ))
      }
    }
    if index == plan.authority, !text.unicodeScalars.contains(where: \.properties.isIdeographic) {
      value.faults.append((.authority, Wording("is no name of an authority", "不是机关名称")))
    }
    return value
  }

  static let isNoDate = Wording("is no date; write 2024-05-01", "不是日期；请写成 2024-05-01")

  static func isAhead(of today: CalendarDate) -> Wording {
    Wording("lies after \(today), the day of the data", "晚于数据截止日期 \(today)")
  }

  static func isNone(of choices: [String]) -> Wording {
    Wording("is none of \(choices.joined(separator: ", "))", "不在取值范围内：\(choices.joined(separator: "、"))")
  }

  private func checkDate(_ text: String, _ field: Field, _ value: inout CheckedValue) {
    switch DateText.read(text) {
    case .date(let date):
      value.date = date
      if !field.mayLieAhead, date > today { value.faults.append((.future, Self.isAhead(of: today))) }
    case .unlimited:
      if !field.mayLieAhead {
        value.faults.append((.date, Wording("cannot be without end", "不能是长期")))
      }
    case .unset:
      value.faults.append(
        (.date, Wording("is what programs write where they know no day", "是程序在不知道日期时写的值")))
    case .betweenDays:
      value.faults.append(
        (.date, Wording("is the end of one day and the beginning of the next", "既是一天的结束，又是次日的开始")))
    case .impossible: value.faults.append((.date, Wording("is a day that the calendar lacks", "是不存在的日期")))
    case nil: value.faults.append((.date, Self.isNoDate))
    }
  }

  private func checkMoney(_ text: String, _ value: inout CheckedValue) {
    switch Money.read(text) {
    case .amount(let amount):
      if amount < Money(millionths: 0) { value.faults.append((.money, Wording("is negative", "是负数"))) }
    case .tooPrecise:
      value.faults.append((.money, Wording("has more than six decimal places in 万元", "以万元计超过六位小数")))
    case .tooLarge: value.faults.append((.money, Wording("is too large", "数额过大")))
    case .unreadable: value.faults.append((.money, Wording("is no amount", "不是金额")))
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
      value.faults.append(
        (.identity, Wording("says a day of birth that is yet to come", "其中的出生日期尚未到来")))
    }
  }

  private func checkChoice(_ text: String, _ index: Int, _ plan: CategoryPlan, _ value: inout CheckedValue) {
    let field = plan.category.fields[index]
    if !field.choices.isEmpty, field.choice(of: .text(text)) == nil {
      return value.faults.append((.choice, Self.isNone(of: field.choices.map(\.label))))
    }
    guard let choices = plan.choices[index] else { return }
    let name = foldedName(text)
    if !choices.contains(where: { $0 == name || $0.hasSuffix("-") && name.hasPrefix($0) && name != $0 }) {
      value.faults.append((.choice, Self.isNone(of: choices.filter { !$0.hasSuffix("-") })))
    }
  }
}
