import Foundation
public import Installation
import Issuing
public import Registry

/// Works on every open batch of a registry, whoever began it, until it is stopped.
public struct QueueWorker {
  private let office: PrintingOffice
  private let registry: Registry
  private let options: BatchWorker.Options
  private let clock: @Sendable () -> Int64
  /// Unique among workers.
  public let name: String

  public enum Event {
    /// So many reports of a batch were issued by this worker.
    case issued(batch: String, reports: Int)
    /// A problem of disk, database or keys: once somebody has fixed it, the worker continues.
    case troubled(any Error, againInSeconds: Int)
  }

  /// - Parameters:
  ///   - host: the first part of the worker's name.
  ///   - clock: seconds since 1970.
  public init(
    office: PrintingOffice, registry: Registry, host: String, options: BatchWorker.Options = .init(),
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.office, self.registry, self.options, self.clock) = (office, registry, options, clock)
    name = "\(host)-\(UUID().uuidString)"
  }

  /// - Parameters:
  ///   - untilEmpty: whether to end when no batch is open, instead of waiting for more.
  ///   - shouldStop: called several times a second, with the milliseconds for which there is nothing to do: it waits
  ///     that long, or until the work must stop.
  public func run(untilEmpty: Bool, shouldStop: (_ milliseconds: Int) -> Bool, tell: (Event) -> Void) {
    let queue = BatchQueue(registry)
    var isStopping = false
    func mustStop(_ milliseconds: Int = 0) -> Bool {
      if !isStopping { isStopping = shouldStop(milliseconds) }
      return isStopping
    }
    var patience = 1
    while !mustStop() {
      do {
        let open = try queue.openBatches()
        for batch in open where !mustStop() {
          if let done = try work(on: batch, of: queue, shouldStop: { mustStop() }) {
            tell(.issued(batch: batch, reports: done))
          }
        }
        patience = 1
        if open.isEmpty {
          if untilEmpty { return }
          _ = mustStop(1000)
        }
      } catch {
        tell(.troubled(error, againInSeconds: patience))
        _ = mustStop(patience * 1000)
        patience = min(60, patience * 2)
      }
    }
  }

  /// - Returns: how many reports were issued by this worker; nil if the batch has ended meanwhile.
  private func work(on batch: String, of queue: BatchQueue, shouldStop: () -> Bool) throws -> Int? {
    guard let description = try queue.description(of: batch) else { return nil }
    let shared = try SharedBatch(description: description, batch: batch)
    // The keys are selected again: a batch may run for days, past the end of a key's window.
    let issuer = try office.issuer(registry: registry, issuedAt: clock(), clock: clock)
    let worker = BatchWorker(
      queue: queue, maker: RowMaker(office: office, issuer: issuer, batch: shared), name: name, options: options,
      clock: clock)
    var done = 0
    _ = try worker.work(on: batch, to: shared.target, shouldStop: shouldStop) { event in
      if case .ended(let ended, _) = event { done += ended }
    }
    return done
  }
}
