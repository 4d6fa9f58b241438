import ErrorCauses
import Foundation
public import Issuing
public import Registry
import Signatures

/// Works on batches: takes rows, sets their reports on all cores, and registers them in groups.
///
/// One thread talks to the queue and the registry; others set pages. A group is one transaction, in which its PDFs are
/// printed and signed on all cores while the next rows are being set. If a group cannot be registered, its rows are
/// tried one by one, so that one bad row fails alone.
public final class BatchWorker: Sendable {
  public struct Options: Sendable {
    /// Threads that set reports.
    public var jobs = ProcessInfo.processInfo.activeProcessorCount
    /// Reports in one transaction.
    public var group = 64
    /// The most pages that may wait for their transaction: this bounds the memory.
    public var pages = 1500
    /// Seconds until the lease of a row ends.
    public var lease: Int64 = 120
    public init() {}
  }

  /// Progress of a batch.
  public enum Event: Sendable {
    /// Rows ended: reports that were issued, and rows that failed or were postponed, with the reason.
    case ended(done: Int, failed: [(row: Int, problem: String)])
    /// Registered, but under its hidden name.
    case unpublished(row: Int, problem: IssuingError)
    /// No row can be taken now; others hold them, or they wait for another attempt.
    case waiting
  }

  private let queue: BatchQueue
  private let maker: RowMaker
  private let name: String
  private let options: Options
  private let clock: @Sendable () -> Int64

