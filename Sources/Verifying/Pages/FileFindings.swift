/// What one file gives: an answer for each report in it. A report's file as issued is one; a scan or a merged file may
/// hold several, each on pages of its own.
public struct FileFindings: Sendable, Equatable {
  public struct Finding: Sendable, Equatable {
    /// On which pages its code stands, from 1, ascending; empty: the answer is about the file as a whole.
    public var pages: [Int]
    public var verification: Verification

    public init(pages: [Int] = [], _ verification: Verification) {
      (self.pages, self.verification) = (pages, verification)
    }

    /// `第1、9页`; nil: the file as a whole.
    public var place: String? { Self.place(of: pages) }

    public static func place(of pages: [Int]) -> String? {
      pages.isEmpty ? nil : "第\(pages.map(String.init).joined(separator: "、"))页"
    }
  }

  /// At least one, in the order of their first pages.
  public let findings: [Finding]
  /// Whether all of the file was looked at. Otherwise it may hold more reports.
  public let isComplete: Bool

  /// - Precondition: there is one.
  public init(_ findings: [Finding], isComplete: Bool) {
    precondition(!findings.isEmpty, "a file always gets an answer")
    (self.findings, self.isComplete) = (findings, isComplete)
  }

  /// One answer about the whole file.
  public init(_ verification: Verification) { self.init([Finding(verification)], isComplete: true) }

  /// Whether everything in the file is a yes.
  public var isValid: Bool { isComplete && findings.allSatisfy(\.verification.isValid) }

  /// What a reader must know if not all of the file was looked at; and its code in tables.
  public static let incompleteCode = "FILE_NOT_READ_WHOLE"
  public static let incompleteNote = "没有识读文件的全部内容（页数过多、文件残缺或含多幅画面等）：文件中可能还有其他报告，请取得完整的文件，拆分后分别核验。"

  /// The same, with each answer changed.
  public func mapped(_ change: (Verification) -> Verification) -> FileFindings {
    FileFindings(findings.map { Finding(pages: $0.pages, change($0.verification)) }, isComplete: isComplete)
  }
}
