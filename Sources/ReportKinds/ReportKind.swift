/// The kinds of report, and all that is particular to each but the code that makes it: a new kind is a case, its entry in
/// `facts`, and a template of its name.
public enum ReportKind: String, Sendable, Hashable, CaseIterable {
  case enterprise
  case personal
  case noViolation = "no-violation"
  /// The summary of the no-violation reports of a group of companies (汇总表).
  case group

  public struct Facts: Sendable, Equatable {
    /// In tokens (docs/token.md) and registries: given once, and never to another kind.
    public var number: UInt8
    /// By which of the standard's reports it goes: whom it is about, and which editions it has.
    public var standard: StandardReport
    public var making: Making
    /// As who checks a report is told what it is.
    public var title: String
    /// Whether that is what its cover says, too; else the cover has its edition's title.
    public var isTitleOnCover = true
    /// Where somebody chooses among their own reports; nil: as `title`.
    public var shortTitle: String?
    /// What a manifest may call it, beside its key.
    public var otherNames: [String] = []
    /// What it tells, for who may print it on the self-print page; nil: nobody may.
    public var selfPrintHint: String?
    /// What its subject is called beside the token's claims.
    public var subjectLabel = "主体名称"
  }

  /// Of what a report is made: each way has code of its own, and no kind has more.
  public enum Making: Sendable, Equatable {
    /// What an edition lists of a credit file.
    case edition
    /// The judgement of a credit file, domain by domain.
    case judgement
    /// Reports that judge.
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
        otherNames: ["无违法违规证明版", "无违法违规", "公共信用信息报告（无违法违规证明版）"], selfPrintHint: "按领域列出所选期间内有无违法违规记录。")
    case .group:
      Facts(
        number: 4, standard: .enterprise, making: .summary, title: "公共信用信息报告（无违法违规证明版）汇总表", subjectLabel: "发行人")
    }
  }
}

/// The two reports that the standard knows (`domain.md` §1.1): editions are of one or the other.
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
