import ArgumentParser
import Testing

@testable import xinbao

/// The command that a line asks for, its options checked. Nothing of it is done.
func parsed<Command: ParsableCommand>(_ line: String, as type: Command.Type = Command.self) throws -> Command {
  let command = try Xinbao.parseAsRoot(line.split(separator: " ").map(String.init))
  return try #require(command as? Command, "\(line) is a \(Swift.type(of: command))")
}

/// What the program says to a line that it refuses as wrong use.
func refusal(of line: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
  do {
    _ = try Xinbao.parseAsRoot(line.split(separator: " ").map(String.init))
    Testing.Issue.record("\(line) is taken", sourceLocation: sourceLocation)
    return ""
  } catch {
    let ending = Ending(error)
    #expect(ending.status == .wrongUse && ending.answer == nil, "\(line)", sourceLocation: sourceLocation)
    return ending.complaints.joined(separator: "\n")
  }
}

/// A line that is refused, and words that must be in the refusal.
struct Refused: CustomTestStringConvertible, Sendable {
  let line: String, words: [String]
  var testDescription: String { line }

  init(_ line: String, _ words: String...) { (self.line, self.words) = (line, words) }

  func check() {
    let said = refusal(of: line)
    for word in words { #expect(said.contains(word), "\(line): \(said)") }
  }
}
