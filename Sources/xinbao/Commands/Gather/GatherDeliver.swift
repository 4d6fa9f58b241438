import ArgumentParser
import CivilTime
import Gathering
import Intake
import Records

struct GatherDeliver: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver",
    abstract: "Take in one delivery of a source: its tables, and the days that it answers for.",
    discussion: """
      The days are typed here, not stated by the source: in a home with keys for real reports they count only when a \
      second person confirms them, and --withdrawal, --repair and --registration wait for that person as a whole \
      (`xinbao confirm`, from the same files). A notice of the source itself goes with its tables through \
      `gather inbox`. Exit status 1: the delivery could not be read, and its days are open.
      """)

  @Argument(help: "CSV, XLSX or XLS; none for a nil return.")
  var tables: [String] = []

  @Option(help: "The source, by a name that the catalogue knows.")
  var source: String

  @Option(help: "The first day that the delivery answers for.")
  var from: String

  @Option(help: "The last day that it answers for.")
  var through: String

  @Option(help: "Categories that it answers for, parted by commas; by default those of the tables.")
  var categories: String?

  @Flag(help: "All that is in force on the last day (全量), instead of what was decided in these days (增量).")
  var snapshot = false

  @Option(help: "A snapshot of decisions that holds all of them since this day, ended ones included.")
  var allSince: String?

  @Flag(name: .customLong("nil"), help: "Nothing in these days (零报告).")
  var isNil = false

  @Flag(help: "Rows of the registrar, which say who the subjects are.")
  var registration = false

  @Flag(help: "Rows of decisions that are withdrawn (撤销).")
  var withdrawal = false

  @Flag(help: "Rows of records that are repaired (信用修复).")
  var repair = false

  @Option(help: "The day on which the delivery came; by default today.")
  var received: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    for (name, day) in [("from", from), ("through", through)] where CalendarDate(text: day) == nil {
      throw ValidationError("--\(name) takes a day such as 2026-11-19, not `\(day)`")
    }
    for (name, day) in [("received", received), ("all-since", allSince)] {
      if let day, CalendarDate(text: day) == nil {
        throw ValidationError("--\(name) takes a day such as 2026-11-19, not `\(day)`")
      }
    }
    if let first = CalendarDate(text: from), let last = CalendarDate(text: through), first > last {
      throw ValidationError("--from \(from) lies after --through \(through)")
    }
    guard [snapshot, isNil, registration, withdrawal, repair].count(where: \.self) <= 1 else {
      throw ValidationError("a delivery is one of --snapshot, --nil, --registration, --withdrawal and --repair")
    }
    if isNil, !tables.isEmpty { throw ValidationError("a nil return has no tables") }
    if !isNil, tables.isEmpty { throw ValidationError("name at least one table; --nil says that there is nothing") }
    if allSince != nil, !snapshot { throw ValidationError("--all-since goes with --snapshot") }
    if let received = received.flatMap({ CalendarDate(text: $0) }), received > BeijingTime.now().date {
      throw ValidationError("--received \(received) is yet to come")
    }
  }

  private var kind: DeliveryKind {
    if snapshot { return .snapshot }
    if isNil { return .nilReturn }
    if registration { return .registration }
    if withdrawal { return .withdrawal }
    return repair ? .repair : .increment
  }

  func run() throws {
    guard let first = CalendarDate(text: from), let last = CalendarDate(text: through) else { return }
    let desk = try gathering.desk()
    let now = BeijingTime.now()
    let moment = received.flatMap { CalendarDate(text: $0) }.map { day in
      day == now.date ? now : BeijingTime(day, secondOfDay: 86_399)
    }
    let isForTryingOut = try gathering.isForTryingOut(now: now)
    let notice = DeliveryNotice(
      source: source, kind: kind, days: first...last,
      categories: categories.map { $0.split { ",，、".contains($0) }.map(String.init) } ?? [], received: moment ?? now,
      allSince: allSince.flatMap { CalendarDate(text: $0) },
      author: isForTryingOut ? .source : .person)
    if !isForTryingOut, TypedDelivery.takesTwo(kind) {
      let typed = try TypedDelivery(notice, received: moment, tables: tables, at: desk)
      return try typed.ask(gathering, registry, json: json)
    }
    let outcome = try desk.deliver(notice, tables: tables) { Console.progress("\($0): row \($1)") }
    if json {
      Console.result(Console.escaped(json: ReceiptText(outcome, of: tables.first ?? "零报告").json))
    } else {
      Console.result(DeliveryText(outcome).text)
    }
    if outcome.failure != nil { throw AnswerIsNo() }
  }
}
