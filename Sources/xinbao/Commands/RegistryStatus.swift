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
  static let configuration = CommandConfiguration(
    abstract: "Make a suspended report valid again: another person must confirm it (双人复核).",
    discussion: "A home with development keys, for trying out, needs no second person.")
  @OptionGroup var change: StatusChangeOptions
  func run() throws { try change.restore() }
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

  /// The person who verifies the report sees it.
  private var shownReason: String { ShownPerson.text(reason) }

  /// Lessens trust: one person may.
  func run(_ status: ReportStatus) throws {
    let registry = try registry.open(installation.openHome())
    try registry.setStatus(of: number, to: status, reason: shownReason, at: currentSeconds())
    try tell(registry)
  }

  func restore() throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    let payload: ActionPayload = ["number": number, "reason": shownReason]
    if try ActionRequest(registry: registry, home: home).run(.restoreReport, payload, json: json) != nil {
      try tell(registry)
    }
  }

  private func tell(_ registry: Registry) throws {
    guard let report = try registry.report(number: number) else { throw RegistryError.noSuchReport(number: number) }
    let line = try ReportLine(report)
    if json { return try Console.json(line) }
    Console.result("\(number): \(line.status), \(line.statusChangedAt): \(shownReason)")
  }
}
