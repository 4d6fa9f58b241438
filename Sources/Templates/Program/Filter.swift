import Records

/// What a filter does to a value; a missing value passes unchanged through every filter except `or-else`.
enum Filter: Sendable, Hashable {
  case date, time, datetime
  case thousands
  case money(MoneyUnit)
  case chineseMoney
  case chineseNumber
  case upper
  case count
  case join(String)
  case orElse(String)
  case mask(Mask)

  /// Name, arguments and types, for the compiler.
  struct Signature: Sendable {
    var name: String
    /// The ways to write it, for messages.
    var forms: [String] = []
    var takes: [DataShape]
    var gives: DataShape
    /// Nil if the arguments are wrong. Masks are those of the catalogue.
    var make: @Sendable (_ arguments: [Condition.Literal], _ masks: [Mask]) -> Filter?

    /// A filter without arguments.
    init(_ name: String, takes: [DataShape], gives: DataShape = .text, _ filter: Filter) {
      (self.name, self.takes, self.gives) = (name, takes, gives)
      make = { arguments, _ in arguments.isEmpty ? filter : nil }
    }

    init(
      _ name: String, forms: [String], takes: [DataShape],
      make: @escaping @Sendable ([Condition.Literal], [Mask]) -> Filter?
    ) {
      (self.name, self.forms, self.takes, gives, self.make) = (name, forms, takes, .text, make)
    }
  }

  static let signatures: [Signature] = [
    Signature("date", takes: [.text], .date),
    Signature("time", takes: [.text], .time),
    Signature("datetime", takes: [.text], .datetime),
    Signature("thousands", takes: [.number, .text], .thousands),
    Signature("money", forms: ["money: \"万元\"", "money: \"元\""], takes: [.number, .text]) { arguments, _ in
      if arguments.count == 1, case .text(let unit) = arguments[0] {
        MoneyUnit(rawValue: unit).map { .money($0) }
      } else {
        nil
      }
    },
    Signature("chinese-money", takes: [.number, .text], .chineseMoney),
    Signature("chinese-number", takes: [.number], .chineseNumber),
    Signature("upper", takes: [.text], .upper),
    Signature("count", takes: [.list(.any)], gives: .number, .count),
    Signature("join", forms: ["join: \"text\""], takes: [.list(.text)]) { arguments, _ in
      if arguments.count == 1, case .text(let separator) = arguments[0] { .join(separator) } else { nil }
    },
    Signature("or-else", forms: ["or-else: \"text\""], takes: [.any]) { arguments, _ in
      if arguments.count == 1, case .text(let substitute) = arguments[0] { .orElse(substitute) } else { nil }
    },
    Signature("mask", forms: ["mask: number, number", "mask: \"name of a mask of the catalogue\""], takes: [.text]) {
      arguments, masks in
      switch arguments.count {
      case 1:
        if case .text(let key) = arguments[0] { masks.first { $0.key == key }.map { .mask($0) } } else { nil }
      case 2:
        if case .number(let first) = arguments[0], case .number(let last) = arguments[1] {
          .mask(Mask(key: "", first: first, last: last))
        } else {
          nil
        }
      default: nil
      }
    },
  ]

  /// Nil if the value is of the wrong kind, which is possible only if the data's shape is unknown.
  func apply(to value: DataValue) -> DataValue? {
    switch (self, value) {
    case (.orElse(let substitute), .none): .text(substitute)
    case (.orElse(let substitute), .text(let text)): text.isEmpty ? .text(substitute) : value
    case (.orElse, _), (_, .none): value
    case (.date, .text(let text)): .text(Moment(text)?.chineseDate ?? text)
    case (.time, .text(let text)): .text(Moment(text)?.clock ?? text)
    case (.datetime, .text(let text)):
      .text(Moment(text).map { $0.clock.isEmpty ? $0.chineseDate : "\($0.chineseDate) \($0.clock)" } ?? text)
    case (.thousands, .number(let number)): .text(withThousands(String(number)))
    case (.thousands, .text(let text)): .text(withThousands(text))
    case (.money(let unit), .number(let number)): .text(amount(String(number), in: unit))
    case (.money(let unit), .text(let text)): .text(amount(text, in: unit))
    case (.chineseMoney, .number(let number)): .text(Templates.chineseMoney(String(number)))
    case (.chineseMoney, .text(let text)): .text(Templates.chineseMoney(text))
    case (.chineseNumber, .number(let number)): .text(Templates.chineseNumber(number))
    case (.upper, .text(let text)): .text(text.uppercased())
    case (.count, .list(let list)): .number(list.count)
    case (.join(let separator), .list(let list)): joined(list, separator).map { .text($0) }
    case (.mask(let mask), .text(let text)): .text(mask.applied(to: text))
    default: nil
    }
  }
}

/// A day, perhaps with a time, written as `2026-11-20` or `2026-11-20T18:00:00+08:00` (always Beijing time).
private struct Moment {
  /// `2026年11月20日`: without leading zeros, as in official documents (GB/T 9704, 7.3.5.4).
  let chineseDate: String
  /// `18:00`, or empty.
  let clock: String

  /// Nil for any other text, such as 长期, which is printed unchanged.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var number = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return number
    }
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return nil }
    if bytes.count == 10 {
      clock = ""
    } else {
      guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
        number(11..<13) != nil, number(14..<16) != nil
      else { return nil }
      clock = String(decoding: bytes[11..<16], as: UTF8.self)
    }
    chineseDate = "\(year)年\(month)月\(day)日"
  }
}

private func joined(_ list: [DataValue], _ separator: String) -> String? {
  var texts: [String] = []
  for value in list {
    guard case .text(let text) = value else { return nil }
    texts.append(text)
  }
  return texts.joined(separator: separator)
}
