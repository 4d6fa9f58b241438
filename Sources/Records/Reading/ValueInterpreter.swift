import ErrorCauses
import JSON

extension FileInterpreter {
  /// The text of a value; nil: absent. Numbers, `true` and `false` are their own text.
  func text(at node: Int) throws(ReadingError) -> String? {
    switch document.nodes[node].kind {
    case .null: return nil
    case .object, .array:
      throw error(
        at: node,
        Wording(
          "a value must be a text, a number, true, false or null, not an object or array",
          "值须为文本、数字、true、false 或 null，不能是对象或数组"))
    case .number, .true, .false: return document.text(of: node)
    case .string:
      let isClean = document.nodes[node].isPlain && !ValueText.hasBlankEnds(document.bytes(of: node))
      let text = isClean ? document.text(of: node) : ValueText.cleaned(document.text(of: node))
      return ValueText.isAbsent(text) ? nil : text
    }
  }

  /// A value in the type of its field. A value that cannot be read that way raises a warning and is kept as the text
  /// that was given: it is on record, whatever it means.
  mutating func value(at node: Int, of field: Field) throws(ReadingError) -> Value? {
    if field.kind == .date, let date = DateText.plainDay(document.bytes(of: node)), date <= today {
      return .date(date)
    }
    guard let text = try text(at: node) else { return nil }
    let label = field.naming.label
    switch field.kind {
    case .text:
      try checkLength(text, of: field, at: node)
      if !field.choices.isEmpty, field.choice(of: .text(text)) == nil {
        let labels = field.choices.map(\.label)
        try warn(
          at: node,
          Wording(
            "\(label) is \(quoted(text)), which the rules do not know", "\(label)为“\(quoted(text))”，不在规定的取值范围内"),
          Wording("it is one of \(labels.joined(separator: ", "))", "应为\(labels.joined(separator: "、"))之一"))
      }
      return .text(text)
    case .date: return try date(text, of: field, at: node)
    case .money: return try money(text, of: field, at: node)
    case .integer:
      if let number = Int(text) { return .integer(number) }
      try warn(
        at: node, Wording("\(label) is no whole number: \(quoted(text))", "\(label)“\(quoted(text))”不是整数"),
        printedAsGiven)
      return .text(text)
    case .code:
      let code = normalizedIdentifier(text)
      if let fault = UnifiedCreditCode.fault(in: code) {
        try warn(
          at: node, Wording("\(label) \(quoted(code)) \(fault.english)", "\(label)“\(quoted(code))”\(fault.chinese)"),
          Self.compareWithRegister)
      }
      return .text(code)
    case .identity:
      try checkLength(text, of: field, at: node)
      return .text(try identity(text, at: node))
    }
  }

  private mutating func checkLength(_ text: String, of field: Field, at node: Int) throws(ReadingError) {
    guard let limit = field.maximumLength, text.utf8.count > limit else { return }
    let length = text.unicodeScalars.count
    if length > limit {
      try warn(
        at: node,
        Wording(
          "\(field.naming.label) has \(length) characters; the tables allow \(limit)",
          "\(field.naming.label)有 \(length) 字，数据标准最多允许 \(limit) 字"))
    }
  }

  private mutating func date(_ text: String, of field: Field, at node: Int) throws(ReadingError) -> Value {
    let label = field.naming.label
    switch DateText.read(text) {
    case .date(let date):
      if !field.mayLieAhead, date > today {
        try warn(
          at: node,
          Wording("\(label) \(date) lies after the file's asOf, \(today)", "\(label) \(date) 晚于数据截止日期 \(today)"),
          Wording("check the year", "请核对年份"))
      }
      return .date(date)
    case .unlimited:
      if field.mayLieAhead { return .unlimited }
      try warn(at: node, Wording("\(label) cannot be \(quoted(text))", "\(label)不能为“\(quoted(text))”"), printedAsGiven)
      return .text(text)
    case .unset:
      try warn(
        at: node,
        Wording(
          "\(label) is \(quoted(text)), which programs write where they know no day",
          "\(label)为“\(quoted(text))”，这是程序在不知道日期时写的值"),
        Wording("give the day, or null; it is printed as given", "请填写日期或 null；报告中按原文打印"))
      return .text(text)
    case .betweenDays:
      try warn(
        at: node,
        Wording(
          "\(label) is \(quoted(text)), the end of one day and the beginning of the next",
          "\(label)为“\(quoted(text))”，既是一天的结束，又是次日的开始"),
        Wording("write the day that is meant; it is printed as given", "请写明是哪一天；报告中按原文打印"))
      return .text(text)
    case .impossible:
      try warn(
        at: node,
        Wording("\(label) is a day that the calendar lacks: \(quoted(text))", "\(label)“\(quoted(text))”是不存在的日期"),
        printedAsGiven)
      return .text(text)
    case nil:
      try warn(
        at: node, Wording("\(label) is no date: \(quoted(text))", "\(label)“\(quoted(text))”不是日期"),
        Wording("write 2024-05-01; it is printed as given", "请写成 2024-05-01；报告中按原文打印"))
      return .text(text)
    }
  }

  private mutating func money(_ text: String, of field: Field, at node: Int) throws(ReadingError) -> Value {
    let label = field.naming.label
    let fault: Wording
    switch Money.read(text) {
    case .amount(let amount):
      if amount < Money(millionths: 0) {
        try warn(at: node, Wording("\(label) is negative: \(quoted(text))", "\(label)“\(quoted(text))”是负数"))
      }
      return .money(amount)
    case .tooPrecise: fault = Wording("has more than six decimal places in 万元", "以万元计超过六位小数")
    case .tooLarge: fault = Wording("is too large", "数额过大")
    case .unreadable: fault = Wording("is no amount", "不是金额")
    }
    try warn(
      at: node, Wording("\(label) \(fault.english): \(quoted(text))", "\(label)“\(quoted(text))”\(fault.chinese)"),
      Wording("it is printed as given, not rounded", "报告中按原文打印，不作四舍五入"))
    return .text(text)
  }

  /// The number of an ID document. Only numbers with the form of a citizen's number or of an organisation's code can be
  /// checked; messages do not repeat a person's number.
  private mutating func identity(_ text: String, at node: Int) throws(ReadingError) -> String {
    let number = normalizedIdentifier(text)
    guard number.utf8.count == 17 || number.utf8.count == 18, number.utf8.prefix(17).allSatisfy(isDigit) else {
      return text
    }
    if UnifiedCreditCode.fault(in: number) != nil { try checkCitizenID(number, at: node) }
    return number
  }

  private static let compareWithDocument = Wording("compare it with the document", "请与证件核对")

  mutating func checkCitizenID(_ number: String, at node: Int) throws(ReadingError) {
    if let fault = CitizenID.fault(in: number) {
      try warn(
        at: node, Wording("the ID number \(fault.english)", "证件号码\(fault.chinese)"), Self.compareWithDocument)
    } else if let birth = CitizenID.birthDate(of: number), birth > today {
      try warn(
        at: node, Wording("the ID number says a day of birth that is yet to come", "证件号码中的出生日期尚未到来"),
        Self.compareWithDocument)
    }
  }
}
