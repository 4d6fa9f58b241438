import JSON

extension FileInterpreter {
  /// The text of a value; nil: absent. Numbers, `true` and `false` are their own text.
  func text(at node: Int) throws(ReadingError) -> String? {
    switch document.nodes[node].kind {
    case .null: return nil
    case .object, .array:
      throw error(at: node, "a value must be a text, a number, true, false or null, not an object or array")
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
    switch field.kind {
    case .text:
      try checkLength(text, of: field, at: node)
      if !field.choices.isEmpty, field.choice(of: .text(text)) == nil {
        let labels = field.choices.map(\.label).joined(separator: ", ")
        try warn(
          at: node, "\(field.naming.label) is \(quoted(text)), which the rules do not know", "it is one of \(labels)")
      }
      return .text(text)
    case .date: return try date(text, of: field, at: node)
    case .money: return try money(text, of: field, at: node)
    case .integer:
      if let number = Int(text) { return .integer(number) }
      try warn(at: node, "\(field.naming.label) is no whole number: \(quoted(text))", "it is printed as given")
      return .text(text)
    case .code:
      let code = normalizedIdentifier(text)
      if let fault = UnifiedCreditCode.fault(in: code) {
        try warn(
          at: node, "\(field.naming.label) \(quoted(code)) \(fault)",
          "compare it with the register; it is printed as given")
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
      try warn(at: node, "\(field.naming.label) has \(length) characters; the tables allow \(limit)")
    }
  }

  private mutating func date(_ text: String, of field: Field, at node: Int) throws(ReadingError) -> Value {
    switch DateText.read(text) {
    case .date(let date):
      if !field.mayLieAhead, date > today {
        try warn(at: node, "\(field.naming.label) \(date) lies after the file's asOf, \(today)", "check the year")
      }
      return .date(date)
    case .unlimited:
      if field.mayLieAhead { return .unlimited }
      try warn(at: node, "\(field.naming.label) cannot be \(quoted(text))", "it is printed as given")
      return .text(text)
    case .unset:
      try warn(
        at: node, "\(field.naming.label) is \(quoted(text)), which programs write where they know no day",
        "give the day, or null; it is printed as given")
      return .text(text)
    case .betweenDays:
      try warn(
        at: node, "\(field.naming.label) is \(quoted(text)), the end of one day and the beginning of the next",
        "write the day that is meant; it is printed as given")
      return .text(text)
    case .impossible:
      try warn(
        at: node, "\(field.naming.label) is a day that the calendar lacks: \(quoted(text))", "it is printed as given")
      return .text(text)
    case nil:
      try warn(
        at: node, "\(field.naming.label) is no date: \(quoted(text))", "write 2024-05-01; it is printed as given")
      return .text(text)
    }
  }

  private mutating func money(_ text: String, of field: Field, at node: Int) throws(ReadingError) -> Value {
    let fault: String
    switch Money.read(text) {
    case .amount(let amount):
      if amount < Money(millionths: 0) { try warn(at: node, "\(field.naming.label) is negative: \(quoted(text))") }
      return .money(amount)
    case .tooPrecise: fault = "has more than six decimal places in 万元"
    case .tooLarge: fault = "is too large"
    case .unreadable: fault = "is no amount"
    }
    try warn(at: node, "\(field.naming.label) \(fault): \(quoted(text))", "it is printed as given, not rounded")
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

  mutating func checkCitizenID(_ number: String, at node: Int) throws(ReadingError) {
    if let fault = CitizenID.fault(in: number) {
      try warn(at: node, "the ID number \(fault)", "compare it with the document")
    } else if let birth = CitizenID.birthDate(of: number), birth > today {
      try warn(at: node, "the ID number says a day of birth that is yet to come", "compare it with the document")
    }
  }
}
