import ArgumentParser
import CivilTime
import Foundation
import Gathering
import Installation
import Intake
import Records
import Registry

struct GatherMapping: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mapping",
    abstract: "What the heads of a source's tables mean: asks about those that nobody knows, and keeps the answers.",
    discussion: """
      Without --from-table, it shows what is kept. At a terminal it asks head by head; elsewhere answers are given with \
      --answer. An answer for a head that was answered before replaces it, in a new version. Two persons make a mapping \
      (`xinbao confirm`), but in a home for trying out. Exit status 1: heads remain without an answer.
      """)

  @Argument(help: "The source, by a name that the catalogue knows.")
  var source: String

  @Option(help: "A table with heads to ask about.")
  var fromTable: String?

  @Option(
    help:
      "HEAD=FIELD, a field of the category by its name; HEAD=- for a column that says nothing; 'HEAD=FIELD 元' for an amount in 元 whose head does not say so. May be repeated."
  )
  var answer: [String] = []

  @Option(help: "The category of a table none of whose heads is known, if neither source nor file name says it.")
  var category: String?

  @OptionGroup var gathering: GatheringOptions
  @OptionGroup var registry: RegistryOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    for (name, isGiven) in [("answer", !answer.isEmpty), ("category", category != nil)] where isGiven {
      if fromTable == nil { throw ValidationError("--\(name) goes with --from-table") }
    }
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
    let questions = try answers.questions(about: fromTable, category: category)
    let answered = try answers.answered(about: fromTable, category: category)
    if let unused = given.keys.sorted().first(where: { head in !(questions + answered).contains { $0.head == head } }) {
      throw InputError("--answer: \(fromTable) has no head \(unused) to ask about")
    }
    var open: [HeadAnswers.Question] = []
    let before = answers.body
    for question in questions + answered {
      if let meaning = given[question.head] {
        try answers.answer(question, meaning)
        if let note = HeadPrompt(question).noteOnLeavingOut(meaning) { Console.error("note: \(note)") }
      } else if question.kept == nil, !(try asked(question, among: questions + answered, &answers)) {
        open.append(question)
      }
    }
    // Answers for two heads may have changed places: they are looked at together.
    if let clash = (questions + answered).lazy.compactMap({ answers.clash(of: $0, among: questions + answered) }).first
    {
      throw clash
    }
    if answers.body != before { try keep(answers.body, insteadOf: before, in: desk.store) }
    try tell(open, of: questions.count)
  }

  private func show(_ kept: KeptMappings?) throws {
    if json { return Console.result(kept?.body ?? "[]") }
    guard let kept else { return Console.result("\(source): no mappings of its own; those that are shipped apply") }
    Console.result("version \(kept.version), \(kept.madeAt), \(kept.person)")
    let catalogue = try Catalogue.load(directory: try gathering.installation.findResources().catalogue)
    for line in try HeadAnswers.lines(of: kept.body, catalogue) {
      Console.result("  \(line[0])  \(Console.printable(line[1])) = \(line[2])")
    }
    Console.result("  to change one: xinbao gather mapping \(source) --from-table TABLE --answer HEAD=FIELD")
  }

  /// Asks at a terminal until the answer can be understood.
  /// - Returns: whether it was answered.
  private func asked(
    _ question: HeadAnswers.Question, among all: [HeadAnswers.Question], _ answers: inout HeadAnswers
  ) throws -> Bool {
    guard isatty(STDIN_FILENO) == 1, !json else { return false }
    let prompt = HeadPrompt(question)
    var isSure = false
    while let meaning = prompt.ask() {
      if meaning == "?" {
        for field in answers.fields(for: question) { Console.error("    \(field.key)  \(field.label)") }
        continue
      }
      if let note = prompt.noteOnLeavingOut(meaning), !isSure {
        isSure = true
        Console.error("  \(note); - once more leaves it out")
        continue
      }
      do throws(HeadAnswers.Fault) {
        var tried = answers
        try tried.answer(question, meaning)
        if let clash = tried.clash(of: question, among: all) { throw clash }
        answers = tried
        return true
      } catch { Console.error("  \(Console.printable(error.problem))") }
    }
    return false
  }

  private func keep(_ body: String, insteadOf before: String, in store: GatheringStore) throws {
    let home = try gathering.installation.openHome()
    let catalogue = try Catalogue.load(directory: try gathering.installation.findResources().catalogue)
    let kept = try HeadAnswers.lines(of: before, catalogue)
    let changed = try HeadAnswers.lines(of: body, catalogue).filter { !kept.contains($0) }
    let says = changed.map { Console.printable(ShownPerson.text("\($0[1]) = \($0[2])")) }.joined(separator: "\n")
    _ = try gathering.isForTryingOut(now: .now())
    let request = ActionRequest(registry: try registry.make(home), home: home)
    let done = try request.run(
      GatheringAction.mappings { store }, ["source": source, "mappings": body, "says": says], json: false)
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
