import ArgumentParser
import Gathering
import Installation
import Records
import Registry

/// Where a decision is asked for.
struct GatheringDecisionOptions: ParsableArguments {
  @OptionGroup var registry: RegistryOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func ask(for decision: GatheringDecision) throws {
    let home = try gathering.installation.openHome()
    let action = try GatheringAction(decision, in: gathering.open())
    let request = ActionRequest(registry: try registry.make(home), home: home)
    guard let done = try request.run(action.kind, action.payload, mayNeedTwo: action.removesDoubt, json: json) else {
      return
    }
    if json { return try Console.json(ActionLine(done)) }
    Console.result("\(done.id): \(done.state.word): \(done.words)")
  }
}

/// Why an operator decides it.
struct DecisionReason: ParsableArguments {
  @Option(help: "Why, at most 200 characters. No personal data.")
  var reason: String

  var shown: String { ShownPerson.text(reason) }
}

struct GatherAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract:
      "Accept a delivery that covers nothing yet: its days were typed, it has few rows, or a snapshot lost many.",
    discussion: """
      Two persons: this asks for it, and `xinbao confirm` does it. From then on the delivery covers its days, and what is \
      missing from a snapshot has ended. Moments before stay as they were.
      """)

  @Argument(help: "The delivery's number, as its receipt says it.")
  var delivery: Int64

  @OptionGroup var options: GatheringDecisionOptions

  func run() throws { try options.ask(for: .accept(delivery: delivery)) }
}

struct GatherReopen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reopen",
    abstract: "Take back that a delivery answers for its days: they are open until its source delivers them again.",
    discussion: """
      For a notice with the wrong days or categories. One person may do it, since it makes no answer clean. What its rows \
      say stays; handed in again with the right notice, the same files answer for the right days.
      """)

  @Argument(help: "The delivery's number, as its receipt says it.")
  var delivery: Int64

  @OptionGroup var reason: DecisionReason
  @OptionGroup var options: GatheringDecisionOptions

  func run() throws { try options.ask(for: .reopen(delivery: delivery, reason: reason.shown)) }
}

struct GatherRename: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Confirm that an organisation bears a name, so that rows held under its code with that name go in.",
    discussion: "Two persons: this asks for it, and `xinbao confirm` does it.")

  @Argument(help: "统一社会信用代码.")
  var code: String

  @Argument(help: "The name, whole.")
  var name: String

  @Flag(help: "It is meant, although the name has nothing in common with those that are known.")
  var otherName = false

  @OptionGroup var options: GatheringDecisionOptions

  func run() throws {
    try options.ask(for: .rename(code: normalizedCode(code), name: name, isOtherName: otherName))
  }
}
