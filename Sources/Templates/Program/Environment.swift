/// The data and the state of the loops while a template is applied.
struct Environment {
  let root: DataValue
  /// By loop number: the current value, and its position.
  private var variables: [DataValue]
  private var positions: [(index: Int, count: Int)]

  init(root: DataValue, loops: Int) {
    self.root = root
    variables = Array(repeating: .none, count: loops)
    positions = Array(repeating: (0, 0), count: loops)
  }

  func value(of path: Path) -> DataValue {
    var value: DataValue
    switch path.base {
    case .root: value = root
    case .variable(let number): value = variables[number]
    case .loop(let number, let field):
      let (index, count) = positions[number]
      switch field {
      case .index: return .number(index + 1)
      case .count: return .number(count)
      case .first: return .flag(index == 0)
      case .last: return .flag(index + 1 == count)
      }
    }
    for segment in path.segments {
      switch (segment, value) {
      case (.key(let key), .object(let object)): value = object[key] ?? .none
      case (.index(let index), .list(let list)): value = index < list.count ? list[index] : .none
      default: return .none
      }
    }
    return value
  }

  func text(of expression: Expression) throws(TemplateError) -> String {
    var value = value(of: expression.path)
    for filter in expression.filters {
      guard let result = filter.apply(to: value) else {
        throw TemplateError(
          expression.path.location, "`\(expression.path.text)` is \(value.kind), not fit for its filter")
      }
      value = result
    }
    switch value {
    case .text(let text): return text
    case .number(let number): return String(number)
    case .none:
      throw TemplateError(
        expression.path.location,
        "the data have no `\(expression.path.text)`; if it may be missing, say what stands for it with `or-else`")
    default:
      throw TemplateError(expression.path.location, "`\(expression.path.text)` is \(value.kind) and cannot be printed")
    }
  }

  func holds(_ condition: Condition) -> Bool {
    switch condition {
    case .isTrue(let path): value(of: path).isTrue
    case .not(let condition): !holds(condition)
    case .and(let a, let b): holds(a) && holds(b)
    case .or(let a, let b): holds(a) || holds(b)
    case .compare(let path, let comparison, let literal):
      switch (value(of: path), literal) {
      case (.number(let a), .number(let b)): comparison.holds(a, b)
      case (.text(let a), .text(let b)): comparison.holds(a, b)
      default: comparison == .unequal
      }
    }
  }

  /// Calls a closure for every value of a loop's list; returns whether there was any.
  @discardableResult
  mutating func forEach(
    _ loop: Loop, _ body: (inout Environment) throws(TemplateError) -> Void
  ) throws(TemplateError) -> Bool {
    let list: [DataValue]
    switch value(of: loop.list) {
    case .list(let values): list = values
    case let other:
      throw TemplateError(loop.list.location, "`\(loop.list.text)` is \(other.kind), not a list")
    }
    for (index, value) in list.enumerated() {
      variables[loop.variable] = value
      positions[loop.variable] = (index, list.count)
      try body(&self)
    }
    return !list.isEmpty
  }

  mutating func forEach<Element>(
    _ repeated: [Repeated<Element>], _ body: (Element, inout Environment) throws(TemplateError) -> Void
  ) throws(TemplateError) {
    for item in repeated {
      if let loop = item.loop {
        try forEach(loop) { environment throws(TemplateError) in
          if let condition = item.condition, !environment.holds(condition) { return }
          try body(item.element, &environment)
        }
      } else if item.condition.map(holds) ?? true {
        try body(item.element, &self)
      }
    }
  }
}

extension Condition.Comparison {
  func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .unequal: a != b
    case .atMost: a <= b
    case .atLeast: a >= b
    case .less: a < b
    case .greater: a > b
    }
  }
}
