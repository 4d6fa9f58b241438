import Registry
import Web

/// How a service writes its verifications into the registry's journal: those of reports each by itself, in transactions that
/// many share; those that found none as counts.
struct ServiceJournal: Sendable {
  private let registry: Registry
  private let rows: GroupCommit<JournalEntry, JournalReceipt>
  private let tally = VerificationTally()

  init(_ registry: Registry, pool: BlockingPool) {
    self.registry = registry
    rows = GroupCommit(pool: pool) { try registry.record($0) }
  }

  /// Writes the verification of a report.
  func record(_ entry: JournalEntry) async throws -> JournalReceipt { try await rows.add(entry) }

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
  }
}
