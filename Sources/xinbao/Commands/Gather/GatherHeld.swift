import ArgumentParser
import Gathering
import Records
import Registry

struct GatherHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "held",
    abstract: "Rows whose subject is not certain (待核): what they are, and what is decided about them.",
    subcommands: [ListHeld.self, ShowHeld.self, AssignHeld.self, RefuseHeld.self], defaultSubcommand: ListHeld.self)
}

struct ListHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List held rows, and why they are held: never what they say.")

  @Option(help: "Only rows of this source.")
  var source: String?

  @Flag(help: "Those that are held no longer, and what settled them, instead of those that are.")
  var settled = false

  @Option(help: "At most so many.")
  var limit = 100

  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run() throws {
    let held = try gathering.open().heldRows(source: source, isSettled: settled, limit: limit)
    if json { return try Console.json(held) }
    for row in held.rows { Console.result(row.line) }
    let shown = held.total > held.rows.count ? ", \(held.rows.count) shown" : ""
    Console.result("\(held.total) \(settled ? "settled" : "held")\(shown)")
  }
}

struct ShowHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all that a held row says. The look is written into the registry's journal.")

  @Argument(help: "The row's number, as `gather held` lists it.")
  var row: Int64

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let store = try gathering.open()
    try LookOptions(gathering: gathering, registry: registry).note(.heldRow, at: nil)
    let contents = try store.heldRow(row)
    if json { return try Console.json(contents) }
    Console.result(contents.entry.line)
    for cell in contents.cells {
      Console.result("    \(Console.printable(cell.label)): \(Console.printable(cell.text))")
    }
  }
}

struct AssignHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: "Give a held row to the organisation that it is about: it becomes a record.",
    discussion: "Two persons: this asks for it, and `xinbao confirm` does it. Nothing is given to a person by hand.")

  @Argument(help: "The row's number, as `gather held` lists it.")
  var row: Int64

  @Argument(help: "统一社会信用代码.")
  var code: String

  @Flag(help: "It is meant, although the row's name has nothing in common with the organisation's.")
  var otherName = false

  @OptionGroup var options: GatheringDecisionOptions

  func run() throws {
    try options.ask(for: .assign(row: row, code: normalizedCode(code), isOtherName: otherName))
  }
}

struct RefuseHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refuse", abstract: "Refuse a held row, which then doubts nobody (已排除待核记录). It is kept.",
    discussion: "Two persons: this asks for it, and `xinbao confirm` does it.")

  @Argument(help: "The row's number, as `gather held` lists it.")
  var row: Int64

  @OptionGroup var reason: DecisionReason
  @OptionGroup var options: GatheringDecisionOptions

  func run() throws { try options.ask(for: .refuse(row: row, reason: reason.shown)) }
}

extension HeldEntry {
  /// Of a list.
  var line: String {
    let day = day.map { "  \($0)" } ?? ""
    let end = settlement.map { settlement in
      "  \(settlement) by number \(settledBy ?? 0)" + (reasonOfSettlement.map { ": \($0)" } ?? "")
    }
    return "\(id)  \(source)  \(categoryLabel)\(day)  \(reason)  (\(table):\(row))\(end ?? "")"
  }
}
