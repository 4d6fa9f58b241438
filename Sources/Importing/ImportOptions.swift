public import CivilTime
public import Tables

/// The choices of the person who imports.
public struct ImportOptions: Sendable {
  /// The source of the day of receipt.
  public enum Received: Sendable, Equatable {
    case day(CalendarDate)
    /// Head of a column.
    case column(String)
  }
  /// Canonical key; nil: determined from each table's head.
  public var category: String?
  /// Canonical keys of the categories that a delivery is to hold: where a head fits several, one of these.
  public var expected: Set<String> = []
  /// Canonical keys of those to which tables can belong, `TableInterpreter.registration` among them; nil: any.
  package var categories: Set<String>?
  public var encoding: TableEncoding?
  public var keepUnknown: Bool
  public var received: Received?
  /// The moment up to which the records were gathered.
  public var asOf: BeijingTime
  /// JSON of `coverage`, copied unchanged into every file; nil: none.
  public var coverage: [UInt8]?
  public init(
    asOf: BeijingTime, category: String? = nil, encoding: TableEncoding? = nil, keepUnknown: Bool = false,
    received: Received? = nil, coverage: [UInt8]? = nil
  ) {
    (self.asOf, self.category, self.encoding) = (asOf, category, encoding)
    (self.keepUnknown, self.received, self.coverage) = (keepUnknown, received, coverage)
  }
}
