import Registry
import Synchronization

/// Verifications that get no row of their own in the journal, until their counts are written there. It holds a number for
/// each channel and answer, however many ask.
final class VerificationTally: Sendable {
  /// How long a count waits at most, in seconds. It is what an end without warning, such as a power cut, loses.
  static let longest: Int64 = 3600

  private struct Kind: Hashable {
    var channel: String, result: String
  }
  private let counts = Mutex<[Kind: JournalCount]>([:])

  func add(_ entry: JournalEntry) {
    add(JournalCount(period: entry.at...entry.at, channel: entry.channel, result: entry.result, count: 1))
  }

  /// Hands the counts over; they are no longer here.
  /// - Parameter now: seconds since 1970; nothing is handed over before the first of them waited `longest`. Nil: whenever.
  func take(dueAt now: Int64?) -> [JournalCount] {
    counts.withLock { counts in
      let isDue = now.map { now in counts.values.contains { now - $0.period.lowerBound >= Self.longest } } ?? true
      guard isDue else { return [] }
      defer { counts = [:] }
      return counts.values.sorted { ($0.channel, $0.result) < ($1.channel, $1.result) }
    }
  }

  /// Takes counts back that could not be written.
  func giveBack(_ counts: [JournalCount]) { for count in counts { add(count) } }

  private func add(_ count: JournalCount) {
    counts.withLock { counts in
      let kind = Kind(channel: count.channel, result: count.result)
      guard let before = counts[kind] else {
        counts[kind] = count
        return
      }
      let first = min(before.period.lowerBound, count.period.lowerBound)
      let last = max(before.period.upperBound, count.period.upperBound)
      counts[kind] = JournalCount(
        period: first...last, channel: count.channel, result: count.result, count: before.count + count.count)
    }
  }
}
