import CivilTime
import Records

@testable import Reports

/// A small catalogue with every kind of field, and files and identities to go with it.
enum Samples {
  static func field(
    _ key: String, _ label: String, _ kind: Field.Kind = .text, _ printing: Field.Printing = .always,
    mask: String? = nil, choices: [Naming] = []
  ) -> Field {
    Field(naming: Naming(key: key, label: label), kind: kind, printing: printing, mask: mask, choices: choices)
  }

  static let mask = Mask(key: "identity", first: 6, last: 4)

  static let severities = [
    Naming(key: "minor", label: "轻微"), Naming(key: "general", label: "一般"), Naming(key: "serious", label: "严重"),
  ]
  static let publicityTypes = [
    Naming(key: "public", label: "可向社会公开"), Naming(key: "restricted", label: "特定范围内公开"),
    Naming(key: "secret", label: "不可公开"),
  ]

  static let penalty = Category(
    naming: Naming(key: "penalty", label: "行政处罚"),
    fields: [
      field("documentNumber", "行政处罚决定书文号"),
      field("decisionDate", "处罚决定日期", .date),
      field("fine", "罚款金额(万元)", .money),
      field("validUntil", "处罚有效期", .date, .whenGiven),
      field(CatalogueKeys.publicityEnd, "公示截止期", .date, .whenGiven),
      field(CatalogueKeys.severity, "失信程度", .text, .whenGiven, choices: severities),
      field("representativeIdentity", "法定代表人证件号码", .identity, .never),
      field("driverIdentity", "驾驶人证件号码", .identity, .whenGiven, mask: "identity"),
      field("count", "份数", .integer, .whenGiven),
    ], dateField: "decisionDate", authorityField: nil)

  static let commitment = Category(
    naming: Naming(key: "commitment", label: "信用承诺"),
    fields: [
      field("type", "承诺类型"),
      field(
        CatalogueKeys.repairStatus, "信用修复状态", .text, .whenGiven,
        choices: [Naming(key: "repaired", label: "已修复"), Naming(key: "pending", label: "修复中")]),
      field(CatalogueKeys.publicityType, "公开类型", .text, .whenGiven, choices: publicityTypes),
    ])

  static let honour = Category(
    naming: Naming(key: "taxGradeA", label: "纳税信用A级纳税人"), fields: [field("year", "评价年度", .integer)])
  static let abnormal = Category(
    naming: Naming(key: "abnormalOperation", label: "经营异常名录"),
    fields: [field("reason", "列入原因"), field("removedOn", "移出日期", .date, .whenGiven)])
  static let contract = Category(
    naming: Naming(key: "contract", label: "合同履行"), fields: [field("name", "合同名称")])

  static func section(_ key: String, _ label: String, _ content: Edition.Section.Content) -> Edition.Section {
    Edition.Section(
      naming: Naming(key: key, label: label), shortLabel: String(label.prefix(4)), content: content,
      showsCount: true)
  }

  static let edition = Edition(
    naming: Naming(key: "2021", label: "2021年版"), title: "法人和非法人组织公共信用信息报告", standard: "《公共信用信息报告标准（2021年版）》",
    versionLabel: "V1.0",
    sections: [
      section("basic", "基础信息", .subject), section("penalty", "行政处罚信息", .records(["penalty"])),
      section("honour", "守信激励信息", .records(["taxGradeA"])),
      section("other", "其他信息", .records(["abnormalOperation", "commitment"])),
      section("advice", "信用状况提升建议", .text(["诚信经营。"])),
    ])

  static let catalogue = Catalogue(
    version: 1,
    subjectKinds: [
      SubjectKind(
        naming: Naming(key: "enterprise", label: "企业"), isPerson: false, nameLabel: "企业名称", codeLabel: "统一社会信用代码",
        fields: [
          field("type", "企业类型"), field("established", "成立日期", .date), field("term", "营业期限", .date, .whenGiven),
          field(CatalogueKeys.registrationStatus, "登记状态"),
        ]),
      SubjectKind(
        naming: Naming(key: "person", label: "自然人"), isPerson: true, nameLabel: "姓名", codeLabel: "证件号码",
        fields: [], codeMask: "identity"),
    ],
    categories: [penalty, commitment, honour, abnormal, contract],
    domains: [Domain(naming: Naming(key: "taxation", label: "税务"), sources: [])], editions: [edition],
    publicityRules: [
      PublicityRule(
        key: "2017", label: "", categories: ["penalty"], from: day(2017, 7, 31),
        maximumMonths: ["general": 12, "serious": 36]),
      PublicityRule(
        key: "2026", label: "", categories: ["penalty"], from: day(2026, 4, 1),
        maximumMonths: ["minor": 0, "general": 12, "serious": 36]),
    ], maskProfiles: [MaskProfile(naming: Naming(key: "standard", label: "标准脱敏"), masks: [mask])],
    statusLabels: StatusLabelRules(
      registration: [.init(label: "存续", beginnings: ["存续"], codes: ["1"])],
      listings: [
        .init(label: "守信激励对象", categories: ["taxGradeA"]),
        .init(label: "经营异常", categories: ["abnormalOperation"], endDates: ["removedOn"]),
      ]))

  static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSince1970: 0)
  }

  static let asOf = BeijingTime(day(2026, 11, 20), secondOfDay: 64_800)

  static func identity(salt: [UInt8] = Array(0..<16)) -> Report.Identity {
    let time = BeijingTime(day(2026, 11, 21), secondOfDay: 36_000, millisecond: 7)
    return Report.Identity(number: ReportNumber(at: time, random: 4711), issuedAt: time, issuer: "示例信用中心", salt: salt)
  }

  static func subject(_ entries: [(String, Value)] = []) -> Subject {
    Subject(kind: "enterprise", name: "粤示例有限公司", code: "91440000MA00000000", fields: fields(entries))
  }

  static func fields(_ entries: [(String, Value)], unknown: [UnknownField] = []) -> Fields {
    Fields(entries: entries.map { Fields.Entry(key: $0.0, value: $0.1) }, unknown: unknown)
  }

  static func file(_ records: (String, [[(String, Value)]])..., subject: Subject = subject()) -> CreditFile {
    CreditFile(
      asOf: asOf, subject: subject,
      records: records.map { category, records in
        CategoryRecords(category: category, records: records.map { Record(fields: fields($0)) })
      })
  }

  static func report(on file: CreditFile) throws -> Report {
    try ReportBuilder(catalogue: catalogue, edition: "2021").report(on: file, identity: identity())
  }
}

extension Report {
  /// The lines of the first record of a category.
  func lines(of category: String) -> [Line] {
    sections.flatMap(\.groups).first { $0.category == category }?.records.first?.lines ?? []
  }

  func omitted(_ rule: String) -> Int { omissions.filter { $0.rule == rule }.reduce(0) { $0 + $1.count } }
}
