import Batches
import Foundation
import Registry

/// How far a batch is: a line that is written over again on a terminal, else a line every ten seconds.
struct BatchProgress {
  private let rows: Int
  private(set) var done: Int
  private var failed: Int
  private let start = Date()
  private let doneBefore: Int
  private var last = Date.distantPast
  private var lastLine = ""
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var told = 0
  /// Failures told one by one; the table of results has them all.
  private static let mostTold = 20

  init(rows: Int, counts: [BatchRow.State: Int]) {
    self.rows = rows
    done = counts[.done, default: 0]
    failed = counts[.failed, default: 0] + counts[.setAside, default: 0]
    doneBefore = done + failed
  }

  mutating func take(_ event: BatchWorker.Event) {
    switch event {
    case .ended(let done, let failures):
      self.done += done
      failed += failures.count
      for failure in failures { tell("row \(failure.place): \(failure.problem)") }
    case .unpublished(let place, let problem): tell("row \(place): \(problem)")
    case .waiting: break
    }
    show(atOnce: false)
  }

  private mutating func tell(_ message: String) {
    told += 1
    guard told <= Self.mostTold else { return }
    clear()
    Console.error(message)
    if told == Self.mostTold { Console.error("… further problems are in the table of results only") }
  }

  private mutating func show(atOnce: Bool) {
    let now = Date()
    guard atOnce || now.timeIntervalSince(last) >= (isTerminal ? 0.2 : 10) else { return }
    last = now
    let ended = min(rows, done + failed)
    let seconds = now.timeIntervalSince(start)
    let rate = seconds > 0.5 ? Double(ended - doneBefore) / seconds : 0
    var line = "\(ended) of \(rows) (\(rows > 0 ? 100 * ended / rows : 100) %)"
    if rate > 0 {
      line += ", \(rate >= 10 ? String(Int(rate)) : String(Int(rate * 10) / 10)) a second"
      if ended < rows { line += ", \(duration(Double(rows - ended) / rate)) left" }
    }
    if failed > 0 { line += ", \(failed) failed" }
    guard isTerminal else {
      if line != lastLine { Console.error(line) }
      lastLine = line
      return
    }
    let width = 24
    let filled = rows > 0 ? width * ended / rows : width
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    FileHandle.standardError.write(Data("\r\u{1B}[K\(bar) \(line)".utf8))
  }

  private func clear() {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  /// The last word.
  mutating func end() {
    show(atOnce: true)
    if isTerminal { Console.error("") }
  }

  private func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded(.up))
    return seconds < 90
      ? "\(seconds) s" : seconds < 5400 ? "\(seconds / 60) min" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
