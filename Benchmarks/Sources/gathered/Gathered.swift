import ArgumentParser
import Foundation
import Gathering
import Installation
import Measuring
import Records

/// What the credit files of a gathered store cost: in sets, as a batch asks for them, and one by one. The database's own
/// work is part of the wall time alone.
@main
struct Gathered: ParsableCommand {
  @Argument(help: "A file with the codes of subjects, one a line.") var codes: String
  @Option(help: "The home whose secret the store has.") var home: String
  @Option(help: "The store: a file, or postgres://…") var gathering: String
  @Option(help: "How many subjects a set has.") var set = 64
  @Option(help: "How many subjects are asked for one by one; those before them in sets.") var alone = 200
  @Option(help: "How often.") var rounds = 3
  @Option(help: "Folder with templates.") var resources = ".."

  func run() throws {
    let catalogue = try Catalogue.load(directory: resources + "/templates/catalogue")
    let store = try Home(path: home, environment: [:]).openGathering(gathering, catalogue: catalogue, makes: false)
    let all = try String(contentsOfFile: codes, encoding: .utf8).split(separator: "\n").map(String.init)
    guard all.count > alone else { throw ValidationError("\(codes) has only \(all.count) codes") }
    let (many, few) = (Array(all.dropLast(alone)), Array(all.suffix(alone)))
    for _ in 0..<rounds {
      try measure("in sets of \(set)", many.count) {
        let frame = try store.frame()
        return try stride(from: 0, to: many.count, by: set).reduce(0) { bytes, start in
          let files = try store.creditFiles(of: Array(many[start..<min(start + set, many.count)]), in: frame)
          return files.values.reduce(bytes) { $0 + $1.bytes.count }
        }
      }
      try measure("one by one", few.count) {
        try few.reduce(0) { $0 + (try store.creditFile(of: $1, in: store.frame())?.bytes.count ?? 0) }
      }
    }
  }

  private func measure(_ name: String, _ count: Int, _ bytes: () throws -> Int) throws {
    let before = (cpu: Clock.now(CLOCK_PROCESS_CPUTIME_ID), wall: Clock.now(CLOCK_MONOTONIC))
    let size = try bytes() / count
    let milliseconds = [
      Clock.now(CLOCK_PROCESS_CPUTIME_ID) - before.cpu, Clock.now(CLOCK_MONOTONIC) - before.wall,
    ].map { String(format: "%.2f", $0 * 1000 / Double(count)) }
    print("\(name): \(milliseconds[0]) ms of CPU, \(milliseconds[1]) ms in all for a file of \(size) bytes")
  }
}
