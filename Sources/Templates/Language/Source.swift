/// The text of a template file, for finding the column of something inside one of its texts.
struct Source {
  let lines: [[Unicode.Scalar]]

  init(_ text: String) {
    var lines: [[Unicode.Scalar]] = [[]]
    for scalar in text.unicodeScalars {
      if scalar == "\n" { lines.append([]) } else { lines[lines.count - 1].append(scalar) }
    }
    self.lines = lines
  }

  /// The position `offset` characters after the beginning of the `number`th (from 0) `{{` at or after a position. YAML
  /// never writes `{{` in any other way, so counting works for quoted, folded and literal texts alike.
  func location(after start: TemplateLocation, placeholder number: Int, offset: Int) -> TemplateLocation {
    var left = number
    var line = start.line - 1
    var column = start.column - 1
    while line < lines.count {
      let characters = lines[line]
      while column + 1 < characters.count {
        if characters[column] == "{", characters[column + 1] == "{" {
          if left == 0 { return location(line: line, column: column, offset: offset, file: start.file) }
          left -= 1
          column += 2
        } else {
          column += 1
        }
      }
      line += 1
      column = 0
    }
    return start
  }

  /// Skips line breaks, each of which is one character.
  private func location(line: Int, column: Int, offset: Int, file: String) -> TemplateLocation {
    var (line, column, left) = (line, column, offset)
    while line + 1 < lines.count, column + left > lines[line].count {
      left -= lines[line].count - column + 1
      line += 1
      column = 0
    }
    return TemplateLocation(file: file, line: line + 1, column: column + max(0, left) + 1)
  }
}
