import ArgumentParser
import CivilTime
import DurableFiles
import Gathering
import Records

struct GatherCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Which days each source has delivered, what is missing, and what is late.")

  @Option(help: "Only this source.")
  var source: String?

  @Option(help: "Draw a calendar of sources and days into this file (SVG), instead of listing them.")
  var picture: String?

  @Option(help: "The first day of the picture; by default a year before its last.")
  var from: String?

  @Option(help: "The last day of the picture; by default the day of the state that is asked for.")
  var to: String?

  @OptionGroup var moment: MomentOptions
  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    guard let picture else {
      if from != nil || to != nil { throw ValidationError("--from and --to go with --picture") }
      return
    }
    guard picture.lowercased().hasSuffix(".svg") else {
      throw ValidationError("--picture takes a name that ends in .svg")
    }
    for (name, day) in [("from", from), ("to", to)] {
      if let day, CalendarDate(text: day) == nil {
        throw ValidationError("--\(name) takes a day such as 2026-11-19, not `\(day)`")
      }
    }
    let shown = shownDays
    guard shown.first <= shown.last else {
      throw ValidationError("--from \(shown.first) lies after --to \(shown.last)")
    }
  }

  private var shownDays: (first: CalendarDate, last: CalendarDate) {
    let last = to.flatMap { CalendarDate(text: $0) } ?? (moment.time ?? .now()).date
    return (from.flatMap { CalendarDate(text: $0) } ?? CalendarDate(daysSince1970: last.daysSince1970 - 365), last)
  }

  func run() throws {
    let store = try gathering.open()
    let overview = try store.overview(asOf: moment.time, source: source)
    if let picture {
      let shown = shownDays
      let svg = CoveragePicture(overview, days: shown.first...shown.last).svg
      try writeAtomically(Array(svg.utf8), to: picture, mode: 0o644, whenTaken: .replace)
      return Console.result(picture)
    }
    if json { return try Console.json(overview) }
    for entry in overview {
      let late = entry.overdueDays.map { "  overdue for \($0) day\($0 == 1 ? "" : "s")" } ?? ""
      Console.result("\(entry.source)  \(entry.categoryLabel)\(late)")
      for run in entry.covered { Console.result("    covered  \(run.from) to \(run.through)") }
      for gap in entry.gaps { Console.result("    open     \(gap.from) to \(gap.through)  \(gap.reason)") }
      if entry.covered.isEmpty && entry.gaps.isEmpty { Console.result("    no delivery covers a day") }
    }
  }
}
