import CivilTime
import ReportKinds
import Testing

@testable import Records

@Suite struct ShippedCatalogue {
  @Test func holdsBothEditionsWithTheirSections() throws {
    let catalogue = try shippedCatalogue()
    let titles = catalogue.editions.filter { $0.kind == .enterprise }.map { $0.sections.map(\.naming.label) }
    #expect(catalogue.editions.map(\.naming.key) == ["2021", "2021", "2022", "2022"])
    #expect(catalogue.editions.map(\.kind) == [.personal, .enterprise, .personal, .enterprise])
    #expect(
      titles.first == [
        "基础信息", "行政许可信息", "行政处罚信息", "守信激励信息", "失信惩戒信息", "重点关注信息", "资质/资格信息", "风险提示信息", "其他信息",
        "综合信用状况分析", "信用状况提升建议", "地方补充内容",
      ])
    #expect(
      titles.last == [
        "登记注册基础信息", "行政管理信息", "诚实守信相关荣誉信息", "严重失信主体名单信息", "经营（活动）异常名录（状态）信息", "信用承诺信息",
        "信用评价信息", "司法判决及执行信息", "其他信息", "信用状况提升建议", "公共信用信息地方补充内容",
      ])
  }

  /// The order in which real reports print them: domain.md §2.2, §2.3, §2.6.
  @Test(arguments: [
    (
      "行政许可",
      "行政许可决定文书号 行政许可决定文书名称 许可证书名称 许可类别 许可编号 许可决定日期 有效期自 有效期至 许可内容 许可机关 许可机关统一社会信用代码 "
        + "数据来源单位 数据来源单位统一社会信用代码"
    ),
    (
      "行政处罚",
      "行政处罚决定书文号 处罚类别 处罚决定日期 处罚内容 罚款金额(万元) 没收违法所得、没收非法财物的金额（万元） 暂扣或吊销证照名称及编号 "
        + "违法行为类型 违法事实 处罚依据 处罚机关 处罚机关统一社会信用代码 数据来源单位 数据来源单位统一社会信用代码"
    ),
    (
      "失信被执行人",
      "失信被执行人姓名/名称 身份证号码/组织机构代码 执行法院 省份 执行依据文号 立案时间 案号 做出执行依据单位 生效法律文书确定的义务 "
        + "被执行人的履行情况 失信被执行人行为具体情形 发布时间 已履行部分 未履行部分 数据来源"
    ),
    ("信用评价", "企业名称 统一社会信用代码 评定内容 等级 评定时间 评定单位"),
  ])
  func printsFieldsInTheOrderOfRealReports(category: String, labels: String) throws {
    let catalogue = try shippedCatalogue()
    let fields = try #require(catalogue.categories.first { $0.naming.label == category }).fields
    let always = fields.filter { $0.printing == .always }.map(\.naming.label)
    #expect(always == labels.split(separator: " ").map(String.init))
  }

  @Test(arguments: [
    (
      "licence", "XK",
      [
        "XDR_MC", "XDR_LB", "XDR_SHXYM", "XDR_GSZC", "XDR_ZZJG", "XDR_SWDJ", "XDR_SYDW", "XDR_SHZZ",
        "FRDB", "FR_ZJLX", "FR_ZJHM", "XDR_ZJLX", "XDR_ZJHM", "XKWS", "WSH", "XKLB", "XKZS", "XKBH", "NR", "JDRQ",
        "YXQZ",
        "YXQZI", "XKJG", "XKJGDM", "ZT", "LYDW", "LYDWDM",
      ]
    ),
    (
      "penalty", "CF",
      [
        "XDR_MC", "XDR_LB", "XDR_SHXYM", "XDR_GSZC", "XDR_ZZJG", "XDR_SWDJ", "XDR_SYDW", "XDR_SHZZ",
        "FRDB", "FR_ZJLX", "FR_ZJHM", "XDR_ZJLX", "XDR_ZJHM", "WSH", "WFXW", "SY", "YJ", "CFLB", "NR", "NR_FK",
        "NR_WFFF",
        "NR_ZKDX", "JDRQ", "YXQ", "GSJZQ", "CFJG", "CFJGDM", "SJLY", "SJLYDM",
      ]
    ),
  ])
  func knowsEveryExchangeCode(category: String, prefix: String, codes: [String]) throws {
    let catalogue = try shippedCatalogue()
    let fields = try #require(catalogue.categories.first { $0.naming.key == category }).fields
    let vocabulary = Vocabulary(fields.map(\.naming))
    let indices = try codes.map { try #require(vocabulary.index(of: "\(prefix)_\($0)"), "\($0)") }
    #expect(Set(indices).count == codes.count)
    #expect(vocabulary.index(of: "BZ") != nil)
  }

  @Test func hasAllCategoriesOfTheDomain() throws {
    let labels = Set(try shippedCatalogue().categories.map(\.naming.label))
    let wanted = """
      行政许可 行政许可（旧版） 行政处罚 行政强制 行政确认 行政征收 行政给付 行政裁决 行政补偿 行政奖励 行政监督检查 纳税信用A级纳税人 海关高级认证企业 \
      公路工程建设领域守信典型企业 交通运输工程建设领域守信典型企业 失信被执行人 安全生产领域失信生产经营单位 重大税收违法 政府采购严重违法失信 \
      严重违法超限超载运输当事人 经营（活动）异常名录（状态） 企业信用承诺及其履约践诺情况信息 企业信用承诺公示 信用承诺 信用评价 司法判决及执行 合同履行 \
      职称和职业 重点关注名单 资质/资格 风险提示 信用修复 地方补充内容 其他
      """
    #expect(Set(wanted.split(separator: " ").map(String.init)).subtracting(labels) == [])
  }

  @Test func hasAllSubjectKindsAndDomains() throws {
    let catalogue = try shippedCatalogue()
    #expect(
      catalogue.subjectKinds.map(\.naming.label) == ["企业", "个体工商户", "农民专业合作社", "事业单位", "社会组织", "机关", "自然人", "农户"])
    #expect(catalogue.subjectKinds.filter(\.isPerson).map(\.codeMask) == ["identity", "identity"])
    #expect(catalogue.domains.count == 38)
    #expect(catalogue.domains.allSatisfy { $0.sources.isEmpty != $0.isIdentified })
    #expect(catalogue.domains.flatMap(\.sources).allSatisfy { $0.owes?.isEmpty == false })
  }

  @Test func hasTheListsOfTenAndOfThirtyEightDomains() throws {
    let catalogue = try shippedCatalogue()
    let lists = Dictionary(uniqueKeysWithValues: catalogue.domainLists.map { ($0.naming.key, $0) })
    let ten = try #require(lists["guangdong-2021"])
    let all = try #require(lists["guangdong-2024"])
    #expect(ten.entries.map(\.bit) == Array(0..<10))
    #expect(all.entries.map(\.bit) == Array(0..<38))
    #expect(Array(all.entries.prefix(10)) == ten.entries)
    let unknown = catalogue.domains.filter { !$0.isIdentified }.map(\.naming.key)
    #expect(unknown == ["eleventhOf2021"])
    #expect(!ten.entries.contains { unknown.contains($0.domain) })
  }

  @Test func hasTheProfilesOfThreePlaces() throws {
    let profiles = try shippedCatalogue().profiles
    #expect(profiles.map(\.naming.key) == ["guangdong", "national-2025", "chongqing"])
    #expect(profiles.allSatisfy { $0.categories.contains("penalty") })
    #expect(profiles.map(\.simplified) == [.count, .count, .omit])
    #expect(profiles.map(\.wonJudgments) == [.count, .count, .omit])
  }

  /// 行政处罚法, article 33 of 1996 and article 51 of 2021.
  @Test func knowsWhatTheSimplifiedProcedureAllowed() throws {
    let laws = try shippedCatalogue().simplifiedProcedures
    #expect(laws.map(\.from.description) == ["2021-07-15", "1996-10-01"])
    #expect(laws.map(\.mostForCitizens.description) == ["0.02", "0.005"])
    #expect(laws.map(\.mostForOrganisations.description) == ["0.3", "0.1"])
    #expect(laws.allSatisfy { $0.kinds.contains("警告") && $0.kinds.contains("罚款") && !$0.kinds.contains("通报批评") })
  }

  @Test func numbersOfPersonsAreWithheldOrMasked() throws {
    let fields = try shippedCatalogue().categories.flatMap(\.fields).filter { $0.kind == .identity }
    #expect(fields.count == 8)
    #expect(fields.allSatisfy { $0.printing == .never || $0.mask != nil })
  }

  @Test func knowsThePublicityRulesByDate() throws {
    let rules = try shippedCatalogue().publicityRules
    #expect(rules.map(\.from.description) == ["2017-07-31", "2019-07-01", "2023-05-01", "2026-04-01"])
    #expect(rules.last?.maximumMonths == ["minor": 0, "general": 12, "serious": 36])
    #expect(rules.last?.minimumMonths["serious"] == 12)
  }

  @Test func everyRecordMaySayWhatTheRulesGoBy() throws {
    let catalogue = try shippedCatalogue()
    for category in catalogue.categories {
      let keys = Set(category.fields.map(\.naming.key))
      #expect(
        keys.isSuperset(of: ["publicityType", "publicityEnd", "severity", "repairStatus"]), "\(category.naming.key)")
    }
    let repair = try #require(catalogue.recordFields.first { $0.naming.key == "repairStatus" })
    #expect(repair.choice(of: .text("已 修复")) == "repaired")
    #expect(repair.choice(of: .text("true")) == "repaired")
    #expect(repair.choice(of: .text("大概")) == nil)
    #expect(repair.choice(of: nil) == nil)
  }
}

