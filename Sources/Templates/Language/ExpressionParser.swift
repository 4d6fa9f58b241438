import Records

/// The data and the open loops at a position in a template.
struct Scope {
  struct Variable {
    var name: String
    var shape: DataShape
  }
  var root: DataShape
  /// The masks of the catalogue.
  var masks: [Mask] = []
  /// Outermost first; a variable's number is its index.
  var variables: [Variable] = []
}

/// Reads paths, filters, conditions and loop heads, and checks them against the shape of the data.
struct ExpressionParser {
  let tokens: [Token]
  let scope: Scope
  /// Maps an offset in the text to a position in the file.
  let location: (Int) -> TemplateLocation
  private var position = 0

  init(tokens: [Token], scope: Scope, location: @escaping (Int) -> TemplateLocation) {
    (self.tokens, self.scope, self.location) = (tokens, scope, location)
  }

  private var token: Token { tokens[position] }

  private mutating func pass() { if position + 1 < tokens.count { position += 1 } }

  private mutating func passes(_ kind: Token.Kind) -> Bool {
    guard token.kind == kind else { return false }
    pass()
    return true
  }

  mutating func expectEnd() throws(SyntaxError) {
    guard token.kind == .end else {
      throw SyntaxError(offset: token.offset, message: "\(token.words) does not belong here")
    }
  }

  /// The single word, if there is only one: `page-number`.
  var singleName: String? {
    if tokens.count == 2, case .name(let name) = tokens[0].kind { name } else { nil }
  }

  // MARK: Printed values

  /// `path | filter: argument | …`; the value must be printable.
  mutating func expression() throws(SyntaxError) -> Expression {
    let start = token.offset
    var (path, shape) = try path()
    var filters: [Filter] = []
    while passes(.symbol("|")) {
      let (filter, result) = try filter(on: shape, of: path.text)
      filters.append(filter)
      shape = result
    }
    try expectEnd()
    if shape.isOptional {
      throw SyntaxError(
        offset: start, message: "`\(path.text)` may be missing: say what stands for it, as in | or-else: \"— —\"")
    }
    switch shape {
    case .any, .text, .name, .number: break
    case .flag, .list, .object, .optional:
      throw SyntaxError(
        offset: start, message: "`\(path.text)` is \(shape.kind) and cannot be printed\(membersHint(shape))")
    }
    return Expression(path: path, filters: filters)
  }

  private mutating func filter(on shape: DataShape, of path: String) throws(SyntaxError) -> (Filter, DataShape) {
    let start = token.offset
    guard case .name(let name) = token.kind else {
      throw SyntaxError(offset: start, message: "a filter must follow `|`, not \(token.words)")
    }
    guard let signature = Filter.signatures.first(where: { $0.name == name }) else {
      throw SyntaxError(
        offset: start, message: "unknown filter `\(name)`" + suggestion(for: name, among: Filter.signatures.map(\.name))
      )
    }
    pass()
    var arguments: [Condition.Literal] = []
    if passes(.symbol(":")) {
      repeat { arguments.append(try literal()) } while passes(.symbol(","))
    }
    guard let filter = signature.make(arguments, scope.masks) else {
      let forms = signature.forms.map { "`\($0)`" }.joined(separator: " or ")
      var message = "`\(name)` takes " + (forms.isEmpty ? "no argument" : "exactly this: \(forms)")
      if name == "mask", case .text(let key)? = arguments.first {
        message = "unknown mask `\(key)`" + suggestion(for: key, among: scope.masks.map(\.key))
      }
      throw SyntaxError(offset: start, message: message)
    }
    guard signature.takes.contains(where: { accepts($0, shape.present) }) else {
      let wanted = signature.takes.map(\.kind).joined(separator: " or ")
      throw SyntaxError(offset: start, message: "`\(name)` takes \(wanted), and `\(path)` is \(shape.kind)")
    }
    if name == "or-else" { return (filter, shape.present) }
    return (filter, shape.isOptional ? .optional(signature.gives) : signature.gives)
  }

  private func accepts(_ wanted: DataShape, _ given: DataShape) -> Bool {
    switch (wanted, given) {
    case (.any, .list), (.any, .object), (.any, .flag): false
    case (.any, _), (_, .any), (.number, .number), (.list(.any), .list): true
    case (.text, _): given.isText
    case (.list(let wanted), .list(let given)): accepts(wanted, given)
    default: false
    }
  }

  private mutating func literal() throws(SyntaxError) -> Condition.Literal {
    switch token.kind {
    case .text(let text):
      pass()
      return .text(text)
    case .number(let number):
      pass()
      return .number(number)
    default: throw SyntaxError(offset: token.offset, message: "a \"text\" or a number must be here, not \(token.words)")
    }
  }

  // MARK: Paths

