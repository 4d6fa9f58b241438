import Batches
import Foundation
import Registry
import RemedyWords

/// The progress of a batch: a line that is updated on a terminal, otherwise one line every ten seconds.
struct BatchProgress {
  private var delivery: DeliveryProgress?
  private var rows = 0
  private var done = 0
  private var failed = 0
  private var start = Date()
  private var doneBefore = 0
  private var last = Date.distantPast
  private var lastLine = ""
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var told = 0
  /// The number of failures reported individually; the table of results has all of them.
  private static let mostTold = 20

  mutating func take(_ event: BatchRun.Event) {
    switch event {
    case .recovered(let placed, let removed):
      Console.error(
        "note: \(placed) files of registered reports were put in place, \(removed) unfinished ones removed")
    case .triedAgain(let rows): Console.error("note: \(rows) rows are tried once more")
    case .nothingToTry: Console.error("note: the batch has ended; nothing is tried once more")
    case .notes(let notes): for note in notes { Console.error("note: \(note)") }
    case .begun(let reports, let counts): begin(reports, counts)
    case .worked(let event): take(event)
    case .rested: end()
    case .occupied(let file): Console.error("report \(file.number): another file has its name: \(file.path)")
    case .delivering(let form, let reports, let all):
      if delivery == nil { delivery = DeliveryProgress(name: form.fileName) }
      delivery?.show(reports, of: all)
    case .delivered:
      delivery?.end()
      delivery = nil
    }
  }

  private mutating func begin(_ rows: Int, _ counts: [BatchRow.State: Int]) {
    self.rows = rows
    done = counts[.done, default: 0]
    failed = counts[.failed, default: 0] + counts[.setAside, default: 0]
    (start, doneBefore) = (Date(), done + failed)
  }

  private mutating func take(_ event: BatchWorker.Event) {
    switch event {
    case .ended(let done, let failures):
      self.done += done
      failed += failures.count
      for failure in failures { tell("row \(failure.row): \(failure.problem)") }
    case .unpublished(let row, let problem): tell("row \(row): \(problem.sentence)")
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

  /// Shows the final state.
  private mutating func end() {
    show(atOnce: true)
    if isTerminal { Console.error("") }
  }

  private func duration(_ seconds: Double) -> String {
    let seconds = Int(seconds.rounded(.up))
    return seconds < 90
      ? "\(seconds) s" : seconds < 5400 ? "\(seconds / 60) min" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
