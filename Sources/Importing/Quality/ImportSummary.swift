/// The result of an import, and the quality of its data.
public struct ImportSummary: Sendable, Equatable, Encodable {
  public struct TableSummary: Sendable, Equatable, Encodable {
    public var file: String
    /// Label.
    public var category: String
    /// Nil for sheets.
    public var encoding: String?
    /// The last row of the head.
    public var headRow: Int
    /// Rows that are not blank and hold data.
    public var rows = 0
    public var rejected = 0
    /// Notes, footers, examples and the like; not among `rows`.
    public var noData = 0
    /// Whether the workbook hides its sheet.
    public var isHidden = false
    /// The name of the mapping by which its head was understood; nil: the catalogue's names sufficed.
    public var mapping: String?
    public var unknownColumns: [String] = []
  }

  public struct CategorySummary: Sendable, Equatable, Encodable {
    /// Label.
    public var category: String
    /// Rows that are not blank and hold data.
    public var rows = 0
    /// Rows that became records of a credit file.
    public var records = 0
    public var rejected = 0
    /// Rows without a defect.
    public var compliant = 0
    public var timely = 0
    public var late = 0
    /// Rows whose day of decision or of receipt is missing or invalid, or outside the years of the calendar.
    public var notJudged = 0
  }

  /// A share in per cent, with its target.
  public struct Measure: Sendable, Equatable, Encodable {
    public var part: Int, whole: Int
    /// Nil if nothing can be judged.
    public var percent: Double?
    public var target: Double
    /// Computed from the counts, not from a rounded share.
    public var isMet: Bool?
    init(_ part: Int, of whole: Int, target: Double) {
      (self.part, self.whole, self.target) = (part, whole, target)
      percent = whole == 0 ? nil : Double(part) * 100 / Double(whole)
      isMet = percent.map { $0 >= target }
    }
  }

  /// Rows that name a subject without a usable code, by name.
  public struct Uncoded: Sendable, Equatable, Encodable {
    public var name: String
    public var rows: Int
    /// Codes that this import has for the same name.
    public var codesOfSameName: [String]
  }

  public var asOf: String
  public var tables: [TableSummary] = []
  /// Sheets without the head of a table of records.
  public var skippedSheets: [String] = []
  public var categories: [CategorySummary] = []
  public var subjects = 0
  /// By the basis of the decision: `91 → 企业`.
  public var kinds: [String: Int] = [:]
  public var defects: [String: Int] = [:]
  public var notices: [String: Int] = [:]
  public var compliance: Measure
  public var timeliness: Measure
  public var uncoded: [Uncoded] = []
  /// Years for which a row would have needed working-day data that do not exist.
  public var missingYears: [Int] = []

  public var rows: Int { categories.reduce(0) { $0 + $1.rows } }
  public var noData: Int { tables.reduce(0) { $0 + $1.noData } }
  public var records: Int { categories.reduce(0) { $0 + $1.records } }
  public var rejected: Int { categories.reduce(0) { $0 + $1.rejected } }
}
