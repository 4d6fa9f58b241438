import ArgumentParser
import Installation
import Records
import Registry

struct AcceptRollback: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept-rollback",
    abstract: "Go on with a registry that is older than this home knew it: another person must confirm it (双人复核).",
    discussion: """
      First look for the newer database: what it held is in no other place. Reports that are lost are not registered from \
      then on, whoever has their PDFs, and what was revoked since is valid again: revoke it again, and issue the others \
      anew. A home with development keys, for trying out, needs no second person.
      """)
  @OptionGroup var acceptance: AcceptanceOptions

  func run() throws {
    try acceptance.run { registry, reason in
      guard let rollback = try registry.rollback() else { return nil }
      return (.acceptRollback, registry.acceptance(of: rollback, reason: reason))
    }
  }
}

struct AcceptClock: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept-clock",
    abstract: "Issue by a clock that went back, or far ahead: another person must confirm it (双人复核).",
    discussion: """
      First compare the clock with another one. It is good for the next report, within 45 days; from then on that one's \
      time counts. A home with development keys, for trying out, needs no second person.
      """)
  @OptionGroup var acceptance: AcceptanceOptions

  func run() throws {
    try acceptance.run { registry, reason in
      guard let doubt = try registry.clockDoubt() else { return nil }
      return (.acceptClock, registry.acceptance(of: doubt, reason: reason))
    }
  }
}

struct AcceptanceOptions: ParsableArguments {
  @Option(help: "What happened: at most 200 characters, for the history. No personal data.")
  var reason: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  /// - Parameter acceptance: nil: there is nothing to accept.
  func run(_ acceptance: (Registry, _ reason: String) throws -> (ActionKind, ActionPayload)?) throws {
    let home = try installation.openHome()
    let registry = try registry.open(home)
    guard let (kind, payload) = try acceptance(registry, ShownPerson.text(reason)) else {
      throw InputError("there is nothing to accept: the registry may issue reports")
    }
    guard let action = try ActionRequest(registry: registry, home: home).run(kind, payload, json: json) else { return }
    if json { return try Console.json(ActionLine(action)) }
    Console.result("\(action.id): \(action.state.word): \(action.words)")
  }
}
