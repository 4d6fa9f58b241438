import ArgumentParser
import CivilTime
import Foundation
import Gathering
import Installation
import Intake
import Registry

struct GatherMapping: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mapping",
    abstract: "What the heads of a source's tables mean: asks about those that nobody knows, and keeps the answers.",
    discussion: """
      Without --from-table, it shows what is kept. At a terminal it asks head by head; elsewhere answers are given with \
      --answer. Two persons make a mapping (`xinbao confirm`), but in a home for trying out. Exit status 1: heads remain \
      without an answer.
      """)

  @Argument(help: "The source, by a name that the catalogue knows.")
  var source: String

  @Option(help: "A table with heads to ask about.")
  var fromTable: String?

  @Option(
    help:
      "HEAD=FIELD, a field of the category by its name; HEAD=- for a column that says nothing; 'HEAD=FIELD 元' for an amount in 元. May be repeated."
  )
  var answer: [String] = []

  @OptionGroup var gathering: GatheringOptions
  @OptionGroup var registry: RegistryOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if fromTable == nil, !answer.isEmpty { throw ValidationError("--answer goes with --from-table") }
    if let wrong = answer.first(where: { !$0.contains("=") }) {
      throw ValidationError("--answer takes HEAD=FIELD, not `\(wrong)`")
    }
  }

  func run() throws {
    let desk = try gathering.desk()
    guard let fromTable else { return try show(desk.store.mappings(of: source)) }
    var answers = try desk.answers(of: source)
    let given = Dictionary(
      answer.map { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), String(parts[1]))
      }, uniquingKeysWith: { _, last in last })
    var open: [HeadAnswers.Question] = []
    let questions = try answers.questions(about: fromTable)
    if let unused = given.keys.sorted().first(where: { head in !questions.contains { $0.head == head } }) {
      throw InputError("--answer: \(fromTable) has no head \(unused) to ask about")
    }
    for question in questions {
      if let meaning = given[question.head] {
        try answers.answer(question, meaning)
      } else if isatty(STDIN_FILENO) == 1, !json, let meaning = ask(question) {
        try answers.answer(question, meaning)
      } else {
        open.append(question)
      }
    }
    if open.count < questions.count { try keep(answers.body, in: desk.store) }
    try tell(open, of: questions.count)
  }

  private func show(_ kept: KeptMappings?) throws {
    guard let kept else { return Console.result("\(source): no mappings of its own; those that are shipped apply") }
    Console.result(json ? kept.body : "version \(kept.version), \(kept.madeAt), \(kept.person)\n\(kept.body)")
  }

  /// - Returns: nil if the head is left open.
  private func ask(_ question: HeadAnswers.Question) -> String? {
    let choices = question.likely.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    Console.error(
      "\(question.categoryLabel), column \(question.column): \(Console.printable(question.head))\n  \(choices)\n"
        + "  a number, the name of a field, - for nothing of a record; empty: later")
    guard let line = readLine()?.trimmingCharacters(in: .whitespaces), !line.isEmpty else { return nil }
    if let number = Int(line), question.likely.indices.contains(number - 1) { return question.likely[number - 1] }
    return line
  }

  private func keep(_ body: String, in store: GatheringStore) throws {
    let home = try gathering.installation.openHome()
    _ = try gathering.isForTryingOut(now: .now())
    let request = ActionRequest(registry: try registry.make(home), home: home)
    let done = try request.run(
      GatheringAction.mappings { store }, ["source": source, "mappings": body], json: false)
    if done != nil { Console.result("\(source): kept, version \(try store.mappings(of: source)?.version ?? 0)") }
  }

  private func tell(_ open: [HeadAnswers.Question], of count: Int) throws {
    if json {
      try Console.json(
        open.map { ["head": $0.head, "category": $0.categoryLabel, "likely": $0.likely.joined(separator: "、")] })
    } else {
      for question in open {
        let likely = question.likely.isEmpty ? "" : "  (\(question.likely.joined(separator: ", ")))"
        Console.result(
          "\(question.table):\(question.row):\(question.column)  \(question.categoryLabel)  \(question.head)\(likely)")
      }
      if count == 0 { Console.result("\(fromTable ?? ""): every head is understood") }
    }
    if !open.isEmpty { throw AnswerIsNo() }
  }
}
