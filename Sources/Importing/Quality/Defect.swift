public import ErrorCauses
import Records

/// Something that is wrong or doubtful in a row.
public struct Defect: Sendable, Equatable {
  public enum Rule: String, Sendable, CaseIterable {
    /// A field that the exchange tables require is empty.
    case required
    /// A text in place of a date, or a day that does not exist.
    case date
    /// A day after the moment up to which the records were gathered.
    case future
    /// Two days in the wrong order.
    case order
    /// Not an amount, or one more precise than a hundredth of a yuan.
    case money
    /// An amount in 元 where 万元 is meant, by what the text beside it says.
    case unit
    /// One amount over several rows, or one cell over several columns.
    case merged
    /// Not a whole number.
    case integer
    /// A 统一社会信用代码 that fails its check.
    case code
    /// A citizen's number that fails its check.
    case identity
    case length
    /// A value that the field does not allow.
    case choice
    /// A number or something else in place of an authority's name.
    case authority
    /// The same document number of the same authority for the same subject.
    case duplicate
    /// 类别 and code imply different kinds of subject.
    case kind
    /// The row is in no credit file.
    case rejected
    // Notices, which do not count against 合规率.
    /// The same document number of the same authority for another subject.
    case sharedNumber = "shared-number"
    /// Another name for the same subject.
    case otherName = "other-name"
    /// Another code for the same name.
    case otherCode = "other-code"
    /// Received too late: counted by 及时率.
    case late
    /// The day of receipt is unusable.
    case received
    /// Rows of a table that hold nothing about anybody.
    case noData = "no-data"
    /// Amounts and days that were written in a way of the table's own.
    case converted
    /// Rows that the sheet hides, or a hidden sheet.
    case hidden
    /// A time of day that is midnight in Beijing if it is Greenwich time.
    case shifted
    /// A value that its head had another meaning for in an older edition of the tables.
    case twoMeanings = "two-meanings"

    public var isNotice: Bool {
      switch self {
      case .sharedNumber, .otherName, .otherCode, .late, .received, .noData, .converted, .hidden, .shifted,
        .twoMeanings:
        true
      default: false
      }
    }
  }
  /// Whether it is told once for all rows of a table that it concerns.
  static let toldOnce: Set<Rule> = [.noData, .converted, .hidden, .twoMeanings]

  /// File and sheet.
  public var tableName: String
  public var row: Int
  /// Head of the column; empty: the row as a whole.
  public var column: String
  public var value: String
  public var rule: Rule
  public var wording: Wording
  public init(tableName: String, row: Int, column: String = "", value: String = "", rule: Rule, _ wording: Wording) {
    (self.tableName, self.row, self.column) = (tableName, row, column)
    (self.value, self.rule, self.wording) = (value, rule, wording)
  }

  /// In English.
  public var message: String { wording.english }

  public static let head = ["来源文件", "来源行号", "列", "值", "规则", "级别", "说明"]
  /// The cells under `head`. The rule is its code, as the command's summary counts it.
  public var cells: [String] {
    [
      ShownPerson.text(tableName), String(row), column, value, rule.rawValue, rule.isNotice ? "提示" : "缺陷",
      wording.chinese,
    ]
  }
}
