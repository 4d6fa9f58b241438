import ArgumentParser
import Attestation

struct KeyList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the keys, what they may sign, and whether the root vouches for them.")

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    var root: String?
    /// Of the installed list.
    var sequence: UInt64?, refreshBy: String?
    var keys: [KeyLine]
  }

  func run() throws {
    let store = try places.openKeyStore()
    let list = try store.trustList()
    // A home that only verifies has no list of its own.
    let entries = try list != nil && !store.hasKeySet ? list?.keys.entries ?? [] : store.keySet().entries
    let outcome = Outcome(
      root: try store.pinnedRoot()?.description, sequence: list?.sequence,
      refreshBy: list.map { timeText($0.refreshBy) },
      keys: entries.map { KeyLine($0, now: currentSeconds(), in: list) })
    if json { return try Console.json(outcome) }
    print("root  \(outcome.root ?? "none is pinned")")
    print(
      "list  "
        + (list.map { "number \($0.sequence), up to date until \(timeText($0.refreshBy))" } ?? "none is installed"))
    for key in outcome.keys { print(key.text) }
  }
}
