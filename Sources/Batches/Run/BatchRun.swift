import DurableFiles
import Foundation
public import Issuing
public import Registry

/// A batch from beginning to results, in the folder that it fills: used by a command or a page of a console.
///
/// A run begins or continues a batch, works on it until its rows have ended or it is stopped, collects the results, and
/// makes the files that hold all reports. Each of these can be interrupted at any point: a later run continues.
public struct BatchRun {
  public let folder: BatchFolder
  let queue: BatchQueue
  /// No other process works in the folder while the run exists.
  private let lock: FileLock
  public internal(set) var state: BatchFolder.State

  var registry: Registry { queue.registry }
  public var isFinished: Bool { state.isFinished }

  private init(_ folder: BatchFolder, _ queue: BatchQueue, _ lock: FileLock, _ state: BatchFolder.State) {
    (self.folder, self.queue, self.lock, self.state) = (folder, queue, lock, state)
  }

  /// Progress of a run.
  public enum Event: Sendable {
    /// Leftovers of a killed process were cleaned up: files that got their names, unfinished ones that were removed.
    case recovered(placed: Int, removed: Int)
    /// So many failed rows are tried again.
    case triedAgain(rows: Int)
    /// The batch has ended, so no row is tried again.
    case nothingToTry
    /// Warnings about development keys and substitute fonts.
    case notes([String])
    /// Work begins on so many reports; `counts` says how many have ended already.
    case begun(reports: Int, counts: [BatchRow.State: Int])
    case worked(BatchWorker.Event)
    /// Work has stopped, finished or not.
    case rested
    /// The report is registered, but another file has its name.
    case occupied(Recovery)
    /// So many reports are included in a file that holds all of them.
    case delivering(Delivery.Form, reports: Int, of: Int)
    case delivered(Delivery.Form)
  }

  // MARK: Beginning

  /// Begins a batch: first in its folder, then in the queue.
  /// - Parameter now: seconds since 1970.
  /// - Throws: `BatchRunError`, `BatchFolderError`, `ManifestError`, `DeliveryRefused`, `RegistryError`.
  public static func begin(
    _ order: Order, in folder: BatchFolder, registry: Registry, checkedBy maker: ReportMaker, now: Int64
  ) throws -> BatchRun {
    let (lock, queue) = (try folder.lock(), BatchQueue(registry))
    if let old = try folder.state() {
      // If stopped between the folder and the queue (below), it was not begun: the same order begins it.
      guard !old.isFinished, old.registry == registry.location, try queue.description(of: old.batch) == nil else {
        throw BatchRunError.begunBefore(folder: folder.given)
      }
    } else {
      try folder.mustBeEmpty()
    }
    var manifest = order.manifest
    try manifest.check(maker.check)
    var state = BatchFolder.State(
      batch: UUID().uuidString.lowercased(), manifest: manifest, registry: registry.location, begunAt: now,
      isShared: order.workers != .here)
    if order.endsWithSummary {
      try manifest.checkGroup()
      state.summary = .init(renews: manifest.renewedSummary)
    }
    try state.add(order.deliveries)
    // The folder first: a batch in the queue that no folder refers to would never end.
    try folder.save(state)
    let isCarried = order.workers == .withoutFolders
    let shared = SharedBatch(
      target: BatchTarget(folder: isCarried ? nil : folder.path, rows: state.rows), supersedes: order.supersedes,
      reading: order.reading, trustsDeclaredCoverage: order.trustsDeclaredCoverage)
    try queue.begin(
      state.batch, description: shared.description,
      tasks: manifest.rows.lazy.map { isCarried ? $0.carryingTask : $0.task }, at: now)
    return BatchRun(folder, queue, lock, state)
  }

  /// Continues the batch that was begun in a folder, after any stop.
  /// - Parameters:
  ///   - manifest: if given again, it must be the one that the batch was begun with.
  ///   - triesAgain: whether to try failed rows again, for instance after their credit files were corrected.
  ///   - deliveries: additional files that hold all reports.
  /// - Throws: `BatchRunError`, `BatchFolderError`, `DeliveryRefused`, `RegistryError`.
  public static func resume(
    in folder: BatchFolder, manifest: Manifest? = nil, triesAgain: Bool = false, deliveries: [Delivery.Form] = [],
    registry: Registry, now: Int64, tell: (Event) -> Void
  ) throws -> BatchRun {
    let (lock, queue) = (try folder.lock(), BatchQueue(registry))
    guard let state = try folder.state() else { throw BatchRunError.notBegun(folder: folder.given) }
    if let manifest, manifest.digest != state.digest { throw BatchRunError.otherManifest(folder: folder.given) }
    guard registry.location == state.registry else {
      throw BatchRunError.otherRegistry(folder: folder.given, begunWith: state.registry, given: registry.location)
    }
    var run = BatchRun(folder, queue, lock, state)
    if state.isFinished {
      // In case the last run was stopped just before this.
      try queue.remove(state.batch)
      if triesAgain { tell(.nothingToTry) }
    } else {
      guard try queue.description(of: state.batch) != nil else {
        throw BatchRunError.stoppedBeforeBegun(folder: folder.given)
      }
      try run.takeUp(triesAgain: triesAgain, now, tell)
    }
    if try run.state.add(deliveries) { try folder.save(run.state) }
    return run
  }

  private mutating func takeUp(triesAgain: Bool, _ now: Int64, _ tell: (Event) -> Void) throws {
    // We hold the folder's lock: unless the batch is shared, nobody else holds its rows or writes here.
    if !state.isShared {
      let recovered = try folder.recover(registry, at: now)
      if recovered.placed + recovered.removed > 0 {
        tell(.recovered(placed: recovered.placed, removed: recovered.removed))
      }
      try queue.endLeases(state.batch, now: now)
    }
    if triesAgain {
      try CarriedFiles.readAgain(queue, batch: state.batch)
      tell(.triedAgain(rows: try queue.tryAgain(state.batch, now: now)))
    }
  }
}
