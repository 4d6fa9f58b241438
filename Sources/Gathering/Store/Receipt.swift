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
  /// Defects that count against 合规率.
  public var defects = 0
  /// Whether its days are covered by it.
  public var covers = false
  /// Why they are not, or what else its sender should know; printed.
  public var remark: String?
  /// The earlier delivery of the same files for the same days: nothing was changed.
  public var repeats: Int64?
}
