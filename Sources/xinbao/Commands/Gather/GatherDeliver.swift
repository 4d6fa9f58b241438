import ArgumentParser
import CivilTime
import Gathering
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

  @OptionGroup var typed: TypedDeliveryOptions

  @Flag(help: "All that is in force on the last day (全量), instead of what was decided in these days (增量).")
  var snapshot = false

  @Option(help: "A snapshot of decisions that holds all of them since this day, ended ones included.")
  var allSince: String?

  @Flag(name: .customLong("nil"), help: "Nothing in these days (零报告) of the categories that are named.")
  var isNil = false

  @Flag(help: "Rows of the registrar, which say who the subjects are.")
  var registration = false

  @Flag(help: "Rows of decisions that are withdrawn (撤销), as `gather withdraw`.")
  var withdrawal = false

  @Flag(help: "Rows of records that are repaired (信用修复), as `gather repair`.")
  var repair = false

  func validate() throws {
    if let allSince, CalendarDate(text: allSince) == nil {
      throw ValidationError("--all-since takes a day such as 2026-11-19, not `\(allSince)`")
    }
    guard [snapshot, isNil, registration, withdrawal, repair].count(where: \.self) <= 1 else {
      throw ValidationError("a delivery is one of --snapshot, --nil, --registration, --withdrawal and --repair")
    }
    if isNil, !typed.tables.isEmpty { throw ValidationError("a nil return has no tables") }
    if isNil, typed.categories == nil {
      throw ValidationError(
        "a nil return names the categories for which there is nothing, such as --categories 行政处罚,行政强制; "
          + "`xinbao gather sources \(typed.source)` lists those that the source owes")
    }
    if !isNil { try typed.needsTables(else: "; --nil says that there is nothing") }
    if allSince != nil, !snapshot { throw ValidationError("--all-since goes with --snapshot") }
  }

  private var kind: DeliveryKind {
    if snapshot { return .snapshot }
    if isNil { return .nilReturn }
    if registration { return .registration }
    if withdrawal { return .withdrawal }
    return repair ? .repair : .increment
  }

  func run() throws { try typed.deliver(kind, allSince: allSince.flatMap { CalendarDate(text: $0) }) }
}

struct GatherWithdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take decisions out that a source withdraws (撤销): `gather deliver --withdrawal`.",
    discussion: TypedDeliveryOptions.ofChanges)

  @OptionGroup var typed: TypedDeliveryOptions

  func validate() throws { try typed.needsTables() }
  func run() throws { try typed.deliver(.withdrawal) }
}

struct GatherRepair: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Mark records as repaired (信用修复): `gather deliver --repair`.",
    discussion: TypedDeliveryOptions.ofChanges)

  @OptionGroup var typed: TypedDeliveryOptions

  func validate() throws { try typed.needsTables() }
  func run() throws { try typed.deliver(.repair) }
}
