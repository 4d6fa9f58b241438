import Records

/// What the record of a judgment says about its case: whether it is civil, the subject's role, and who won.
///
/// A judgment settles a dispute between two parties and punishes nobody. The profile decides which judgments count;
/// whatever the record does not state plainly counts.
struct CivilJudgment {
  /// How the case ended for the subject.
  enum End {
    case won, lost
    case roleUnknown, resultUnknown
    /// 第三人 and the like, which neither win nor lose.
    case neither
  }

  let end: End
  /// Its domain, and others that its cause may concern; nil: the cause is not understood.
  let domain: (own: String, perhaps: [String])?

  /// Nil for a record of another category, or if the case is not certain to be civil.
  init?(_ record: Record, in category: Category, by rules: JudgmentRules?) {
    guard let rules, category.naming.key == rules.category, Self.isCivil(record, category, rules) else { return nil }
    end = Self.end(record, category, rules)
    domain = Self.domain(record, rules)
  }

  /// Decides by 案件类型 and by the letters of the case number (最高人民法院关于人民法院案件案号的若干规定, 法〔2015〕137号): one is enough if the
  /// other does not contradict it.
  private static func isCivil(_ record: Record, _ category: Category, _ rules: JudgmentRules) -> Bool {
    let kind = record.fields[CatalogueKeys.caseKind]
    let choice = category.field(CatalogueKeys.caseKind)?.choice(of: kind)
    if kind != nil, choice != CatalogueKeys.civil { return false }
    guard let number = record.fields[CatalogueKeys.caseNumber]?.text else { return choice == CatalogueKeys.civil }
    // The year comes first, in brackets: (2024)粤01民初1号
    let letters = foldedName(number).split(separator: ")", maxSplits: 1).last ?? ""
    let holds = { (words: [String]) in words.contains { letters.contains($0) } }
    if holds(rules.otherLetters) { return false }
    return holds(rules.civilLetters) || choice == CatalogueKeys.civil
  }

  private static func end(_ record: Record, _ category: Category, _ rules: JudgmentRules) -> End {
    let role = record.fields[CatalogueKeys.role]
    guard let choice = category.field(CatalogueKeys.role)?.choice(of: role) else { return .roleUnknown }
    let result = plain(record.fields[CatalogueKeys.judgmentResult]?.text ?? "")
    let isPlaintiffs = rules.wonByPlaintiff.contains { plain($0) == result }
    let isDefendants = rules.wonByDefendant.contains { plain($0) == result }
    switch choice {
    case CatalogueKeys.plaintiff: return isPlaintiffs ? .won : isDefendants ? .lost : .resultUnknown
    case CatalogueKeys.defendant: return isDefendants ? .won : isPlaintiffs ? .lost : .resultUnknown
    case CatalogueKeys.thirdParty: return .neither
    default: return .roleUnknown
    }
  }

  private static func domain(_ record: Record, _ rules: JudgmentRules) -> (own: String, perhaps: [String])? {
    guard let cause = record.fields[CatalogueKeys.cause].map({ foldedName($0.text) }),
      rules.causeWords.contains(where: { cause.contains(foldedName($0)) })
    else { return nil }
    var perhaps: [String] = []
    for rule in rules.causes where rule.words.contains(where: { cause.contains(foldedName($0)) }) {
      perhaps += rule.domains.filter { $0 != rules.domain && !perhaps.contains($0) }
    }
    return (rules.domain, perhaps)
  }

  /// Without full stops, semicolons, commas and white space.
  private static func plain(_ text: String) -> String { foldedName(text).filter { !"。.;；,，".contains($0) } }
}
