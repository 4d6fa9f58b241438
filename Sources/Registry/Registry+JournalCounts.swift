import Database

/// Verifications with one answer by one channel that have no rows of their own, because they found no report: anybody can
/// make any number of those, and a row for each would let strangers fill the disk.
public struct JournalCount: Sendable, Equatable {
  /// When the first and the last one were made: seconds since 1970.
  public var period: ClosedRange<Int64>
  /// As in `JournalEntry`.
  public var channel: String
  /// As in `JournalEntry`.
  public var result: String
  /// At least 1.
  public var count: Int64

  public init(period: ClosedRange<Int64>, channel: String, result: String, count: Int64) {
    (self.period, self.channel, self.result, self.count) = (period, channel, result, count)
  }

  static let label = "xinbao verifications counted 1"
  /// In the order in which they are hashed.
  static let columns = JournalEntry.columns + ["counted_until", "counted"]

  /// The row as that of its first verification, without agency and report.
  private var first: JournalEntry {
    JournalEntry(at: period.lowerBound, channel: channel, agency: "", leaf: nil, result: result)
  }

  fileprivate func check() throws(RegistryError) {
    try first.check()
    guard count > 0 else { throw .invalid(what: "count of verifications", problem: "must be at least 1") }
  }

  fileprivate var fields: [SQLValue] { first.fields + [.integer(period.upperBound), .integer(count)] }
}

extension Registry {
  /// Adds a row to the journal for each count, in one transaction. There are no receipts for them.
  /// - Throws: `RegistryError.invalid` for a count with anything but codes; nothing is added then.
  public func recordCounts(_ counts: [JournalCount]) throws {
    for count in counts { try count.check() }
    _ = try append(JournalCount.label, JournalCount.columns, counts.map(\.fields))
  }
}
