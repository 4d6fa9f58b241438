/// A token of the small language inside `{{ … }}`, `if:` and `for:`.
struct Token: Equatable {
  enum Kind: Equatable {
    /// A word of a path, a filter or the language: letters, digits, `_` and, inside, `-`.
    case name(String)
    case number(Int)
    case text(String)
    /// `.` `|` `:` `,` and comparisons
    case symbol(String)
    case end
  }
  var kind: Kind
  /// The number of characters before it in the text.
  var offset: Int

  var words: String {
    switch kind {
    case .name(let name): "`\(name)`"
    case .number(let number): "`\(number)`"
    case .text(let text): "\"\(text)\""
    case .symbol(let symbol): "`\(symbol)`"
    case .end: "the end"
    }
  }
}

/// A mistake at an offset in a text.
struct SyntaxError: Error {
  var offset: Int
  var message: String
}

/// Splits the text from `start` to `end` into tokens; the last one is `end`.
func tokens(
  of characters: [Unicode.Scalar], from start: Int, to end: Int
) throws(SyntaxError) -> [Token] {
  var tokens: [Token] = []
  var position = start
  while position < end {
    let character = characters[position]
    let offset = position
    switch character {
    case " ", "\n", "\t": position += 1
    case "\"", "'", "“":
      let closing: Unicode.Scalar = character == "“" ? "”" : character
      guard let close = characters[(position + 1)..<end].firstIndex(of: closing) else {
        throw SyntaxError(offset: offset, message: "a text without its closing \(closing)")
      }
      tokens.append(Token(kind: .text(string(characters[(position + 1)..<close])), offset: offset))
      position = close + 1
    case "0"..."9":
      while position < end, ("0"..."9").contains(characters[position]) { position += 1 }
      guard let number = Int(string(characters[offset..<position])) else {
        throw SyntaxError(offset: offset, message: "a number that is too large")
      }
      tokens.append(Token(kind: .number(number), offset: offset))
    case ".", "|", ":", ",":
      tokens.append(Token(kind: .symbol(String(character)), offset: offset))
      position += 1
    case "=", "!", "<", ">":
      position += 1
      var symbol = String(character)
      if position < end, characters[position] == "=" {
        symbol += "="
        position += 1
      }
      guard Condition.Comparison(rawValue: symbol) != nil else {
        throw SyntaxError(offset: offset, message: "`\(symbol)` compares nothing; write == or !=")
      }
      tokens.append(Token(kind: .symbol(symbol), offset: offset))
    default:
      guard isNameStart(character) else {
        throw SyntaxError(offset: offset, message: "`\(character)` has no meaning here")
      }
      while position < end, isNamePart(characters, position, end) { position += 1 }
      tokens.append(Token(kind: .name(string(characters[offset..<position])), offset: offset))
    }
  }
  tokens.append(Token(kind: .end, offset: end))
  return tokens
}

private func isNameStart(_ character: Unicode.Scalar) -> Bool { character.properties.isAlphabetic || character == "_" }

private func isNamePart(_ characters: [Unicode.Scalar], _ position: Int, _ end: Int) -> Bool {
  let character = characters[position]
  if isNameStart(character) || ("0"..."9").contains(character) { return true }
  // A hyphen only between letters: or-else, chinese-number.
  return character == "-" && position + 1 < end && isNameStart(characters[position + 1])
}

func string(_ characters: ArraySlice<Unicode.Scalar>) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: characters)
  return String(view)
}
