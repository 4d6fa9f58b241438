import ArgumentParser
import Attestation
import CivilTime
import Installation
import Registry

struct ShowReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show what the registry knows of a report, and how it came to its status.")

  @Argument(help: "The report number.")
  var number: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    struct Change: Encodable {
      var at: String, from: String, to: String, reason: String
    }
    var report: ReportLine
    var history: [Change]
    /// When its data changed, and when they changed back.
    var dataChanges: [DataChange]
    struct DataChange: Encodable {
      var at: String
      /// nil: its answers are as they were again.
      var changedOn: String?
    }
  }

  func run() throws {
    let registry = try registry.open(installation.openHome())
    guard let report = try registry.report(number: number) else {
      guard let pending = try registry.pendingReports().first(where: { $0.number == number }) else {
        throw RegistryError.noSuchReport(number: number)
      }
      throw InputError(
        "report \(number) is not issued yet: it is being made since \(timeText(pending.since)), or its making was broken "
          + "off; see xinbao registry recover")
    }
    let outcome = Outcome(
      report: try ReportLine(report),
      history: try registry.statusChanges(of: number).map {
        .init(at: timeText($0.at), from: $0.from.word, to: $0.to.word, reason: $0.reason)
      },
      dataChanges: try registry.dataChanges(of: number).map {
        .init(at: timeText($0.at), changedOn: $0.changedOn.map { CalendarDate(daysSince1970: $0).description })
      })
    if json { return try Console.json(outcome) }
    let line = outcome.report
    Console.result("\(line.number): \(line.status)")
    Console.result("  subject  \(line.subject) (\(line.ident))")
    Console.result("  kind     \(line.kind)")
    if let from = line.from, let through = line.through {
      Console.result(
        "  asks     \(from) to \(through)\(line.purpose.map { ", \($0)" } ?? "")\(line.recipient.map { ", for \($0)" } ?? "")"
      )
    }
    Console.result("  issued   \(line.issuedAt), expires \(line.expiresAt)")
    Console.result("  log      leaf \(line.logIndex)")
    Console.result("  status   list \(line.statusList), index \(line.statusIndex)")
    if let file = line.file { Console.result("  file     \(file)") }
    if let sha256 = line.sha256 { Console.result("  SHA-256  \(sha256)") }
    if let day = line.dataChangedOn { Console.result("  data     changed, since \(day)") }
    for change in outcome.history {
      Console.result("  \(change.at)  \(change.from) → \(change.to): \(change.reason)")
    }
  }
}
