import ArgumentParser
import CivilTime
import Foundation
import Gathering
import Intake
import Records

/// A delivery by hand: its tables, and what its source's notice would say of them.
struct TypedDeliveryOptions: ParsableArguments {
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

  @Option(help: "The day on which the delivery came; by default today.")
  var received: String?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    for (name, day) in [("from", from), ("through", through), ("received", received ?? from)]
    where CalendarDate(text: day) == nil {
      throw ValidationError("--\(name) takes a day such as 2026-11-19, not `\(day)`")
    }
    if let first = CalendarDate(text: from), let last = CalendarDate(text: through), first > last {
      throw ValidationError("--from \(from) lies after --through \(through)")
    }
    if let received = received.flatMap({ CalendarDate(text: $0) }), received > BeijingTime.now().date {
      throw ValidationError("--received \(received) is yet to come")
    }
    if categories != nil, namedCategories.isEmpty {
      throw ValidationError("--categories names none; give some, such as 行政处罚,行政强制")
    }
  }

  /// Of what changes decisions that were delivered.
  static let ofChanges = """
    The tables have the head of those that the decisions came in, and the same document numbers. In a home with keys for \
    real reports a second person takes it in (`xinbao confirm`), from the same files.
    """

  /// - Parameter hint: what else can be meant.
  func needsTables(else hint: String = "") throws {
    if tables.isEmpty { throw ValidationError("name at least one table\(hint)") }
  }

  private var namedCategories: [String] {
    (categories ?? "").split { ",，、".contains($0) }.map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  func deliver(_ kind: DeliveryKind, allSince: CalendarDate? = nil) throws {
    guard let first = CalendarDate(text: from), let last = CalendarDate(text: through) else { return }
    let desk = try gathering.desk()
    let now = BeijingTime.now()
    let moment = received.flatMap { CalendarDate(text: $0) }.map { day in
      day == now.date ? now : BeijingTime(day, secondOfDay: 86_399)
    }
    let isForTryingOut = try gathering.isForTryingOut(now: now)
    let notice = DeliveryNotice(
      source: source, kind: kind, days: first...last, categories: namedCategories, received: moment ?? now,
      allSince: allSince, author: isForTryingOut ? .source : .person)
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
