import Foundation
import Intake

/// What a person at a terminal is asked about a head.
struct HeadPrompt {
  let question: HeadAnswers.Question

  init(_ question: HeadAnswers.Question) { self.question = question }

  var text: String {
    let choices = question.likely.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    return "\(question.categoryLabel), column \(question.column): \(Console.printable(question.head))\n"
      + (choices.isEmpty ? "  no field is called like it" : "  \(choices)")
      + "\n  a number, the name of a field, ? for all fields, - for nothing of a record; empty: later"
  }

  /// - Returns: nil if the head is left open.
  func ask() -> String? {
    Console.error(text)
    guard let line = readLine()?.trimmingCharacters(in: .whitespaces), !line.isEmpty else { return nil }
    if let number = Int(line), question.likely.indices.contains(number - 1) { return question.likely[number - 1] }
    // As an input method for Chinese writes it.
    return line == "？" ? "?" : line
  }

  /// What leaving a column out would lose; nil: nothing that is known of.
  func noteOnLeavingOut(_ meaning: String) -> String? {
    guard meaning.trimmingCharacters(in: .whitespaces) == "-", let subject = question.subject else { return nil }
    return "\(Console.printable(question.head)) looks like \(subject), which says whom a row is about"
  }
}
