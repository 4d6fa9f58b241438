/// The structure of data, so that a template that names something else is refused before it is applied.
public indirect enum DataShape: Sendable, Hashable {
  /// Unknown: every path is allowed and is checked when the template is applied.
  case any
  case text
  case number
  case flag
  /// A text that is one of several names; comparing it with any other is a mistake in a template.
  case name(of: String, known: [String])
  case list(DataShape)
  case object([String: DataShape])
  /// May be missing: to print it, a template must provide a replacement.
  case optional(DataShape)

  /// The shape without `optional`.
  var present: DataShape {
    if case .optional(let shape) = self { shape.present } else { self }
  }

  var isOptional: Bool {
    if case .optional = self { true } else { false }
  }

  var isText: Bool {
    switch present {
    case .text, .name: true
    default: false
    }
  }

  /// For messages.
  var kind: String {
    switch self {
    case .any: "anything"
    case .text, .name: "a text"
    case .number: "a number"
    case .flag: "true or false"
    case .list: "a list"
    case .object: "an object"
    case .optional(let shape): shape.kind
    }
  }

  /// The first difference between a value and the shape, as a path and a description; nil: none.
  public func difference(from value: DataValue, at path: String = "") -> String? {
    switch (self, value) {
    case (.any, _), (.text, .text), (.number, .number), (.flag, .flag), (.optional, .none): return nil
    case (.optional(let shape), _): return shape.difference(from: value, at: path)
    case (.name(let kind, let known), .text(let text)):
      return known.contains(text) ? nil : "`\(path)` is no \(kind): \(text)"
    case (.list(let shape), .list(let values)):
      for (index, value) in values.enumerated() {
        if let difference = shape.difference(from: value, at: "\(path).\(index)") { return difference }
      }
      return nil
    case (.object(let members), .object(let object)):
      for key in object.keys where members[key] == nil { return "`\(path)` has no `\(key)`" }
      for (key, shape) in members.sorted(by: { $0.key < $1.key }) {
        let memberPath = path.isEmpty ? key : "\(path).\(key)"
        if let difference = shape.difference(from: object[key] ?? .none, at: memberPath) { return difference }
      }
      return nil
    default: return "`\(path)` is \(value.kind) instead of \(kind)"
    }
  }
}
