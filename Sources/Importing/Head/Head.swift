/// The meaning of a table's columns.
struct Head {
  enum Meaning: Hashable {
    /// Index of a field of the category.
    case field(Int)
    /// 领域
    case domain
    /// The day on which the record arrived.
    case received
    case ignored
    /// Kept under its own name (`ImportOptions.keepUnknown`).
    case unknown
    /// A field of other kinds of subject, in a registrar's table.
    case ofOtherKinds
    /// No name: its cells must be empty.
    case blank
  }
  struct Column {
    /// As the table writes it.
    var label: String
    var meaning: Meaning
    /// Of an amount of money.
    var unit = HeadMapping.Unit.tenThousandYuan
  }

  /// Index of the plan.
  var category: Int
  var columns: [Column]
  var firstRow: Int
  /// The data begin after it.
  var lastRow: Int
  /// The column of each field.
  var columnOfField: [Int?]
  var domain: Int?, received: Int?
  /// The columns of the subject's name and code.
  var name: Int?, code: Int?
  /// What the columns of a registrar's table mean for each kind of subject.
  var headsOfKinds: [String: Head] = [:]
  /// The name of the mapping by which it was understood.
  var mapping: String?
}
