import ArgumentParser
import Gathering

struct GatherCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Which days each source has delivered, what is missing, and what is late.")

  @Option(help: "Only this source.")
  var source: String?

  @OptionGroup var moment: MomentOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func run() throws {
    let store = try gathering.open()
    let overview = try store.overview(asOf: moment.time, source: source)
    if json { return try Console.json(overview) }
    for entry in overview {
      let late = entry.overdueDays.map { "  overdue since \($0) days" } ?? ""
      Console.result("\(entry.source)  \(entry.categoryLabel)\(late)")
      for run in entry.covered { Console.result("    covered  \(run.from) to \(run.through)") }
      for gap in entry.gaps { Console.result("    open     \(gap.from) to \(gap.through)  \(gap.reason)") }
      if entry.covered.isEmpty && entry.gaps.isEmpty { Console.result("    nothing was delivered") }
    }
  }
}
