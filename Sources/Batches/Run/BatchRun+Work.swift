import Foundation
public import Installation
import Registry
import Typeface

extension BatchRun {
  /// How work on a batch came to an end.
  public enum Rest: Sendable, Equatable {
    /// All rows have ended, and the results are collected.
    case ended
    /// It was stopped; a later run continues.
    case stopped(done: Int, of: Int)
  }

  /// Works on the batch until its rows have ended, whichever worker does them, and collects the results.
  /// - Parameters:
  ///   - givesUp: whether the batch ends even if rows have failed: they cannot be tried again then.
  ///   - shouldStop: called several times a second; once true, reports in progress are finished.
  ///   - tell: called on the caller's thread.
  /// - Throws: `BatchRunError`, and problems that affect every report (disk, database, keys).
  public mutating func work(
    by office: PrintingOffice, options: BatchWorker.Options = .init(), givesUp: Bool = false,
    clock: @escaping @Sendable () -> Int64, shouldStop: () -> Bool, tell: (Event) -> Void
  ) throws -> Rest {
    guard !state.isFinished else { return .ended }
    guard let description = try queue.description(of: state.batch) else {
      throw BatchRunError.gone(folder: folder.given, registry: state.registry)
    }
    let shared = try SharedBatch(description: description, batch: state.batch)
    let maker = RowMaker(
      office: office, issuer: try office.issuer(registry: registry, issuedAt: clock(), clock: clock), batch: shared)
    let notes = office.fonts.notes + maker.notes
    if !notes.isEmpty { tell(.notes(notes)) }
    let worker = BatchWorker(
      queue: queue, maker: maker, name: "batch-\(UUID().uuidString)", options: options, clock: clock)
    let counts = try queue.counts(state.batch)
    tell(.begun(reports: state.reports, counts: counts))
    var done = counts[.done, default: 0]
    let isEnded = try make(worker, to: shared.target, clock, shouldStop) { event in
      if case .ended(let more, _) = event { done += more }
      tell(.worked(event))
    }
    tell(.rested)
    // In a shared batch, workers may still hold rows whose files are not registered yet.
    var occupied: [Recovery] = []
    if isEnded || !state.isShared { occupied = try folder.recover(registry, at: clock()).occupied }
    for recovery in occupied { tell(.occupied(recovery)) }
    guard isEnded else { return .stopped(done: done, of: state.reports) }
    try collect(from: shared.target, occupied: occupied.count, givesUp: givesUp)
    return .ended
  }

  /// Makes the rows, and then the summary of their group, if one is requested.
  /// - Returns: whether all rows have ended.
  private func make(
    _ worker: BatchWorker, to target: BatchTarget, _ clock: () -> Int64, _ shouldStop: () -> Bool,
    _ tell: (BatchWorker.Event) -> Void
  ) throws -> Bool {
    guard try worker.work(on: state.batch, to: target, shouldStop: shouldStop, tell: tell) else { return false }
    guard let summary = state.summary else { return true }
    // A killed worker may have left a report under its hidden name, where the summary would not find it.
    try folder.recover(registry, at: clock())
    guard
      try GroupRow.append(
        to: queue, batch: state.batch, after: state.rows, renews: summary.renews, at: clock())
    else { return true }
    return try worker.work(on: state.batch, to: target, shouldStop: shouldStop, tell: tell)
  }

  private mutating func collect(from target: BatchTarget, occupied: Int, givesUp: Bool) throws {
    if target.folder == nil { try CarriedReports(queue: queue, batch: state.batch).fetch(into: folder) }
    try ResultTable(queue: queue, batch: state.batch).write(to: folder.path)
    let counts = try queue.counts(state.batch)
    state.counts = .init(
      done: counts[.done, default: 0], failed: counts[.failed, default: 0], setAside: counts[.setAside, default: 0],
      neverTried: try queue.neverTried(state.batch))
    // Failed rows may be corrected and tried again: while there are any, the batch stays in the queue.
    state.isFinished = occupied == 0 && (givesUp || state.counts?.failed == 0 && state.counts?.setAside == 0)
    try folder.save(state)
    if state.isFinished { try queue.remove(state.batch) }
    guard occupied == 0 else { throw BatchRunError.occupied(folder: folder.given, reports: occupied) }
  }
}
