/// The kinds of report, with everything that is particular to each except the code that makes it. What a new kind needs
/// besides its case and its entry in `facts`: docs/architecture.md, “Five additions, worked through”.
public enum ReportKind: String, Sendable, Hashable, CaseIterable, Codable {
  case enterprise
  case personal
  case noViolation = "no-violation"
  /// The summary of the no-violation reports of a group of companies (汇总表).
  case group

  public struct Facts: Sendable, Equatable {
    /// The number in tokens (docs/token.md) and registries; never given to another kind.
    public var number: UInt8
    /// The standard's report that it follows: whom it is about, and which editions it has.
    public var standard: StandardReport
    public var making: Making
    /// The name that a verifier is shown.
    public var title: String
    /// Whether the cover carries this title; otherwise it carries the edition's title.
    public var isTitleOnCover = true
    /// Shown to people who choose among their own reports; nil: `title`.
    public var shortTitle: String?
    /// Other names that a manifest may use besides its key.
    public var otherNames: [String] = []
    /// What it contains, for people who may print it on the self-print page; nil: nobody may.
    public var selfPrintHint: String?
    /// What its subject is called next to the token's claims.
    public var subjectLabel = "主体名称"
  }

  /// What a report is made from: each way has its own code, and no kind needs more.
  public enum Making: Sendable, Equatable {
    /// The contents that an edition lists, from a credit file.
    case edition
    /// The judgement on a credit file, domain by domain.
    case judgement
    /// Reports that contain a judgement.
    case summary
  }

  public var facts: Facts {
    switch self {
    case .enterprise:
      Facts(
        number: 1, standard: .enterprise, making: .edition, title: "法人和非法人组织公共信用信息报告", isTitleOnCover: false,
        shortTitle: "公共信用信息报告", otherNames: ["企业", "企业报告", "企业公共信用信息报告"], selfPrintHint: "登记信息和全部公共信用信息。")
    case .personal:
      Facts(
        number: 2, standard: .personal, making: .edition, title: "个人公共信用信息报告", isTitleOnCover: false,
        otherNames: ["个人", "个人报告", "自然人公共信用信息报告"], selfPrintHint: "只向年满十八周岁的本人出具。")
    case .noViolation:
      Facts(
        number: 3, standard: .enterprise, making: .judgement, title: "公共信用信息报告（无违法违规证明版）",
        otherNames: ["无违法违规证明版", "无违法违规", "公共信用信息报告（无违法违规证明版）"], selfPrintHint: "按领域列出所选期间内是否发现违法违规记录。")
    case .group:
      Facts(
        number: 4, standard: .enterprise, making: .summary, title: "公共信用信息报告（无违法违规证明版）汇总表", subjectLabel: "发行人")
    }
  }
}

/// The two reports that the standard defines (`domain.md` §1.1): each edition belongs to one of them.
public enum StandardReport: String, Sendable, Hashable, CaseIterable {
  /// 法人和非法人组织公共信用信息报告
  case enterprise
  /// 个人公共信用信息报告
  case personal

  public init(ofPerson isOfPerson: Bool) { self = isOfPerson ? .personal : .enterprise }

  public var isOfPerson: Bool { self == .personal }
  /// What the subject's identifier is called.
  public var codeLabel: String { isOfPerson ? "证件号码" : "统一社会信用代码" }
}
