/// The data that a template is applied to: plain values, as in JSON, without floating point.
public enum DataValue: Sendable, Hashable {
  /// Missing: prints only through `or-else`, and is false in a condition.
  case none
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([DataValue])
  case object(DataObject)
}

/// Named values. Objects of one kind share their keys, so that a report with thousands of lines stores the names only
/// once. An object has few keys, so a linear search is faster than hashing.
public struct DataObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Unique, in the order given.
  public let keys: [String]
  /// One for each key.
  public let values: [DataValue]

  /// - Parameter keys: unique; as many as there are values.
  public init(keys: [String], values: [DataValue]) {
    precondition(keys.count == values.count, "an object has a value for every key")
    (self.keys, self.values) = (keys, values)
  }

  public init(_ dictionary: [String: DataValue]) {
    let sorted = dictionary.sorted { $0.key < $1.key }
    (keys, values) = (sorted.map(\.key), sorted.map(\.value))
  }

  /// If keys are equal, the last one wins.
  public init(dictionaryLiteral elements: (String, DataValue)...) {
    self.init(Dictionary(elements, uniquingKeysWith: { $1 }))
  }

  public subscript(key: String) -> DataValue? {
    for index in keys.indices where keys[index] == key { return values[index] }
    return nil
  }
}

extension DataValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  public init(arrayLiteral elements: DataValue...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (String, DataValue)...) {
    self = .object(DataObject(Dictionary(elements, uniquingKeysWith: { $1 })))
  }
  public init(nilLiteral: ()) { self = .none }

  /// A text, or `none` for nil.
  public init(_ text: String?) { self = text.map(DataValue.text) ?? .none }
}

extension DataValue {
  /// Whether a condition holds for it: there is something.
  var isTrue: Bool {
    switch self {
    case .none: false
    case .text(let text): !text.isEmpty
    case .number(let number): number != 0
    case .flag(let flag): flag
    case .list(let list): !list.isEmpty
    case .object: true
    }
  }

  /// For messages.
  var kind: String {
    switch self {
    case .none: "nothing"
    case .text: "a text"
    case .number: "a number"
    case .flag: "true or false"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
