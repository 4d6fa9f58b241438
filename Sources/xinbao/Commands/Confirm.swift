import ArgumentParser
import Gathering
import Installation
import Records
import Registry

struct Confirm: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Confirm what another person asked for (双人复核), and carry it out; or refuse it.",
    discussion: """
      Who asked for it cannot confirm it, but may refuse it. A person is the user who logged in to this machine. \
      `xinbao pending` lists what is to be confirmed.
      """)

  @Argument(help: "The action's number, as `xinbao pending` lists it.")
  var id: Int64

  @Flag(help: "Refuse it: nothing is done.")
  var refuse = false

  @Option(help: "With --refuse: why, at most 200 characters. No personal data.")
  var reason: String?

  @Flag(help: "Carry out again what was confirmed and then interrupted.")
  var resume = false

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  /// What this program can carry out.
  private var kinds: [ActionKind] {
    let (gathering, json) = (gathering, json)
    let delivery = TypedDelivery.kind {
      try gathering.desk(makes: false)
    } tell: { outcome in
      if !json { Console.result(DeliveryText(outcome).text) }
    }
    return ActionKind.ofRegistry + GatheringAction.kinds { try gathering.open() } + [delivery]
  }

  func validate() throws {
    guard !(refuse && resume) else { throw ValidationError("--refuse and --resume exclude each other") }
    guard refuse == (reason != nil) else { throw ValidationError("--refuse and --reason go together") }
  }

  func run() throws {
    let registry = try registry.open(gathering.installation.openHome())
    let person = try Operator.ofThisSystem(needing: .two)
    let now = currentSeconds()
    let action =
      if let reason {
        try registry.refuseAction(id, by: person, reason: ShownPerson.text(reason), at: now)
      } else if resume {
        try registry.resumeAction(id, by: person, at: now, kinds: kinds)
      } else {
        try registry.confirmAction(id, by: person, at: now, kinds: kinds)
      }
    if json { return try Console.json(ActionLine(action)) }
    Console.result("\(id): \(action.state.word): \(action.words)")
  }
}

/// Asks for an action from a command.
struct ActionRequest {
  let registry: Registry
  let home: Home

  /// - Returns: nil if a second person must confirm it, which is said; else the action that was done.
  func run(_ kind: ActionKind, _ payload: ActionPayload, mayNeedTwo: Bool = true, json: Bool) throws -> PendingAction? {
    let persons = mayNeedTwo ? try home.personsForActions(in: registry) : .one
    let action = try registry.ask(
      for: kind, payload, by: .ofThisSystem(needing: persons), needing: persons, at: currentSeconds())
    guard action.state == .pending else { return action }
    if json {
      try Console.json(ActionLine(action))
    } else {
      Console.result(
        "\(action.id): pending: \(action.words)\n  not done yet (待复核): another person runs xinbao confirm \(action.id)")
    }
    return nil
  }
}
