import ArgumentParser
import Foundation
import Measuring
import Reports

/// Where the time of a signed report goes, warm: every stage alone, on the outcome of the one before it. With --threads,
/// how many reports a second one thread and several make in one process.
@main
struct Stages: ParsableCommand {
  @Option(help: "How often each stage runs.") var runs = 300
  @Option(help: "Stop short of that after so many seconds a stage.") var secs = 2.0
  @Option(help: "Only this kind of report: enterprise, personal or no-violation.") var kind: String?
  @Flag(help: "Reports a second, by one thread and by several in turns, instead of the stages.") var threads = false
  @Option(help: "How many threads.") var count = 2
  @Option(help: "How often one thread and several take turns, a second each.") var rounds = 5
  @Option(help: "Only run the stage of this name, and print nothing: for a profiler.") var only: String?
  @Option(help: "Write a PDF of each kind to this folder instead of measuring: to look at.") var out: String?
  @Option(help: "Folder with examples, templates and fonts.") var resources = ".."
  @Option(help: "Folder of prepared fonts; made if need be.") var fonts = ".build/fonts"

  private static let orders: [(kind: Report.Kind, file: String)] = [
    (.enterprise, "enterprise.json"), (.personal, "personal.json"), (.noViolation, "no-violation.json"),
  ]

  func run() throws {
    let office = try Office(resources: resources, fonts: fonts)
    let orders = try Self.orders.filter { kind == nil || $0.kind.rawValue == kind }
      .map { try Order($0.kind, on: $0.file, in: office) }
    if let out {
      for order in orders {
        try Data(order.whole(serial: 0, proof: "proof")).write(
          to: URL(fileURLWithPath: out).appending(path: "\(order.kind.rawValue).pdf"))
      }
      return
    }
    if threads {
      for order in orders { try Throughput(order: order, threads: count, rounds: rounds).measure() }
      return
    }
    var table = Table()
    for (index, order) in orders.enumerated() {
      let run = StageRun(order: order, from: UInt64(index) << 20, runs: runs, seconds: secs, only: only)
      try run.measure { table.add($0, $1, of: order.name) }
    }
    if only == nil { print(table.text) }
  }
}

/// Medians by stage and order.
struct Table {
  private var stages: [String] = []
  private var orders: [String] = []
  private var microseconds: [String: [String: Double]] = [:]

  mutating func add(_ stage: String, _ value: Double, of order: String) {
    if !stages.contains(stage) { stages.append(stage) }
    if !orders.contains(order) { orders.append(order) }
    microseconds[stage, default: [:]][order] = value
  }

  var text: String {
    var lines = ["| CPU µs a report | " + orders.joined(separator: " | ") + " |"]
    lines.append("|---|" + String(repeating: "---|", count: orders.count))
    for stage in stages {
      let cells = orders.map { order in microseconds[stage]?[order].map { String(Int($0.rounded())) } ?? "" }
      lines.append("| \(stage) | " + cells.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}
