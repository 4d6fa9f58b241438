public import CivilTime

/// A file of a delivery.
public struct DeliveredFile: Sendable, Equatable {
  public var name: String
  public var sha256: [UInt8]
  public init(name: String, sha256: [UInt8]) { (self.name, self.sha256) = (name, sha256) }
}

/// What became of a delivery.
public struct DeliveryReceipt: Sendable, Equatable {
  /// Its number in the store.
  public var sequence: Int64
  public var takenAt: BeijingTime
  public var counts = RowCounts()
  /// Records that a snapshot no longer shows.
  public var ended = 0
  /// Rows of a withdrawal or a repair of what nobody has delivered: they change nothing that is known.
  public var unmatched = 0
  /// Defects that count against 合规率.
  public var defects = 0
  /// The days that it covers, of its categories together: not those that are not over yet.
  public var covered: ClosedRange<CalendarDate>?
  public var covers: Bool { covered != nil }
  /// Why they are not, or what else its sender should know; printed.
  public var remark: String?
  /// The earlier delivery of the same files: nothing was changed.
  public var repeats: Int64?
  /// Whether that was for other days or categories.
  public var repeatsOtherDays = false
}
