import ArgumentParser
import Gathering

struct GatherHeld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "held", abstract: "Rows whose subject is not certain (待核): what they are, and why they are held.")

  @Option(help: "Only rows of this source.")
  var source: String?

  @Option(help: "At most so many.")
  var limit = 100

  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run() throws {
    let held = try gathering.open().heldRows(source: source, limit: limit)
    if json { return try Console.json(held) }
    for row in held.rows {
      let day = row.day.map { "  \($0)" } ?? ""
      Console.result("\(row.id)  \(row.source)  \(row.categoryLabel)\(day)  \(row.reason)  (\(row.table):\(row.row))")
    }
    Console.result("\(held.total) held" + (held.total > held.rows.count ? ", \(held.rows.count) shown" : ""))
  }
}