  private mutating func path() throws(SyntaxError) -> (Path, DataShape) {
    let start = token.offset
    guard case .name(let first) = token.kind else {
      throw SyntaxError(offset: start, message: "the name of a value must be here, not \(token.words)")
    }
    pass()
    if first == "loop", let innermost = scope.variables.indices.last { return try loopPath(innermost, start: start) }
    var path = Path(base: .root, segments: [], text: first, location: location(start))
    var shape: DataShape
    if let variable = scope.variables.lastIndex(where: { $0.name == first }) {
      path.base = .variable(variable)
      shape = scope.variables[variable].shape
    } else {
      shape = try member(first, of: scope.root, path: "", offset: start)
      path.segments.append(.key(first))
    }
    while passes(.symbol(".")) {
      let offset = token.offset
      switch token.kind {
      case .name(let name):
        shape = try member(name, of: shape, path: path.text, offset: offset)
        path.segments.append(.key(name))
        path.text += ".\(name)"
      case .number(let index):
        shape = try element(index, of: shape, path: path.text, offset: offset)
        path.segments.append(.index(index))
        path.text += ".\(index)"
      default: throw SyntaxError(offset: offset, message: "a name must follow `.`, not \(token.words)")
      }
      pass()
    }
    return (path, shape)
  }

  private mutating func loopPath(_ loop: Int, start: Int) throws(SyntaxError) -> (Path, DataShape) {
    guard passes(.symbol(".")), case .name(let name) = token.kind, let field = LoopField(rawValue: name) else {
      let known = LoopField.allCases.map { "loop.\($0.rawValue)" }.joined(separator: ", ")
      throw SyntaxError(offset: token.offset, message: "a loop has \(known)")
    }
    pass()
    let path = Path(base: .loop(loop, field), segments: [], text: "loop.\(name)", location: location(start))
    return (path, field == .index || field == .count ? .number : .flag)
  }

  private func member(
    _ name: String, of shape: DataShape, path: String, offset: Int
  ) throws(SyntaxError) -> DataShape {
    switch shape {
    case .any: return .any
    case .object(let members):
      if let member = members[name] { return member }
      let variables = path.isEmpty ? scope.variables.map(\.name) : []
      throw SyntaxError(
        offset: offset,
        message: (path.isEmpty ? "the data have no `\(name)`" : "`\(path)` has no `\(name)`")
          + suggestion(for: name, among: members.keys + variables))
    case .optional(let shape): return .optional(try member(name, of: shape, path: path, offset: offset).present)
    default: throw SyntaxError(offset: offset, message: "`\(path)` is \(shape.kind) and has no `\(name)`")
    }
  }

  private func element(
    _ index: Int, of shape: DataShape, path: String, offset: Int
  ) throws(SyntaxError) -> DataShape {
    switch shape {
    case .any: return .any
    // A list may be shorter.
    case .list(let element): return .optional(element.present)
    default: throw SyntaxError(offset: offset, message: "`\(path)` is \(shape.kind) and has no element \(index)")
    }
  }

  private func membersHint(_ shape: DataShape) -> String {
    switch shape.present {
    case .object(let members): "; it has \(members.keys.sorted().joined(separator: ", "))"
    case .list: "; repeat something `for: … in` it"
    case .flag: "; ask for it with `if:`"
    default: ""
    }
  }

  // MARK: Conditions and loops

  /// `a and not b or c == "d"`; `and` binds closer than `or`.
  mutating func condition() throws(SyntaxError) -> Condition {
    var result = try conjunction()
    while passes(.name("or")) { result = .or(result, try conjunction()) }
    return result
  }

  private mutating func conjunction() throws(SyntaxError) -> Condition {
    var result = try test()
    while passes(.name("and")) { result = .and(result, try test()) }
    return result
  }

  private mutating func test() throws(SyntaxError) -> Condition {
    if passes(.name("not")) { return .not(try test()) }
    let (path, shape) = try path()
    guard case .symbol(let symbol) = token.kind, let comparison = Condition.Comparison(rawValue: symbol) else {
      return .isTrue(path)
    }
    pass()
    let start = token.offset
    let literal = try literal()
    switch (shape.present, literal) {
    case (.any, _), (.number, .number): break
    case (.text, .text), (.name, .text):
      guard comparison == .equal || comparison == .unequal else {
        throw SyntaxError(offset: start, message: "texts compare with == and != only")
      }
      if case .name(let kind, let known) = shape.present, case .text(let text) = literal, !known.contains(text) {
        throw SyntaxError(offset: start, message: "unknown \(kind) `\(text)`" + suggestion(for: text, among: known))
      }
    default:
      throw SyntaxError(
        offset: start, message: "`\(path.text)` is \(shape.kind) and never equals \(tokens[position - 1].words)")
    }
    return .compare(path, comparison, literal)
  }

  /// `line in subject.fields`
  mutating func loop() throws(SyntaxError) -> (Loop, Scope.Variable) {
    let start = token.offset
    guard case .name(let name) = token.kind else {
      throw SyntaxError(offset: start, message: "write `for: line in lines`")
    }
    pass()
    guard passes(.name("in")) else {
      throw SyntaxError(offset: token.offset, message: "`in` must follow `\(name)`: write `for: \(name) in lines`")
    }
    guard name != "loop" else { throw SyntaxError(offset: start, message: "`loop` is taken; choose another name") }
    let offset = token.offset
    let (path, shape) = try path()
    let element: DataShape
    switch shape.present {
    case .any: element = .any
    case .list(let shape): element = shape
    default: throw SyntaxError(offset: offset, message: "`\(path.text)` is \(shape.kind), not a list")
    }
    return (Loop(list: path, variable: scope.variables.count), Scope.Variable(name: name, shape: element))
  }
}
