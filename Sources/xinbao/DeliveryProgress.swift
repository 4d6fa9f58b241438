import Foundation

/// The progress of a large file: a line that is updated on a terminal, otherwise one line every ten seconds.
struct DeliveryProgress {
  let name: String
  private var last = Date()
  private var isShown = false
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(name: String) { self.name = name }

  mutating func show(_ done: Int, of reports: Int) {
    guard Date().timeIntervalSince(last) >= (isTerminal ? 0.2 : 10) else { return }
    (last, isShown) = (Date(), true)
    let line = "\(name): \(done) of \(reports) reports"
    guard isTerminal else { return Console.error(line) }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }

  func end() { if isTerminal, isShown { Console.error("") } }
}
