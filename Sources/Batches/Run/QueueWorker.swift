import Foundation
public import Installation
import Issuing
public import Registry

/// Works on every open batch of a registry, whoever began it, until it is to stop.
public struct QueueWorker {
  private let office: PrintingOffice
  private let registry: Registry
  private let options: BatchWorker.Options
  private let clock: @Sendable () -> Int64
  /// Which no other worker has.
  public let name: String

  public enum Event {
    /// So many reports of a batch were issued here.
    case issued(batch: String, reports: Int)
    /// Disk, database or keys: somebody will mend it, and the worker goes on then.
    case troubled(any Error, againInSeconds: Int)
  }

  /// - Parameters:
  ///   - host: what the worker is called after.
  ///   - clock: seconds since 1970.
  public init(
    office: PrintingOffice, registry: Registry, host: String, options: BatchWorker.Options = .init(),
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.office, self.registry, self.options, self.clock) = (office, registry, options, clock)
    name = "\(host)-\(UUID().uuidString)"
  }

  /// - Parameters:
  ///   - untilEmpty: whether it ends when no batch is open, instead of waiting for more.
  ///   - shouldStop: asked several times a second, with the milliseconds for which there is nothing to do: it waits for
  ///     so long, or until the work is to stop.
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

  /// - Returns: how many reports were issued here; nil where the batch has ended meanwhile.
  private func work(on batch: String, of queue: BatchQueue, shouldStop: () -> Bool) throws -> Int? {
    guard let description = try queue.description(of: batch) else { return nil }
    let shared = try SharedBatch(description: description, batch: batch)
    // The keys are looked at anew: a batch may go on for days, past the end of one.
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
