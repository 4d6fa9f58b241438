import ArgumentParser
import Installation
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
    let lines = actions.map(ActionLine.init)
    if json { return try Console.json(lines) }
    for line in lines { Console.result(line.text) }
    if lines.isEmpty { Console.result(all ? "nothing was asked for" : "nothing is to be confirmed") }
  }
}

/// An action, for people and machines.
struct ActionLine: Encodable {
  var id: Int64, kind: String, action: String, state: String, askedBy: String, askedAt: String
  /// How many persons it takes.
  var persons: Int64
  var decidedBy: String?, decidedAt: String?, reason: String?

  init(_ action: PendingAction) {
    (id, kind, self.action, state) = (action.id, action.kind, action.words, action.state.word)
    persons = action.persons.rawValue
    (askedBy, askedAt) = (action.askedBy.name, timeText(action.askedAt))
    (decidedBy, decidedAt, reason) = (action.decidedBy?.name, action.decidedAt.map(timeText), action.reason)
  }

  var text: String {
    let decided = decidedAt.map { at in "\t\(decidedBy ?? "-")\t\(at)" } ?? "\t-\t-"
    return "\(id)\t\(state)\t\(askedBy)\t\(askedAt)\(decided)\t\(action)" + (reason.map { ": \($0)" } ?? "")
  }
}
