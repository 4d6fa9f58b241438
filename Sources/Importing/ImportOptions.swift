public import CivilTime
public import Tables

/// What the person who imports has said.
public struct ImportOptions: Sendable {
  /// Where the day of receipt is known from.
  public enum Received: Sendable, Equatable {
    case day(CalendarDate)
    /// Head of a column.
    case column(String)
  }
  /// Canonical key; nil: found from each table's head.
  public var category: String?
  public var encoding: TableEncoding?
  public var keepUnknown: Bool
  public var received: Received?
  /// The moment up to which the records were gathered.
  public var asOf: BeijingTime
  /// JSON of `coverage`, put into every file as it is; nil: none.
  public var coverage: [UInt8]?
  public init(
    asOf: BeijingTime, category: String? = nil, encoding: TableEncoding? = nil, keepUnknown: Bool = false,
    received: Received? = nil, coverage: [UInt8]? = nil
  ) {
    (self.asOf, self.category, self.encoding) = (asOf, category, encoding)
    (self.keepUnknown, self.received, self.coverage) = (keepUnknown, received, coverage)
  }
}
