import Blocks

/// How a paragraph looks.
struct TextStyle: Sendable, Hashable {
  var character = CharacterStyle()
  var paragraph = ParagraphStyle()
}

/// Text divided into fixed pieces and pieces from the data.
struct TextProgram: Sendable {
  enum Piece: Sendable {
    case literal(String)
    case value(Expression)
    case pageNumber
    case pageCount
  }
  struct Span: Sendable {
    var pieces: [Piece]
    var style: CharacterStyle
    /// Nil: always included.
    var condition: Condition?
  }
  var spans: [Span]

  func runs(_ environment: Environment) throws(TemplateError) -> [TextRun] {
    if spans.count == 1, spans[0].pieces.count == 1, spans[0].condition == nil {
      return [TextRun(try content(spans[0].pieces[0], environment), style: spans[0].style)]
    }
    var runs: [TextRun] = []
    for span in spans where span.condition.map(environment.holds) ?? true {
      var text = ""
      for piece in span.pieces {
        switch try content(piece, environment) {
        case .text(let piece): text += piece
        case let field:
          if !text.isEmpty { runs.append(TextRun(text, style: span.style)) }
          text = ""
          runs.append(TextRun(field, style: span.style))
        }
      }
      if !text.isEmpty { runs.append(TextRun(text, style: span.style)) }
    }
    return runs
  }

  /// The plain text, without styles; page numbers, which are not known yet, are omitted.
  func text(_ environment: Environment) throws(TemplateError) -> String {
    var text = ""
    for span in spans where span.condition.map(environment.holds) ?? true {
      for piece in span.pieces {
        if case .text(let piece) = try content(piece, environment) { text += piece }
      }
    }
    return text
  }

  private func content(_ piece: Piece, _ environment: Environment) throws(TemplateError) -> TextRun.Content {
    switch piece {
    case .literal(let text): .text(text)
    case .value(let expression): .text(try environment.text(of: expression))
    case .pageNumber: .pageNumber
    case .pageCount: .pageCount
    }
  }
}

/// A paragraph whose text depends on the data.
struct ParagraphProgram: Sendable {
  var text: TextProgram
  var style: ParagraphStyle
  var headingLevel = 0

  func block(_ environment: Environment) throws(TemplateError) -> Block {
    .paragraph(Paragraph(runs: try text.runs(environment), style: style, headingLevel: headingLevel))
  }
}
