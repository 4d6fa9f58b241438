import Foundation
import Measuring
import Synchronization

/// Reports a second of one process, by one thread and by several: from the credit file to the signed PDF.
struct Throughput {
  let order: Order
  let threads: Int
  let rounds: Int

  /// Of one thread or several.
  private struct Figures {
    var reportsPerSecond: [Double] = []
    var cpuMs: [Double] = []
  }

  func measure() throws {
    var (one, several) = (Figures(), Figures())
    _ = try run(threads: threads, seconds: 0.3)
    for _ in 0..<rounds {
      try add(run(threads: 1, seconds: 1), to: &one)
      try add(run(threads: threads, seconds: 1), to: &several)
    }
    // The best of the rounds: what others on the machine did meanwhile only takes away.
    let (best, bestOfSeveral) = (one.reportsPerSecond.max() ?? 0, several.reportsPerSecond.max() ?? 0)
    let (cpu, cpuOfSeveral) = (one.cpuMs.min() ?? 0, several.cpuMs.min() ?? 0)
    print(
      "\(order.name): \(text(best)) reports/s by 1 thread, \(text(bestOfSeveral)) by \(threads): "
        + "\(text(bestOfSeveral / best)) times; CPU ms a report \(text(cpu)) and \(text(cpuOfSeveral)); "
        + "\(Int(peakMegabytes())) MB")
  }

  private func add(_ run: (reports: Int, seconds: Double, cpu: Double), to figures: inout Figures) {
    figures.reportsPerSecond.append(Double(run.reports) / run.seconds)
    figures.cpuMs.append(run.cpu * 1000 / Double(run.reports))
  }

  private func run(threads: Int, seconds: Double) throws -> (reports: Int, seconds: Double, cpu: Double) {
    let order = order
    let tally = Tally()
    let done = DispatchGroup()
    let (start, cpu) = (Clock.now(CLOCK_MONOTONIC), Clock.now(CLOCK_PROCESS_CPUTIME_ID))
    let end = start + seconds
    for _ in 0..<threads {
      done.enter()
      Thread.detachNewThread {
        defer { done.leave() }
        do {
          var count = 0
          while Clock.now(CLOCK_MONOTONIC) < end {
            _ = try order.whole(serial: UInt64(count), proof: "proof")
            count += 1
          }
          tally.reports.withLock { $0 += count }
        } catch {
          tally.failure.withLock { $0 = error }
        }
      }
    }
    done.wait()
    if let failure = tally.failure.withLock({ $0 }) { throw failure }
    return (
      tally.reports.withLock { $0 }, Clock.now(CLOCK_MONOTONIC) - start, Clock.now(CLOCK_PROCESS_CPUTIME_ID) - cpu
    )
  }

  /// Of all threads.
  private final class Tally: Sendable {
    let reports = Mutex(0)
    let failure = Mutex<(any Error)?>(nil)
  }

  private func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
