/// Why an answer is what it is, from deliveries. It says where rows stand, never what they hold.
public struct Explanation: Sendable, Equatable, Encodable {
  /// A handing-over, or a decision of the operator.
  public struct Delivery: Sendable, Equatable, Encodable {
    public var number: Int64
    public var source: String
    /// Label.
    public var kind: String
    public var from: String, through: String
    public var received: String
    public var files: [String]
  }

  /// Days of one source and category with one story.
  public struct Days: Sendable, Equatable, Encodable {
    public var from: String, through: String
    public var isCovered: Bool
    /// The deliveries that cover them, or that left them open; the latest first.
    public var deliveries: [Int64]
    /// Why they are open.
    public var reasons: [String]
    /// Held rows that name nobody and leave them open.
    public var rows: [Int64]
  }

  public struct CategoryDays: Sendable, Equatable, Encodable {
    /// Canonical key.
    public var category: String
    public var label: String
    public var isComplete: Bool
    /// All days of the period, in order.
    public var days: [Days]
  }

  public struct Source: Sendable, Equatable, Encodable {
    public var name: String
    public var categories: [CategoryDays]
  }

  /// A version of a record that stood then.
  public struct RecordLine: Sendable, Equatable, Encodable {
    public enum Effect: String, Sendable, Equatable, Encodable {
      case counts
      case doubts
      case setAside = "set-aside"
    }
    public var id: Int64
    public var source: String
    public var categoryLabel: String
    /// The delivery or decision that brought it.
    public var delivery: Int64
    public var effect: Effect
    /// By which rule it is set aside, or why it doubts.
    public var rule: String?
  }

  /// A row that may be the subject's.
  public struct DoubtingRow: Sendable, Equatable, Encodable {
    public var id: Int64
    public var source: String
    public var categoryLabel: String
    public var day: String?
    public var reason: String
    public var delivery: Int64
    /// Nil for a record that stands under another code.
    public var table: String?
    public var row: Int64?
  }

  public var subject: String
  /// Canonical key, and label.
  public var domain: String, domainLabel: String
  public var from: String, through: String
  /// The moment whose state is explained, and the number of its last event.
  public var asOf: String, number: Int64
  /// `clean`, `records`, `no-data` or `undetermined`; its label, and its reasons as a report prints them.
  public var outcome: String, outcomeLabel: String
  public var reasons: [String]
  public var sources: [Source]
  public var records: [RecordLine]
  public var doubting: [DoubtingRow]
  /// All that are named above, by number.
  public var deliveries: [Delivery]
}
