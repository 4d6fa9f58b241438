import ArgumentParser
import CivilTime
import DurableFiles
import Foundation
import Importing
import Installation
import Records
import Registry

struct ListObjections: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "objections", abstract: "List the objections (异议) that subjects have made to their reports.",
    discussion: """
      The texts are the subjects' own and may hold personal data; so may the files that came with them. Whoever writes \
      the files out stands in the journal.
      """)

  @Flag(help: "Those that are decided, too.")
  var all = false

  @Option(help: "How many at most.")
  var limit = 100

  @Option(help: "Write the files that came with them below this folder: a folder for each objection, named by 异议编号.")
  var attachments: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000, not \(limit)") }
  }

  func run() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let objections = try registry.objections(all: all, limit: limit)
    if let attachments {
      let person = try Operator.ofThisSystem(needing: home.personsForActions(in: registry))
      try registry.record(RegistryLook(.objectionFiles, by: person, at: nil, currentSeconds()))
      for objection in objections { try objection.writeFiles(of: registry, below: attachments) }
    }
    let deadlines = try ObjectionDeadlines(installation.findResources())
    let lines = objections.map { ObjectionLine($0, dueBy: deadlines.day(of: $0)) }
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
  var id: Int64, reference: String, number: String, state: String, madeAt: String, objection: String
  /// The record that it is about; nil: the report as a whole.
  var record: String?
  /// How many files came with it.
  var files: Int
  /// The day by which it is to be answered; nil: it is, or the calendar does not reach so far.
  var dueBy: String?
  var decidedAt: String?, reason: String?
  var closedAt: String?, closing: String?

  init(_ objection: Objection, dueBy: CalendarDate? = nil) {
    (id, reference, number) = (objection.id, objection.reference, objection.number)
    (self.objection, record, files) = (objection.text, objection.record, objection.files)
    self.dueBy = dueBy?.description
    closedAt = objection.closedAt.map(timeText)
    closing = objection.closing
    state =
      switch objection.state {
      case .open: "open"
      case .accepted: "accepted"
      case .rejected: "rejected"
      case .restored: "restored"
      case .corrected: "corrected"
      }
    madeAt = timeText(objection.madeAt)
    decidedAt = objection.decidedAt.map(timeText)
    reason = objection.note
  }

  /// The text on one line, so that part of it cannot look like another objection.
  var columns: [String] {
    let text =
      ([record.map { "[\($0)]" }].compactMap { $0 } + objection.split(whereSeparator: \.isNewline).map(String.init))
      .joined(separator: " ")
    return ["\(id)", reference, number, madeAt, dueBy.map { "due \($0)" } ?? "-", state, "\(files) files", text]
  }
}

/// By when objections are to be answered (templates/self-print/objections.yaml).
struct ObjectionDeadlines {
  private let rules: ObjectionRules
  private let calendar: WorkingCalendar

  init(_ resources: Resources) throws {
    rules = try ObjectionRules.load(file: resources.objectionRules)
    calendar = try WorkingCalendar(
      yaml: try String(contentsOfFile: resources.holidays, encoding: .utf8), file: resources.holidays)
  }

  /// Nil for one that is closed.
  func day(of objection: Objection) -> CalendarDate? {
    guard objection.state == .open || objection.state == .accepted else { return nil }
    return calendar.deadline(
      after: BeijingTime(secondsSince1970: objection.madeAt).date, workingDays: rules.decideWithin)
  }
}

extension Objection {
  /// Files that their owner alone can read. A file that is there already stays as it is.
  fileprivate func writeFiles(of registry: Registry, below folder: String) throws {
    guard files > 0 else { return }
    let own = "\(folder)/\(reference)"
    try FileManager.default.createDirectory(
      atPath: own, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for (place, file) in try registry.files(ofObjection: id).enumerated() {
      try writeAtomically(
        file.bytes, to: "\(own)/\(place + 1).\(file.kind.fileExtension)", mode: 0o600, whenTaken: .keep)
    }
  }
}
