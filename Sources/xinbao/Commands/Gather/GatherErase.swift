import ArgumentParser
import CivilTime
import Gathering

struct GatherErase: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erase what the catalogue keeps no longer (templates/catalogue/retention.yaml).",
    discussion: """
      Two persons: this asks for it, and `xinbao confirm` does it, in one transaction. Contents are erased, at every moment \
      in the past, too; a stone remains, with source, category and day. Where it might have counted, no answer is clean.
      """)

  @OptionGroup var options: GatheringDecisionOptions

  func run() throws { try options.ask(for: .erase(day: BeijingTime.now().date)) }
}
