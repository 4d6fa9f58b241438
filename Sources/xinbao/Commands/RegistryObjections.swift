import ArgumentParser
import Installation
import Records
import Registry

struct ListObjections: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "objections", abstract: "List the objections (异议) that subjects have made to their reports.",
    discussion: "The texts are the subjects' own and may hold personal data.")

  @Flag(help: "Those that are decided, too.")
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
    let lines = try registry.open(installation.openHome()).objections(all: all, limit: limit).map(ObjectionLine.init)
    if json { return try Console.json(lines) }
    for line in lines { Console.result(columns: line.columns) }
    if lines.isEmpty { Console.result(all ? "no objections" : "no objections to be decided") }
  }
}

struct AcceptObjection: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept-objection",
    abstract: "Accept an objection: its report is suspended (异议处理中) until `restore` or `revoke`.")
  @OptionGroup var decision: DecisionOptions
  func run() throws { try decision.accept() }
}

struct RejectObjection: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject-objection",
    abstract: "Reject an objection: its report stays as it is. Another person must confirm it (双人复核).",
    discussion: "A home with development keys, for trying out, needs no second person.")
  @OptionGroup var decision: DecisionOptions
  func run() throws { try decision.reject() }
}

struct DecisionOptions: ParsableArguments {
  @Argument(help: "The objection's number, as `xinbao registry objections` lists it.")
  var id: Int64

  @Option(
    help: """
      Why, for the subject, and if accepted for whoever verifies the report: at most 200 characters. No personal data.
      """)
  var reason: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  /// Lessens trust: one person may.
  func accept() throws {
    let registry = try registry.open(installation.openHome())
    try tell(registry.decideObjection(id, accept: true, note: ShownPerson.text(reason), at: currentSeconds()))
  }

  func reject() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let payload: ActionPayload = ["objection": "\(id)", "note": ShownPerson.text(reason)]
    if try ActionRequest(registry: registry, home: home).run(.rejectObjection, payload, json: json) != nil {
      try tell(registry.objection(id))
    }
  }

  private func tell(_ objection: Objection) throws {
    let line = ObjectionLine(objection)
    if json { return try Console.json(line) }
    let consequence = objection.state == .accepted ? "; the report is suspended" : ""
    Console.result("objection \(line.id) to \(line.number): \(line.state)\(consequence)")
  }
}

/// An objection, for people and machines.
struct ObjectionLine: Encodable {
  var id: Int64, number: String, state: String, madeAt: String, objection: String
  var decidedAt: String?, reason: String?

  init(_ objection: Objection) {
    (id, number, self.objection) = (objection.id, objection.number, objection.text)
    state =
      switch objection.state {
      case .open: "open"
      case .accepted: "accepted"
      case .rejected: "rejected"
      }
    madeAt = timeText(objection.madeAt)
    decidedAt = objection.decidedAt.map(timeText)
    reason = objection.note
  }

  /// The text on one line, so that part of it cannot look like another objection.
  var columns: [String] {
    ["\(id)", number, madeAt, state, objection.split(whereSeparator: \.isNewline).joined(separator: " ")]
  }
}
