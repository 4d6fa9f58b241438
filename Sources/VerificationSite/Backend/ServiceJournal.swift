import BlockingWork
import Registry
import Synchronization
import Web

/// How a service writes its verifications into the registry's journal: those of reports each by itself, in transactions that
/// many share; those that found none as counts. On a full disk, the former are counted, too: the answer is worth more than its
/// receipt.
final class ServiceJournal: Sendable {
  enum Outcome: Sendable {
    case recorded(JournalReceipt)
    /// There was no room for it: it is only counted.
    case counted(RegistryError)
  }

  private let registry: Registry
  private let rows: GroupCommit<JournalEntry, JournalReceipt>
  private let tally = VerificationTally()
  /// Since a row found no room, and until one does.
  private let isFull = Atomic(false)

  init(_ registry: Registry, pool: BlockingPool) {
    self.registry = registry
    rows = GroupCommit(pool: pool) { try registry.record($0) }
  }

  /// Writes the verification of a report.
  /// - Throws: what stops the registry, but for a full disk.
  func record(_ entry: JournalEntry) async throws -> Outcome {
    do {
      let receipt = try await rows.add(entry)
      isFull.store(false, ordering: .relaxed)
      return .recorded(receipt)
    } catch let error as RegistryError where error.isDiskFull {
      isFull.store(true, ordering: .relaxed)
      tally.add(entry)
      return .counted(error)
    }
  }

  /// Counts a verification that found no report.
  func count(_ entry: JournalEntry) { tally.add(entry) }

  /// Writes the counts. Blocks.
  /// - Parameter now: as for `VerificationTally.take`.
  func writeCounts(dueAt now: Int64?) throws {
    let counts = tally.take(dueAt: now)
    guard !counts.isEmpty else { return }
    do { try registry.recordCounts(counts) } catch {
      tally.giveBack(counts)
      throw error
    }
    isFull.store(false, ordering: .relaxed)
  }

  /// Tries whether the journal can be written. Blocks.
  /// - Parameter now: seconds since 1970.
  /// - Throws: why it cannot.
  func tryWriting(at now: Int64) throws {
    try registry.tryWriting(at: now)
    // A row may be written over where no further one finds room. What was not written meanwhile is, once there is room.
    if isFull.load(ordering: .relaxed) { try writeCounts(dueAt: nil) }
  }
}
