import Blocks
import Records

/// A mapping whose keys have been checked.
struct Properties {
  var what: String
  var location: TemplateLocation
  var entries: [YAMLTree.Entry]
  subscript(key: String) -> YAMLTree? {
    guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
    return value.isNull ? nil : value
  }
}

// Plain values of a template: each function reports what is wrong and then returns nil.
extension Compiler {
  mutating func report(_ location: TemplateLocation, _ message: String) {
    mistakes.append(TemplateError.Mistake(location: location, message: message))
  }

  /// A mapping with these keys and no others.
  mutating func open(_ node: YAMLTree, _ what: String, keys: [String]) -> Properties? {
    guard case .mapping(let entries) = node.content else {
      report(node.location, "`\(what)` must be a mapping of \(keys.joined(separator: ", ")), not \(node.kind)")
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      report(entry.location, "unknown key `\(entry.key)` in `\(what)`" + suggestion(for: entry.key, among: keys))
    }
    return Properties(what: what, location: node.location, entries: entries)
  }

  mutating func require(_ properties: Properties, _ key: String) -> YAMLTree? {
    if let value = properties[key] { return value }
    report(properties.location, "`\(properties.what)` needs `\(key)`")
    return nil
  }

  mutating func items(_ node: YAMLTree, _ what: String) -> [YAMLTree]? {
    if case .list(let items) = node.content { return items }
    report(node.location, "\(what) must be a list, not \(node.kind)")
    return nil
  }

  mutating func word(_ node: YAMLTree, _ what: String) -> String? {
    if case .scalar(let scalar) = node.content, !scalar.isNull { return scalar.text }
    report(node.location, "\(what) must be a text, not \(node.kind)")
    return nil
  }

  mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ node: YAMLTree, _ what: String, _ type: Value.Type = Value.self
  ) -> Value? where Value.RawValue == String {
    guard let word = word(node, what) else { return nil }
    if let value = Value(rawValue: word) { return value }
    let known = Value.allCases.map(\.rawValue)
    let hint = nearestName(to: word, among: known).map { "; did you mean `\($0)`?" } ?? ""
    report(node.location, "\(what) is one of \(known.joined(separator: ", ")), not `\(word)`\(hint)")
    return nil
  }

  mutating func flag(_ node: YAMLTree, _ what: String) -> Bool? {
    if case .scalar(let scalar) = node.content, let flag = Bool(scalar.text) { return flag }
    report(node.location, "\(what) is true or false, not \(node.kind)")
    return nil
  }

  mutating func integer(_ node: YAMLTree, _ what: String, in range: ClosedRange<Int>) -> Int? {
    if case .scalar(let scalar) = node.content, let number = Int(scalar.text), range.contains(number) { return number }
    report(
      node.location,
      "\(what) is a whole number from \(range.lowerBound) to \(range.upperBound), not \(node.kind)")
    return nil
  }

  mutating func number(_ node: YAMLTree, _ what: String, in range: ClosedRange<Double>) -> Double? {
    if case .scalar(let scalar) = node.content, let number = Double(scalar.text), range.contains(number) {
      return number
    }
    report(node.location, "\(what) is a number from \(range.lowerBound) to \(range.upperBound), not \(node.kind)")
    return nil
  }

  /// `36 mm`, `2.5 cm`, `9.5 pt`, `9.5` (points).
  mutating func length(_ node: YAMLTree, _ what: String, atLeast least: Length = 0) -> Length? {
    if case .scalar(let scalar) = node.content, let length = Length(template: scalar.text), length >= least {
      return length
    }
    let from = least > 0 ? "from \(least.points) pt " : ""
    report(
      node.location,
      "\(what) must be a length \(from)up to 2000 mm: a number and mm, cm or pt, such as 36 mm; not \(node.kind)")
    return nil
  }

  /// A name under `colors`, or six hexadecimal digits.
  mutating func color(_ node: YAMLTree, _ what: String) -> Color? {
    guard let word = word(node, what) else { return nil }
    if let color = colors[word] ?? Color(template: word) { return color }
    report(
      node.location,
      "\(what) must be a colour: six hexadecimal digits such as 1F3A5F, or a name under `colors`; not `\(word)`"
        + (nearestName(to: word, among: Array(colors.keys)).map { "; did you mean `\($0)`?" } ?? ""))
    return nil
  }

  /// `none`, or a mapping of width, color and pattern. The outer nil means a mistake.
  mutating func stroke(_ node: YAMLTree, _ what: String) -> Stroke?? {
    if case .scalar(let scalar) = node.content, scalar.text == "none" { return .some(nil) }
    guard let properties = open(node, what, keys: Grammar.stroke) else { return nil }
    return stroke(properties)
  }

  mutating func stroke(_ properties: Properties) -> Stroke {
    var stroke = Stroke()
    if let node = properties["width"], let width = length(node, "`width`") { stroke.width = width }
    if let node = properties["color"], let color = color(node, "`color`") { stroke.color = color }
    if let node = properties["pattern"], let pattern: Stroke.Pattern = choice(node, "`pattern`") {
      stroke.pattern = pattern
    }
    return stroke
  }

  /// One length for all sides, two (top and bottom; right and left), or a mapping of sides.
  mutating func insets(_ node: YAMLTree, _ what: String) -> Insets? {
    switch node.content {
    case .scalar: return length(node, what).map { Insets(all: $0) }
    case .list(let items):
      guard items.count == 2, let vertical = length(items[0], what), let horizontal = length(items[1], what) else {
        report(node.location, "\(what) is one length, [vertical, horizontal], or a mapping of the four sides")
        return nil
      }
      return Insets(top: vertical, right: horizontal, bottom: vertical, left: horizontal)
    case .mapping:
      guard let properties = open(node, what, keys: Grammar.insets) else { return nil }
      var sides: [Length] = []
      for side in Grammar.insets {
        guard let node = require(properties, side), let length = length(node, "`\(side)`") else { return nil }
        sides.append(length)
      }
      return Insets(top: sides[0], right: sides[1], bottom: sides[2], left: sides[3])
    }
  }
}

extension Length {
  /// Nil unless a number from 0 to 2000 mm with a unit.
  init?(template text: String) {
    let text = text.trimmed
    let unit = ["mm", "cm", "pt"].first(where: text.hasSuffix)
    guard let number = Double((unit == nil ? text : String(text.dropLast(2))).trimmed), number >= 0 else { return nil }
    switch unit {
    case "mm": self.init(millimetres: number)
    case "cm": self.init(millimetres: number * 10)
    default: self.init(points: number)
    }
    guard millimetres <= 2000 else { return nil }
  }
}

extension Color {
  /// `1F3A5F` or `#1F3A5F`
  init?(template text: String) {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let hex = UInt32(digits, radix: 16) else {
      return nil
    }
    self.init(hex: hex)
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
