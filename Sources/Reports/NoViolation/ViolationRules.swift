import CivilTime
import Records

/// Which records of a category count in a period under a profile: docs/judgement.md, “Which records count”.
/// In doubt a record counts.
struct ViolationRules {
  /// Why a record does not count; the report's omissions count each case.
  enum Exclusion: String, CaseIterable {
    case outsidePeriod, outsideProfile, outsideDomains, simplifiedProcedure, wonJudgment, repairedByProfile

    var label: String {
      switch self {
      case .outsidePeriod: "不在查询期间的记录"
      case .outsideProfile: "不属于本认定口径计入类别的记录"
      case .outsideDomains: "不属于所查询领域的记录"
      case .simplifiedProcedure: "适用简易程序、按本认定口径不计入的行政处罚"
      case .wonJudgment: "报告主体胜诉、按本认定口径不计入的民事判决"
      case .repairedByProfile: "已完成信用修复、按本认定口径不计入的记录"
      }
    }
  }

  private let profile: ViolationProfile
  private let days: RecordDays
  private let simplified: SimplifiedDecision
  private let judgments: JudgmentRules?
  private let repairs: Repaired
  /// The day on which the records were gathered.
  private let day: CalendarDate

  init(
    profile: ViolationProfile, period: ClosedRange<CalendarDate>, file: CreditFile, catalogue: Catalogue
  ) {
    self.profile = profile
    days = RecordDays(of: file, in: period)
    simplified = SimplifiedDecision(catalogue.simplifiedProcedures, for: file.subject)
    judgments = catalogue.judgmentRules
    (repairs, day) = (Repaired(rules: catalogue.publicityRules), file.asOf.date)
  }

  func exclusion(of record: Record, in category: Category) -> Exclusion? {
    if !record.isOfUnknownCategory, !profile.categories.contains(category.naming.key), !isCriminal(record, category) {
      return .outsideProfile
    }
    if days.isOutside(record, category) { return .outsidePeriod }
    if profile.simplified == .omit, case .yes = procedure(record, category) { return .simplifiedProcedure }
    if profile.wonJudgments == .omit, case .won? = CivilJudgment(record, in: category, by: judgments)?.end {
      return .wonJudgment
    }
    if profile.repaired == .omit, isRepaired(record, category) { return .repairedByProfile }
    return nil
  }

  /// Whether a record under 司法判决 says that its case is criminal: if criminal judgments count, it counts whatever table
  /// it came in.
  private func isCriminal(_ record: Record, _ category: Category) -> Bool {
    guard category.naming.key == judgments?.category, profile.categories.contains(CatalogueKeys.criminalJudgment) else {
      return false
    }
    let told = [CatalogueKeys.caseKind, CatalogueKeys.caseNumber, CatalogueKeys.cause, CatalogueKeys.judgmentResult]
      .compactMap { record.fields[$0]?.text }
    return told.contains { text in ["刑", "罪", "罚金"].contains { text.contains($0) } }
  }

  private func procedure(_ record: Record, _ category: Category) -> SimplifiedDecision.Finding {
    simplified.finding(record, category, on: days.decision(record, category))
  }

  /// As in a public report: an impossible repair is ignored.
  private func isRepaired(_ record: Record, _ category: Category) -> Bool {
    guard record.fields[CatalogueKeys.repairStatus] != nil else { return false }
    return repairs.judgement(for: category)?(record, PublicityContext(day: day)) ?? false
  }

  /// What a reader must know about a record that counts.
  func marks(of record: Record, in category: Category) -> [String] {
    var marks: [String] = []
    if isRepaired(record, category) { marks.append("已修复") }
    if days.areDoubtful(record, category) { marks.append("日期不详或者有误，按计入处理") }
    if profile.simplified == .omit, let field = category.field(CatalogueKeys.procedure) {
      if field.choice(of: record.fields[CatalogueKeys.procedure]) == nil {
        marks.append("未载明处罚程序，按计入处理")
      } else if case .impossible = procedure(record, category) {
        marks.append("所载处罚超出简易程序的范围，按计入处理")
      }
    }
    if profile.wonJudgments == .omit {
      switch CivilJudgment(record, in: category, by: judgments)?.end {
      case .roleUnknown: marks.append("未载明诉讼地位，按计入处理")
      case .resultUnknown: marks.append("裁判结果不能确认，按计入处理")
      case .won, .lost, .neither, nil: break
      }
    }
    return marks
  }
}