@Suite struct CatalogueMistakes {
  /// A catalogue of one file that has nothing wrong with it.
  static let sound = """
    version: 1
    maskProfiles:
      - {key: standard, masks: [{key: identity, first: 6, last: 4}]}
    subjects:
      - key: enterprise
        label: 企业
        nameLabel: 企业名称
        codeLabel: 统一社会信用代码
        fields:
          - {key: address, label: 住所}
    categories:
      - key: penalty
        label: 行政处罚
        date: decidedOn
        fields:
          - {key: number, label: 文书号, code: CF_WSH, length: 128}
          - {key: decidedOn, label: 决定日期, kind: date}
    domains:
      - {key: taxation, label: 税务, sources: [某局]}
      - {key: culture, label: 文化执法, identified: false}
    publicity:
      - {key: rule, label: 规定, categories: [penalty], from: 2017-07-31, maximum: {general: 12}}
    edition:
      key: "2021"
      title: 报告
      standard: 标准
      version: V1.0
      sections:
        - {key: basic, title: 基础信息, subject: true}
        - {key: penalties, title: 行政处罚信息, categories: [penalty]}
    domainList:
      key: two
      version: 7
      domains: [{domain: taxation, bit: 0}, {domain: culture, bit: 1}]
    profiles:
      - {key: wide, categories: [penalty], basis: 某规定}
    authorities:
      - {patterns: [税务局], domains: [taxation], perhaps: [culture]}
    """

