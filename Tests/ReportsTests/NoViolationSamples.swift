import CivilTime
import Records
import ReportKinds

@testable import Reports

/// A catalogue with three domains that can be asked about, and a company of which nothing is on record and everything
/// was looked through; each test adds the one thing that it is about.
enum NoViolationSamples {
  static let procedures = [Naming(key: "ordinary", label: "普通程序"), Naming(key: "simplified", label: "简易程序")]
  static let repairs = [Naming(key: "repaired", label: "已修复"), Naming(key: "pending", label: "修复中")]

  static let penalty = Category(
    naming: Naming(key: "penalty", label: "行政处罚"),
    fields: [
      Samples.field("documentNumber", "行政处罚决定书文号"),
      Samples.field("decisionDate", "处罚决定日期", .date),
      Samples.field("authority", "处罚机关"),
      Samples.field("counterpartCode", "行政相对人代码", .code, .whenGiven),
      Samples.field(CatalogueKeys.procedure, "处罚程序", .text, .whenGiven, choices: procedures),
      Samples.field(CatalogueKeys.repairStatus, "信用修复状态", .text, .whenGiven, choices: repairs),
      Samples.field(CatalogueKeys.publicityType, "公开类型", .text, .whenGiven, choices: Samples.publicityTypes),
      Samples.field(CatalogueKeys.publicityEnd, "公示截止期", .date, .whenGiven),
    ],
    dateField: "decisionDate", authorityField: "authority", subjectCodeField: "counterpartCode",
    documentField: "documentNumber")

  static let abnormal = Category(
    naming: Naming(key: "abnormalOperation", label: "经营异常名录"),
    fields: [
      Samples.field("reason", "列入原因"), Samples.field("listedOn", "列入日期", .date),
      Samples.field("removedOn", "移出日期", .date, .whenGiven), Samples.field("authority", "列入机关"),
    ],
    dateField: "listedOn", authorityField: "authority", isLasting: true, endDateField: "removedOn",
    isOfMainDomain: true)

  static let taxList = Category(
    naming: Naming(key: "taxList", label: "重大税收违法"), fields: [Samples.field("caseKind", "案件性质")],
    isLasting: true, domain: "taxation")

  static let licence = Category(
    naming: Naming(key: "licence", label: "行政许可"), fields: [Samples.field("documentNumber", "许可文书号")])
  static let other = Category(
    naming: Naming(key: "other", label: "其他"), fields: [Samples.field("name", "名称")])

  static func domain(_ key: String, _ label: String, sources: [Domain.Source]) -> Domain {
    Domain(naming: Naming(key: key, label: label), sources: sources)
  }

