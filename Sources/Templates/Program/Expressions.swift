/// A compiled way into the data.
struct Path: Sendable {
  enum Base: Sendable {
    case root
    /// The value of a loop's variable.
    case variable(Int)
    /// `loop.index` and its like, of the loop with this number.
    case loop(Int, LoopField)
  }
  enum Segment: Sendable {
    case key(String)
    case index(Int)
  }
  var base: Base
  var segments: [Segment]
  /// As written, and where: for messages.
  var text: String
  var place: TemplatePlace
}

enum LoopField: String, CaseIterable, Sendable {
  /// From 1.
  case index
  case count, first, last
}

/// A path and what is done to its value before it is printed. A class, because a report asks for each of its values
/// through one: handing it on must cost one count, not one for each of its parts.
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
  /// Number of its variable: how many loops stand around it.
  var variable: Int
}

/// Something that stands once, or once for each value of a list, and only where a condition holds.
struct Repeated<Element: Sendable>: Sendable {
  var loop: Loop?
  var condition: Condition?
  var element: Element

  /// Whether only the data say how often it comes.
  var isVariable: Bool { loop != nil || condition != nil }
}
