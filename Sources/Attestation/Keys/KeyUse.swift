/// What a key may sign. A signature for another use is invalid.
public enum KeyUse: String, Sendable, CaseIterable, Comparable {
  /// Tokens of reports.
  case reports
  /// Status lists, bundles and receipts.
  case publications
  /// Checkpoints of the log.
  case log

  /// Its bit in a trust list.
  var bit: UInt64 {
    switch self {
    case .reports: 1
    case .publications: 2
    case .log: 4
    }
  }

  public static func < (one: KeyUse, other: KeyUse) -> Bool { one.bit < other.bit }
}