  static let catalogue = Catalogue(
    version: 9, subjectKinds: Samples.catalogue.subjectKinds,
    categories: [penalty, abnormal, taxList, licence, other],
    domains: [
      domain(
        "taxation", "税务",
        sources: [
          .init(name: "省税务局", aliases: ["广东省税务局"]), .init(name: "深圳市税务局", aliases: ["深圳税务局"], places: ["4403"]),
        ]),
      domain("marketRegulation", "市场监管", sources: [.init(name: "省市场监管局")]),
      domain(
        "drugRegulation", "药品监管",
        sources: [
          .init(
            name: "省药监局",
            alternatives: [.init(name: "广州市药监局", places: ["4401"]), .init(name: "佛山市药监局", places: ["4406"])])
        ]),
      domain("environment", "生态环境", sources: [.init(name: "省生态环境厅")]),
      Domain(naming: Naming(key: "eleventh", label: "第十一个领域"), sources: [], isIdentified: false),
    ],
    domainLists: [
      DomainList(
        naming: Naming(key: "three", label: "三领域目录"), version: 3,
        entries: [
          .init(domain: "taxation", bit: 6), .init(domain: "marketRegulation", bit: 5),
          .init(domain: "drugRegulation", bit: 8),
        ]),
      DomainList(
        naming: Naming(key: "wide", label: "大目录"), version: 4,
        entries: [.init(domain: "taxation", bit: 0), .init(domain: "eleventh", bit: 10)]),
    ],
    profiles: [
      ViolationProfile(
        naming: Naming(key: "wide", label: "广义口径"), number: 7, categories: ["penalty", "abnormalOperation", "taxList"],
        simplified: .count, repaired: .count, basis: "示例规定"),
      ViolationProfile(
        naming: Naming(key: "narrow", label: "狭义口径"), number: 8, categories: ["penalty"], simplified: .omit,
        repaired: .omit,
        basis: "示例规定"),
    ],
    authorityRules: [
      AuthorityRule(names: [], patterns: ["税务局", "国家税务总局"], domains: ["taxation"]),
      AuthorityRule(
        names: [], patterns: ["市场监督管理局"], domains: ["marketRegulation"], perhaps: ["drugRegulation"]),
      AuthorityRule(names: [], patterns: ["药品监督管理局"], domains: ["drugRegulation"]),
      AuthorityRule(names: [], patterns: ["生态环境局"], domains: ["environment"]),
      AuthorityRule(names: [], patterns: ["综合行政执法局"], domains: ["marketRegulation", "environment"]),
    ],
    authorityWords: AuthorityWords(levels: ["市", "区"]),
    editions: [
      Edition(
        naming: Naming(key: "2021", label: "2021年版"), title: "报告", standard: "标准", versionLabel: "V1.0",
        sections: [
          Samples.section(
            "all", "全部", .records(["penalty", "abnormalOperation", "taxList", "licence", "other"]))
        ])
    ], publicityRules: [],
    simplifiedProcedures: [
      SimplifiedProcedure(
        from: day("2021-07-15"), source: "示例法", kinds: ["警告", "罚款"], words: ["处", "罚款", "警告", "元"],
        mostForCitizens: Money(millionths: 20_000), mostForOrganisations: Money(millionths: 300_000))
    ])

  static func day(_ text: String) -> CalendarDate { CalendarDate(text: text)! }
  static let period = day("2024-01-01")...day("2026-11-19")

  /// Gathered on 2026-11-20, complete from 2016 to the day before.
  static func file(code: String = "91440600MA00000000") -> CreditFile {
    let sources = [
      ("省税务局", "taxation"), ("省市场监管局", "marketRegulation"), ("省药监局", "drugRegulation"), ("省生态环境厅", "environment"),
    ]
    return CreditFile(
      asOf: BeijingTime(day("2026-11-20"), secondOfDay: 18 * 3600),
      subject: Subject(kind: "enterprise", name: "粤示例有限公司", code: code),
      coverage: sources.map { name, domain in
        Coverage(source: name, domains: [domain], from: day("2016-01-01"), through: day("2026-11-19"), state: .loaded)
      })
  }

  /// A penalty of a tax bureau, within the period.
  static func penalty(
    authority: String? = "国家税务总局广州市天河区税务局", on date: String? = "2025-05-01", number: String = "税罚〔2025〕1号",
    domain: String? = nil, _ more: [(String, Value)] = []
  ) -> Record {
    var entries = [Fields.Entry(key: "documentNumber", value: .text(number))]
    if let date { entries.append(.init(key: "decisionDate", value: .date(day(date)))) }
    if let authority { entries.append(.init(key: "authority", value: .text(authority))) }
    entries += more.map { Fields.Entry(key: $0.0, value: $0.1) }
    return Record(fields: Fields(entries: entries), domain: domain)
  }

  static func record(_ values: [(String, Value)]) -> Record {
    Record(fields: Fields(entries: values.map { Fields.Entry(key: $0.0, value: $0.1) }))
  }

  static func report(
    on file: CreditFile, profile: String = "wide", list: String = "three", domains: [String]? = nil,
    period: ClosedRange<CalendarDate> = period
  ) throws -> Report {
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: list, domains: domains, period: period, purpose: .listing, recipient: nil,
      profile: profile)
    return try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
      .report(on: file, identity: Samples.identity())
  }
}
