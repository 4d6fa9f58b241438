import Blocks

// Texts with `{{ … }}`, conditions and loop heads.
extension Compiler {
  /// A text, or a list of texts and of mappings of `text`, `style` and `if`.
  mutating func text(_ node: YAMLTree, _ what: String, style: TextStyle) -> TextProgram? {
    guard case .list(let items) = node.content else {
      return pieces(node, what).map { TextProgram(spans: [TextProgram.Span(pieces: $0, style: style.character)]) }
    }
    var spans: [TextProgram.Span] = []
    for item in items {
      var own = style
      var text = item
      var condition: Condition?
      if case .mapping = item.content {
        guard let properties = open(item, what, keys: Grammar.span), let node = require(properties, "text") else {
          continue
        }
        // The changes extend the style of the enclosing text.
        own.character = spanStyle(properties["style"], in: style).character
        if let node = properties["if"] { condition = self.condition(node) }
        text = node
      }
      let pieces = condition == nil ? pieces(text, what) : guarded(by: condition) { $0.pieces(text, what) }
      if let pieces {
        spans.append(TextProgram.Span(pieces: pieces, style: own.character, condition: condition))
      }
    }
    return TextProgram(spans: spans)
  }

  /// A text of several paragraphs: every line break in it begins a new one.
  mutating func paragraphs(_ node: YAMLTree, _ what: String, style: TextStyle) -> [TextProgram] {
    guard let program = text(node, what, style: style) else { return [] }
    var paragraphs: [TextProgram] = [TextProgram(spans: [])]
    for span in program.spans {
      var current = TextProgram.Span(pieces: [], style: span.style, condition: span.condition)
      for piece in span.pieces {
        guard case .literal(let text) = piece else {
          current.pieces.append(piece)
          continue
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
          if index > 0 {
            if !current.pieces.isEmpty { paragraphs[paragraphs.count - 1].spans.append(current) }
            current.pieces = []
            paragraphs.append(TextProgram(spans: []))
          }
          if !line.isEmpty { current.pieces.append(.literal(String(line))) }
        }
      }
      if !current.pieces.isEmpty { paragraphs[paragraphs.count - 1].spans.append(current) }
    }
    // A literal text (`|`) ends with a line break of its own.
    if paragraphs.count > 1, paragraphs.last?.spans.isEmpty == true { paragraphs.removeLast() }
    return paragraphs
  }

  private mutating func pieces(_ node: YAMLTree, _ what: String) -> [TextProgram.Piece]? {
    guard let text = word(node, what), let pieces = pieces(of: text, node) else { return nil }
    noteClaim(pieces, at: node.location)
    return pieces
  }

  private mutating func pieces(of text: String, _ node: YAMLTree) -> [TextProgram.Piece]? {
    if !text.utf8.contains(UInt8(ascii: "{")) { return text.isEmpty ? [] : [.literal(text)] }
    let characters = Array(text.unicodeScalars)
    var pieces: [TextProgram.Piece] = []
    var literal = 0
    var position = 0
    var number = 0
    while position + 1 < characters.count {
      guard characters[position] == "{", characters[position + 1] == "{" else {
        position += 1
        continue
      }
      if position > literal { pieces.append(.literal(string(characters[literal..<position]))) }
      let start = position
      let source = sources[node.location.file]
      let location = { (offset: Int) -> TemplateLocation in
        source?.location(after: node.location, placeholder: number, offset: offset - start) ?? node.location
      }
      guard let end = endOfPlaceholder(characters, from: start + 2) else {
        report(location(start), "`{{` without its `}}`")
        return nil
      }
      if let piece = piece(characters, from: start + 2, to: end, location: location) { pieces.append(piece) }
      position = end + 2
      literal = position
      number += 1
    }
    if literal < characters.count { pieces.append(.literal(string(characters[literal...]))) }
    return pieces
  }

  /// The first `}}` outside quotes and before the next `{{`.
  private func endOfPlaceholder(_ characters: [Unicode.Scalar], from start: Int) -> Int? {
    var quote: Unicode.Scalar?
    var position = start
    while position + 1 < characters.count {
      let character = characters[position]
      if let closing = quote {
        if character == closing { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "“" {
        quote = "”"
      } else if character == "}", characters[position + 1] == "}" {
        return position
      } else if character == "{", characters[position + 1] == "{" {
        return nil
      }
      position += 1
    }
    return nil
  }

  private mutating func piece(
    _ characters: [Unicode.Scalar], from start: Int, to end: Int, location: @escaping (Int) -> TemplateLocation
  ) -> TextProgram.Piece? {
    do throws(SyntaxError) {
      var parser = ExpressionParser(
        tokens: try tokens(of: characters, from: start, to: end), scope: scope, location: location)
      switch parser.singleName {
      case "page-number": return .pageNumber
      case "page-count": return .pageCount
      default: return .value(try parser.expression())
      }
    } catch {
      report(location(error.offset), error.message)
      return nil
    }
  }

  // MARK: Conditions and loops

  mutating func condition(_ node: YAMLTree) -> Condition? {
    parse(node, "`if`") { parser throws(SyntaxError) in
      let condition = try parser.condition()
      try parser.expectEnd()
      return condition
    }
  }

  /// Opens a loop; its variable is known until `closeLoop`.
  mutating func openLoop(_ node: YAMLTree) -> Loop? {
    let parsed = parse(node, "`for`") { parser throws(SyntaxError) in
      let loop = try parser.loop()
      try parser.expectEnd()
      return loop
    }
    guard let (loop, variable) = parsed else { return nil }
    if loop.list.text == "judgement.unclassified" { claims.printsUnclassified = true }
    scope.variables.append(variable)
    loops = max(loops, scope.variables.count)
    return loop
  }

  mutating func closeLoop() { scope.variables.removeLast() }

  private mutating func parse<Result>(
    _ node: YAMLTree, _ what: String, _ read: (inout ExpressionParser) throws(SyntaxError) -> Result
  ) -> Result? {
    guard case .scalar(let scalar) = node.content, let text = word(node, what) else {
      report(node.location, "\(what) must be a text, not \(node.kind)")
      return nil
    }
    let location = { (offset: Int) in
      TemplateLocation(
        file: node.location.file, line: node.location.line, column: node.location.column + scalar.quote + offset)
    }
    let characters = Array(text.unicodeScalars)
    do throws(SyntaxError) {
      var parser = ExpressionParser(
        tokens: try tokens(of: characters, from: 0, to: characters.count), scope: scope, location: location)
      return try read(&parser)
    } catch {
      report(location(error.offset), error.message)
      return nil
    }
  }

  /// Reads `for` and `if` of an element that may be repeated; `element` reads the rest inside the loop.
  mutating func repeated<Element>(
    _ properties: Properties, _ element: (inout Compiler) -> Element?
  ) -> Repeated<Element>? {
    var loop: Loop?
    if let node = properties["for"] {
      loop = openLoop(node)
      // Without its variable, everything inside would be a further mistake.
      if loop == nil { return nil }
    }
    defer { if loop != nil { closeLoop() } }
    var condition: Condition?
    if let node = properties["if"] { condition = self.condition(node) }
    let isAlways = loop == nil && condition == nil
    let element = isAlways ? element(&self) : guarded(by: condition) { element(&$0) }
    return element.map { Repeated(loop: loop, condition: condition, element: $0) }
  }
}
