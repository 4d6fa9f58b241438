/// A compiled path into the data.
struct Path: Sendable {
  enum Base: Sendable {
    case root
    /// The value of a loop's variable.
    case variable(Int)
    /// `loop.index` and the like, of the loop with this number.
    case loop(Int, LoopField)
  }
  enum Segment: Sendable {
    case key(String)
    case index(Int)
  }
  var base: Base
  var segments: [Segment]
  /// The path as written and its position, for messages.
  var text: String
  var location: TemplateLocation
}

enum LoopField: String, CaseIterable, Sendable {
  /// From 1.
  case index
  case count, first, last
}

/// A path and the filters for its value. A class, because every value in a report is printed through one: passing it on
/// must cost one reference count, not one for each of its parts.
final class Expression: Sendable {
  let path: Path
  let filters: [Filter]
  init(path: Path, filters: [Filter]) { (self.path, self.filters) = (path, filters) }
}

indirect enum Condition: Sendable {
  enum Comparison: String, CaseIterable, Sendable {
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"
  }
  enum Literal: Sendable {
    case text(String)
    case number(Int)
  }
  case isTrue(Path)
  case compare(Path, Comparison, Literal)
  case not(Condition)
  case and(Condition, Condition)
  case or(Condition, Condition)
}

/// `line in subject.fields`
struct Loop: Sendable {
  var list: Path
  /// The number of its variable, which is the number of enclosing loops.
  var variable: Int
}

/// An element that appears once, or once for each value of a list, and only if a condition holds.
struct Repeated<Element: Sendable>: Sendable {
  var loop: Loop?
  var condition: Condition?
  var element: Element

  /// Whether only the data determine how often it appears.
  var isVariable: Bool { loop != nil || condition != nil }
}