  /// - Parameters:
  ///   - name: unique among workers.
  ///   - clock: seconds since 1970.
  public init(
    queue: BatchQueue, maker: RowMaker, name: String, options: Options = Options(),
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.queue, self.maker, self.name, self.options, self.clock) = (queue, maker, name, options, clock)
  }

  /// Works until all rows of the batch have ended, whichever worker does them, or until it is stopped; rows in progress
  /// are finished then.
  /// - Parameters:
  ///   - shouldStop: called several times a second.
  ///   - tell: called on the caller's thread.
  /// - Throws: problems that affect every report (disk, database, keys). Rows in progress are returned to the queue.
  /// - Returns: whether all rows have ended.
  public func work(
    on batch: String, to target: BatchTarget, shouldStop: () -> Bool, tell: (Event) -> Void
  ) throws -> Bool {
    let rows = BoundedQueue<BatchQueue.Taken>(capacity: 4 * options.group)
    let ready = BoundedQueue<RowMaker.Made>(capacity: options.pages)
    let setters = DispatchGroup()
    for _ in 0..<options.jobs {
      setters.enter()
      let thread = Thread { [maker] in
        while let taken = rows.take() {
          let made = maker.make(taken, to: target)
          ready.put(made, weight: made.weight)
        }
        setters.leave()
      }
      // The main thread's size: deep templates need more than a thread's usual half megabyte.
      thread.stackSize = 8 << 20
      thread.start()
    }
    defer {
      // Unfinished rows are no longer registered: they are returned to the queue.
      let left = rows.drain()
      rows.close()
      ready.close()
      setters.wait()
      let tasks = left.map(\.task) + ready.drain().map(\.task)
      try? queue.giveBack(tasks, now: clock())
    }
    return try loop(batch, rows, ready, shouldStop, tell)
  }

  private func loop(
    _ batch: String, _ rows: BoundedQueue<BatchQueue.Taken>, _ ready: BoundedQueue<RowMaker.Made>,
    _ shouldStop: () -> Bool,
    _ tell: (Event) -> Void
  ) throws -> Bool {
    var inHand = 0
    var renewed = clock()
    while true {
      let isStopping = shouldStop()
      if isStopping {
        // Rows that were not begun are left to others.
        let left = rows.drain()
        inHand -= left.count
        try queue.giveBack(left.map(\.task), now: clock())
      } else if inHand <= options.group {
        let taken = try queue.take(
          batch, worker: name, limit: 2 * options.group, now: clock(), lease: options.lease)
        try maker.fetch(taken)
        for task in taken { rows.put(task) }
        inHand += taken.count
      }
      if clock() - renewed > options.lease / 4 {
        try queue.renew(worker: name, now: clock(), lease: options.lease)
        renewed = clock()
      }
      if inHand == 0 {
        if isStopping { return false }
        let counts = try queue.counts(batch)
        if counts[.waiting, default: 0] + counts[.taken, default: 0] == 0 { return true }
        tell(.waiting)
        Thread.sleep(forTimeInterval: 0.5)
        continue
      }
      let made = ready.take(upTo: min(options.group, inHand), within: 0.25)
      inHand -= made.count
      if !made.isEmpty { try end(made, tell) }
    }
  }

  /// Ends rows that were made: registers, fails or postpones them.
  private func end(_ made: [RowMaker.Made], _ tell: (Event) -> Void) throws {
    var failed: [(row: Int, problem: String)] = []
    var prepared: [(task: BatchTask, report: Issuer.Prepared)] = []
    for made in made {
      do {
        switch made {
        case .prepared(let task, let report): prepared.append((task, report))
        case .failed(let task, let problem):
          try queue.fail(task, problem: problem)
          failed.append((task.row, problem.english))
        case .troubled(let task, let problem):
          try postpone(task, problem)
          failed.append((task.row, problem.english))
        }
      } catch RegistryError.taskLost {
        // Another worker has the row.
      }
    }
    let done = try issue(prepared, &failed, tell)
    tell(.ended(done: done, failed: failed))
  }

  /// - Returns: how many reports were issued.
  private func issue(
    _ prepared: [(task: BatchTask, report: Issuer.Prepared)], _ failed: inout [(row: Int, problem: String)],
    _ tell: (Event) -> Void
  ) throws -> Int {
    guard !prepared.isEmpty else { return 0 }
    do {
      let issued = try maker.issuer.issue(prepared.map(\.report))
      for (task, issued) in zip(prepared.map(\.task), issued) {
        if let problem = issued.unpublished { tell(.unpublished(row: task.row, problem: problem)) }
      }
      return issued.count
    } catch {
      switch Trouble(error) {
      case .everywhere:
        // It was not the rows' fault: they are returned as if never taken, however long the problem lasts.
        try? queue.giveBack(prepared.map(\.task), now: clock())
        throw error
      case .unknown:
        // The queue knows whether it was done: if not, the rows become available when their leases end.
        return 0
      case .here:
        guard prepared.count == 1 else {
          return try prepared.reduce(0) { try $0 + issue([$1], &failed, tell) }
        }
        let task = prepared[0].task
        do { try postpone(task, oneLine(error)) } catch RegistryError.taskLost { return 0 }
        failed.append((task.row, oneLine(error).english))
        return 0
      }
    }
  }

  private func postpone(_ task: BatchTask, _ problem: Wording) throws {
    // 1, 4, 16, 64 seconds.
    let wait = Int64(1) << min(12, 2 * Int64(task.attempt - 1))
    try queue.postpone(task, problem: problem, until: clock() + wait)
  }
}

/// Which reports a failed transaction affects.
private enum Trouble {
  /// Every report: disk, database, keys.
  case everywhere
  /// Only this report.
  case here
  /// It is unknown whether anything was done.
  case unknown

  init(_ error: any Error) {
    self =
      switch error {
      case let error as RegistryError where error.isOutcomeUnknown: .unknown
      case let error as any ClassifiedError:
        switch error.cause {
        case .input, .usage, .defect: .here
        case .environment, .transient: .everywhere
        }
      // The scope of an unclassified error is unknown: the reports are tried one by one.
      default: .here
      }
  }
}

extension RowMaker.Made {
  /// Counted in pages.
  fileprivate var weight: Int {
    if case .prepared(_, let report) = self { max(1, report.pageCount) } else { 1 }
  }
}
