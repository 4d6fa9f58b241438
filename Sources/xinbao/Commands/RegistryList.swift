import ArgumentParser
import Attestation
import Installation
import Registry
import ReportKinds

struct ListReports: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List registered reports, the newest first.")

  @Option(help: "Only those that are valid, revoked, superseded or suspended.")
  var status: String?

  @Option(help: "Only \(ReportKind.orderableNames) reports.")
  var report: String?

  @Option(help: "Only those on this subject: its code or ID number in full.")
  var subject: String?

  @Option(help: "How many at most.")
  var limit = 50

  @Option(help: "Only those before this place in the log, for the next page.")
  var before: UInt64?

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if let status, ReportStatus(word: status) == nil {
      throw ValidationError("--status takes valid, revoked, superseded or suspended, not `\(status)`")
    }
    if let report, ReportKind(rawValue: report) == nil {
      throw ValidationError("--report takes \(ReportKind.orderableNames), not `\(report)`")
    }
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000, not \(limit)") }
    if let before, before > UInt64(Int64.max) { throw ValidationError("--before takes a place in the log") }
  }

  var filter: Registry.Filter {
    Registry.Filter(
      status: status.flatMap(ReportStatus.init(word:)), kind: report.flatMap(ReportKind.init(rawValue:)),
      subject: subject)
  }

  func run() throws {
    let lines = try registry.open(installation.openHome()).reports(filter, before: before, limit: limit).map(
      ReportLine.init)
    if json { return try Console.json(lines) }
    for line in lines {
      Console.result(
        columns: [
          "\(line.logIndex)", line.number, line.issuedAt, line.kind,
          line.dataChangedOn == nil ? line.status : "\(line.status), data changed", line.subject,
        ] + (line.recipient.map { ["for \($0)"] } ?? []))
    }
    if lines.count == limit, let last = lines.last { Console.error("more: --before \(last.logIndex)") }
  }
}
