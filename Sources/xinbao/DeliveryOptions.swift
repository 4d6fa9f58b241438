import ArgumentParser
import Batches
import Foundation

/// All reports of a batch in one file, made when the batch has ended.
struct DeliveryOptions: ParsableArguments {
  enum Archive: String, ExpressibleByArgument, CaseIterable {
    case zip
    case tarGzip = "tar.gz"
  }

  @Option(help: "All PDFs and the results as reports.zip or reports.tar.gz in the folder.")
  var archive: Archive?

  @Flag(
    help: "All reports as reports.pdf in the folder, with bookmarks: to read and print, unsigned; up to 1000.")
  var merge = false

  private var wanted: [Delivery.Form] {
    (archive.flatMap { Delivery.Form(rawValue: $0.rawValue) }.map { [$0] } ?? []) + (merge ? [.merged] : [])
  }

  /// Before a day's work: that the reports can be merged at all.
  func check(reports: Int) throws { if merge { try MergedReports.check(rows: reports) } }

  /// What is wanted stays with the batch, for whoever ends it.
  /// - Returns: whether there is anything new.
  @discardableResult
  func add(to state: inout BatchFolder.State) throws -> Bool {
    let kept = state.deliveries ?? []
    let new = wanted.filter { form in !kept.contains { $0.form == form } }
    guard !new.isEmpty else { return false }
    try check(reports: state.reports)
    state.deliveries = kept + new.map { Delivery($0) }
    return true
  }

  /// Makes what is wanted and not there yet, of a batch that has ended.
  /// - Throws: the first problem, after the other files are made.
  static func deliver(_ state: inout BatchFolder.State, _ folder: BatchFolder, shown: String) throws {
    guard let deliveries = state.deliveries else { return }
    try Interruption.hold()
    var problem: (any Error)?
    for var delivery in deliveries where try !delivery.isCurrent(in: folder) {
      do {
        try make(&delivery, state, folder, shown: shown)
        state.deliveries = state.deliveries?.map { $0.form == delivery.form ? delivery : $0 }
      } catch let error as BatchStopped {
        throw error
      } catch {
        problem = problem ?? error
        // What can never be made is not tried by every `--resume`.
        if error is DeliveryRefused { state.deliveries?.removeAll { $0.form == delivery.form } }
      }
      try folder.save(state)
    }
    if let problem { throw problem }
  }

  private static func make(
    _ delivery: inout Delivery, _ state: BatchFolder.State, _ folder: BatchFolder, shown: String
  ) throws {
    let name = delivery.form.fileName
    var progress = DeliveryProgress(name: name, reports: state.counts?.done ?? state.rows)
    defer { progress.end() }
    try delivery.make(in: folder, begunAt: state.begunAt) { done in
      guard !Interruption.came(withinMilliseconds: 0) else {
        throw BatchStopped("stopped: \(name) is not made yet; go on with: xinbao batch --resume -o \(shown)")
      }
      progress.show(done)
    }
  }

  /// A file that is there, for those who asked for it.
  struct MadeFile: Encodable {
    var path: String
    var reports: Int
    /// Rows without a report.
    var missing: Int
    var bytes: Int64

    var line: String {
      let name = (path as NSString).lastPathComponent
      let rows = missing == 0 ? "" : "; \(missing) rows have none, see \(ResultTable.csvName)"
      return "\(name) holds \(reports) reports\(rows)"
    }
  }

  /// Nil where none was asked for.
  static func made(_ state: BatchFolder.State, _ folder: BatchFolder) -> [MadeFile]? {
    state.deliveries?.compactMap { delivery in
      delivery.made.map { made in
        MadeFile(
          path: folder.path + "/" + delivery.form.fileName, reports: made.reports, missing: made.missing,
          bytes: made.bytes)
      }
    }
  }
}

/// How far a large file is: a line that is written over again on a terminal, else a line every ten seconds.
private struct DeliveryProgress {
  let name: String
  let reports: Int
  private var last = Date()
  private var isShown = false
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(name: String, reports: Int) { (self.name, self.reports) = (name, reports) }

  mutating func show(_ done: Int) {
    guard Date().timeIntervalSince(last) >= (isTerminal ? 0.2 : 10) else { return }
    (last, isShown) = (Date(), true)
    let line = "\(name): \(done) of \(reports) reports"
    guard isTerminal else { return Console.error(line) }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
  }

  func end() { if isTerminal, isShown { Console.error("") } }
}
