import Records

/// Which records of a category count in a period under a profile: design §2.5, rule 2. In doubt a record counts.
struct ViolationRules {
  /// Why a record does not count; each is counted in the report's omissions.
  enum Exclusion: String, CaseIterable {
    case outsidePeriod, outsideProfile, outsideDomains, simplifiedProcedure, repairedByProfile

    var label: String {
      switch self {
      case .outsidePeriod: "不在查询期间的记录"
      case .outsideProfile: "不属于本认定口径计入类别的记录"
      case .outsideDomains: "不属于所查询领域的记录"
      case .simplifiedProcedure: "适用简易程序、按本认定口径不计入的行政处罚"
      case .repairedByProfile: "已完成信用修复、按本认定口径不计入的记录"
      }
    }
  }

  let profile: ViolationProfile
  let period: ClosedRange<CalendarDate>
  /// The days on which something can have happened to the subject: from when it was set up to when the records were
  /// gathered. A date outside is a slip of the pen, and must not put a record outside the period.
  let possible: ClosedRange<CalendarDate>

  init(profile: ViolationProfile, period: ClosedRange<CalendarDate>, file: CreditFile) {
    (self.profile, self.period) = (profile, period)
    let last = file.asOf.date
    let established = file.subject.fields[CatalogueKeys.establishedOn]?.date ?? CalendarDate(daysSince1970: -7397)
    possible = min(established, last)...last
  }

  func exclusion(of record: Record, in category: Category) -> Exclusion? {
    if !record.isOfUnknownCategory, !profile.categories.contains(category.naming.key) { return .outsideProfile }
    if isOutsidePeriod(record, category) { return .outsidePeriod }
    if profile.simplified == .omit, isSimplified(record, category) { return .simplifiedProcedure }
    if profile.repaired == .omit, isRepaired(record, category) { return .repairedByProfile }
    return nil
  }

  /// An act of one day lies outside if its day does; what lasts, if it ended before the period or began after it. Days
  /// that are not known, or cannot be, prove nothing.
  private func isOutsidePeriod(_ record: Record, _ category: Category) -> Bool {
    let start = start(of: record, category)
    if let start {
      if start > period.upperBound { return true }
      if !category.isLasting { return start < period.lowerBound }
    }
    guard category.isLasting, let end = category.endDateField.flatMap({ record.fields[$0] })?.date else { return false }
    return end < period.lowerBound && end >= start ?? possible.lowerBound
  }

  private func start(of record: Record, _ category: Category) -> CalendarDate? {
    guard let date = category.dateField.flatMap({ record.fields[$0] })?.date, possible.contains(date) else {
      return nil
    }
    return date
  }

  private func isSimplified(_ record: Record, _ category: Category) -> Bool {
    category.field(CatalogueKeys.procedure)?.choice(of: record.fields[CatalogueKeys.procedure])
      == CatalogueKeys.simplified
  }

  private func isRepaired(_ record: Record, _ category: Category) -> Bool {
    category.field(CatalogueKeys.repairStatus)?.choice(of: record.fields[CatalogueKeys.repairStatus])
      == CatalogueKeys.repaired
  }

  /// What a reader must know of a record that counts.
  func marks(of record: Record, in category: Category) -> [String] {
    var marks: [String] = []
    if isRepaired(record, category) { marks.append("已修复") }
    if category.dateField != nil, start(of: record, category) == nil { marks.append("日期不详或者有误，按计入处理") }
    if profile.simplified == .omit, category.field(CatalogueKeys.procedure) != nil,
      category.field(CatalogueKeys.procedure)?.choice(of: record.fields[CatalogueKeys.procedure]) == nil
    {
      marks.append("未载明处罚程序，按计入处理")
    }
    return marks
  }
}

extension Value {
  /// Nil for what is no day.
  var date: CalendarDate? {
    if case .date(let date) = self { date } else { nil }
  }
}
