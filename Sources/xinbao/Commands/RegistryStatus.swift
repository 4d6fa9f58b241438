import ArgumentParser
import Attestation
import Installation
import Records
import Registry

struct Revoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Revoke a report, for good.",
    discussion: "A verifier without a network learns of it by the next bundle.")
  @OptionGroup var change: StatusChangeOptions
  func run() throws { try change.run(.revoked) }
}

struct Suspend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Suspend a report while an objection to it is looked into (异议处理中).")
  @OptionGroup var change: StatusChangeOptions
  func run() throws { try change.run(.suspended) }
}

struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Make a suspended report valid again.")
  @OptionGroup var change: StatusChangeOptions
  func run() throws { try change.run(.valid) }
}

struct StatusChangeOptions: ParsableArguments {
  @Argument(help: "The report number.")
  var number: String

  @Option(help: "Why: at most 200 characters, for the history and for whoever asks. No personal data.")
  var reason: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run(_ status: ReportStatus) throws {
    let registry = try registry.open(installation.openHome())
    // The person who verifies the report sees the reason.
    let reason = ShownPerson.text(reason)
    try registry.setStatus(of: number, to: status, reason: reason, at: currentSeconds())
    guard let report = try registry.report(number: number) else { throw RegistryError.noSuchReport(number: number) }
    let line = try ReportLine(report)
    if json { return try Console.json(line) }
    Console.result("\(number): \(line.status), \(line.statusChangedAt): \(reason)")
  }
}