  private static func load(_ text: String) throws(CatalogueError) -> Catalogue {
    var parts = CatalogueParts()
    try parts.add(text, file: "c.yaml")
    return try parts.catalogue(directory: "dir")
  }

  @Test func whatSourcesOweIsTheirsOrTheirDomains() throws {
    let text = try #require(
      Self.replacing(
        "sources: [某局]",
        by:
          "owes: [penalty], sources: [某局, {name: 某厅, owes: [], since: 2020-06-01, or: [{name: 某所, places: [\"4401\"]}]}]"
      ))
    let sources = try #require(try Self.load(text).domains.first).sources
    #expect(sources.map(\.owes) == [["penalty"], []])
    #expect(sources[1].alternatives.map(\.owes) == [[]] && sources[1].since == CalendarDate(text: "2020-06-01"))
    #expect(try Self.load(Self.sound).domains[0].sources[0].owes == nil)
  }

  @Test func aTermOfRetentionHoldsForPersonsUnlessItSaysOtherwise() throws {
    let one = try Self.load(Self.sound + "\nretention: [{categories: [penalty], years: 5}]")
    #expect(one.retention == [RetentionRule(categories: ["penalty"], years: 5)])
    let other = try Self.load(Self.sound + "\nretention: [{categories: [penalty], years: 5, everybody: true}]")
    #expect(other.retention.map(\.isOfEverybody) == [true])
    #expect(try Self.load(Self.sound).retention == [])
    #expect(try shippedCatalogue().retention.flatMap(\.categories) == ["penalty", "coercion"])
  }

  @Test(arguments: [
    ("{categories: [penalties], years: 5}", "there is no category penalties; did you mean penalty?"),
    ("{categories: [penalty], years: 5}, {categories: [penalty], years: 6}", "the category penalty has two terms"),
    ("{categories: [penalty]}", "the years are missing"), ("{years: 5}", "the categories are missing"),
    ("{categories: [penalty], years: 0}", "years must be a whole number from 1 to 100"),
  ])
  func aTermOfRetentionThatCannotHoldIsRefused(terms: String, problem: String) throws {
    let error = try #require(throws: CatalogueError.self) { try Self.load(Self.sound + "\nretention: [\(terms)]") }
    #expect(error.description.contains(problem), "\(error)")
  }

  @Test func theSoundOneLoads() throws {
    let catalogue = try Self.load(Self.sound)
    #expect(catalogue.categories.first?.fields.first?.naming.names == ["number", "文书号", "CF_WSH"])
    #expect(catalogue.editions.first?.sections.last?.content == .records(["penalty"]))
  }

  /// What is replaced, by what, and the whole message.
  @Test(arguments: [
    (
      "length: 128", "lenght: 128",
      "c.yaml:16:49: a field has no key lenght; did you mean length?"
    ),
    (
      "length: 128", "length: many",
      "c.yaml:16:57: length must be a whole number from 1 to 65536"
    ),
    (
      "kind: date", "kind: day",
      "c.yaml:17:45: kind cannot be day; it is one of text, date, money, integer, code, identity"
    ),
    ("kind: date}", "kind: date, kind: date}", "c.yaml:17:39: the key kind is given twice; remove one"),
    (
      "label: 决定日期", "label: 文书号",
      "c.yaml:17:9: the field of penalty decidedOn has the name 文书号 of the field number; rename one of them"
    ),
    (
      "label: 决定日期", "label: 决定日期, also: [cf_wsh]",
      "c.yaml:17:9: the field of penalty decidedOn has the name cf_wsh of the field number; rename one of them"
    ),
    (
      "date: decidedOn", "date: decidedAt",
      "c.yaml:14:11: the category penalty has no field decidedAt; did you mean decidedOn?"
    ),
    ("date: decidedOn", "date: number", "c.yaml:14:11: date must name a field of kind date"),
    (
      "categories: [penalty]}", "categories: [penalties]}",
      "c.yaml:30:52: there is no category penalties; did you mean penalty?"
    ),
    (
      "categories: [penalty]}", "text: [某句]}",
      "c.yaml:12:5: the category penalty is in no section of the edition 2021; add it to a section in c.yaml, "
        + "or its records would not be printed"
    ),
    (
      "categories: [penalty]}", "categories: [penalty, penalty]}",
      "c.yaml:30:61: the category penalty is in the sections penalties and penalties; remove one"
    ),
    (
      "categories: [penalty]}", "categories: [penalty], subject: true}",
      "c.yaml:30:7: the section 行政处罚信息 must hold one of subject: true, categories, text"
    ),
    (
      "categories: [penalty], from", "categories: [licence], from",
      "c.yaml:22:41: there is no category licence; name it by key"
    ),
    (
      "sources: [某局]", "owes: [penalties], sources: [某局]",
      "c.yaml:19:5: there is no category penalties; did you mean penalty?"
    ),
    ("sources: [某局]", "sources: [{name: 某局, since: 昨天}]", "c.yaml:19:60: since must be a day such as 2026-04-01"),
    (
      "publicity:", "places: [{number: 粤, names: [广东]}]\npublicity:",
      "c.yaml:21:19: a place's number has two to six digits; it is that of GB/T 2260"
    ),
    ("bit: 1", "bit: 0", "c.yaml:34:41: bit 0 is taken by taxation; give the domain a free bit"),
    ("bit: 1", "bit: -1", "c.yaml:34:64: bit must be a whole number from 0 to 255"),
    ("domain: culture", "domain: cultur", "c.yaml:34:41: there is no domain cultur; did you mean culture?"),
    ("domain: culture", "domain: taxation", "c.yaml:34:41: the domain taxation is in the list already; remove one"),
    (
      ", identified: false", "",
      "c.yaml:20:5: a domain lacks the key sources; without a source nobody could say that nothing was found"
    ),
    (
      "{key: wide, categories: [penalty]", "{key: wide, categories: [penalties]",
      "c.yaml:36:30: there is no category penalties; did you mean penalty?"
    ),
    ("perhaps: [culture]", "perhaps: [cultur]", "c.yaml:38:54: there is no domain cultur; did you mean culture?"),
    (
      "patterns: [税务局], ", "",
      "c.yaml:38:5: an authority lacks names, patterns and tasks; say how it signs"
    ),
    (
      "domains: [taxation], perhaps: [culture]", "tasks: [税务]",
      "c.yaml:38:5: an authority lacks the key domains; or perhaps, if none is surely its own"
    ),
    (
      "patterns: [税务局], ", "patterns: [税务局], tasks: [税务 局], ",
      "c.yaml:38:31: 税务 局 is in c.yaml:38 already; one of the two would never be asked; remove it"
    ),
    (
      "label: 文化执法", "label: 税务",
      "c.yaml:20:5: the domain culture has the name 税务 of the domain taxation; rename one of them"
    ),
    ("from: 2017-07-31", "from: 2017-02-29", "c.yaml:22:57: from must be a day such as 2026-04-01"),
    (
      "{general: 12}", "{grave: 12}",
      "c.yaml:22:79: maximum, months by severity, has no key grave; its keys are minor, general, serious"
    ),
    ("label: 住所", "label: 住所, mask: secret", "c.yaml:5:5: there is no mask secret; the masks are identity"),
    ("label: 住所", "label: 住所, ahead: true", "c.yaml:10:42: only a date can lie ahead"),
    ("label: 住所", "label: 住所, required: maybe", "c.yaml:10:45: required must be true or false"),
    ("    nameLabel: 企业名称\n", "", "c.yaml:5:5: a subject kind lacks the key nameLabel"),
    ("version: 1\n", "", "dir: no file gives the version of the catalogue; write version: 1 in catalogue.yaml"),
    ("version: 1\n", "version: 0\n", "c.yaml:1:10: version must be a whole number from 1 to 65535"),
    ("version: V1.0", "version: []", "c.yaml:27:12: version must be a text"),
    ("sources: [某局]", "sources: 某局", "c.yaml:19:41: sources must be a list"),
    ("subjects:", "subject:", "c.yaml:4:1: a file of the catalogue has no key subject; did you mean subjects?"),
    ("subjects:", "subjects: [", "c.yaml:5:3: not YAML: did not find expected node content"),
  ])
  func eachNamesItsPlaceAndRemedy(found: String, replacement: String, message: String) throws {
    let text = try #require(Self.replacing(found, by: replacement))
    let error = try #require(throws: CatalogueError.self) { try Self.load(text) }
    #expect(error.description.hasPrefix(message), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  private static func replacing(_ found: String, by replacement: String) -> String? {
    guard let range = sound.firstRange(of: found) else { return nil }
    return sound.replacingCharacters(in: range, with: replacement)
  }

  @Test func anEmptyFileSaysNothing() throws {
    var parts = CatalogueParts()
    try parts.add("# only a comment\n", file: "c.yaml")
    #expect(throws: CatalogueError.self) { try parts.catalogue(directory: "dir") }
  }

  @Test func aMissingDirectoryIsNamed() throws {
    let error = try #require(throws: CatalogueError.self) { try Catalogue.load(directory: "/no/such/place") }
    #expect(error.description.hasPrefix("/no/such/place: the directory of the catalogue cannot be read; "))
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
