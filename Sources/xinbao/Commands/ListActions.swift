import ArgumentParser
import Installation
import Intake
import Records
import Registry

struct ListActions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pending",
    abstract: "List what one person asked for and another is to confirm (双人复核).",
    discussion: """
      One person may lessen trust in what is registered; what raises it takes two: `xinbao confirm`. What nobody confirms \
      within 30 days expires.
      """)

  @Flag(help: "Those that are done, refused or expired, too.")
  var all = false

  @Option(help: "How many at most.")
  var limit = 100

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000, not \(limit)") }
  }

  func run() throws {
    let actions = try registry.open(installation.openHome()).actions(all: all, limit: limit, at: currentSeconds())
    let catalogue = try? Catalogue.load(directory: installation.findResources().catalogue)
    let lines = actions.map { ActionLine($0, catalogue) }
    if json { return try Console.json(lines) }
    for line in lines { line.show() }
    if lines.isEmpty { Console.result(all ? "nothing was asked for" : "nothing is to be confirmed") }
  }
}

/// An action, for people and machines.
struct ActionLine: Encodable {
  var id: Int64, kind: String, action: String, state: String, askedBy: String, askedAt: String
  /// How many persons it takes.
  var persons: Int64
  var decidedBy: String?, decidedAt: String?, reason: String?
  /// What it is about, line by line, where one line does not hold it.
  var contents: [String]?
  /// The command that shows what it is about.
  var look: String?

  /// - Parameter catalogue: names what mappings mean.
  init(_ action: PendingAction, _ catalogue: Catalogue? = nil) {
    (id, kind, self.action, state) = (action.id, action.kind, action.words, action.state.word)
    persons = action.persons.rawValue
    (askedBy, askedAt) = (action.askedBy.name, timeText(action.askedAt))
    (decidedBy, decidedAt, reason) = (action.decidedBy?.name, action.decidedAt.map(timeText), action.reason)
    if let row = try? action.payload.text("row") { look = "xinbao gather held show \(row)" }
    if let body = try? action.payload.text("mappings"), let catalogue {
      contents = (try? HeadAnswers.lines(of: body, catalogue))?.map { line in
        Console.printable(ShownPerson.text("\(line[0])  \(line[1]) = \(line[2])"))
      }
    }
  }

  func show() {
    Console.result(columns: columns)
    for line in about { Console.result("    " + line) }
  }

  var columns: [String] {
    [
      "\(id)", state, askedBy, askedAt, decidedAt == nil ? "-" : decidedBy ?? "-", decidedAt ?? "-",
      action + (reason.map { ": \($0)" } ?? ""),
    ]
  }

  private var about: [String] {
    (contents ?? []) + (state == "pending" ? look.map { ["shown by: \($0)"] } ?? [] : [])
  }
}
