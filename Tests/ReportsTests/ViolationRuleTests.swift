import CivilTime
import Records
import Testing

@testable import Reports

/// 简易程序 under a profile that leaves such penalties aside: only what can have been decided so.
@Suite struct ViolationRuleTests {
  private static func judged(_ fields: String, subject: String = "") throws -> Judged {
    let authority = #""处罚机关": "国家税务总局广州市天河区税务局", "处罚程序": "简易程序", "行政处罚决定书文号": "一号""#
    return try Judged(#""行政处罚": [{\#(authority), \#(fields)}]"#, subject: subject, profile: "chongqing")
  }

  @Test(arguments: [
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": 0.3, "处罚内容": "罚款人民币3000元。""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "警告、罚款", "罚款金额(万元)": 0.02, "没收违法所得、没收非法财物的金额（万元）": 0"#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "警告", "处罚内容": "警告，责令限期改正违法行为。""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "处罚款叁仟元整""#, #""处罚决定日期": "2025-04-18", "处罚内容": "500元罚款""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "警告", "罚款金额(万元)": 0"#,
    #""处罚决定日期": "2025-04-18""#,
    // Nobody knows the day, but a fine that each of the laws allowed is simple on any.
    #""处罚类别": "罚款", "罚款金额(万元)": 0.1"#,
  ])
  func smallFinesAndWarningsAreLeftAside(_ fields: String) throws {
    let judged = try Self.judged(fields)
    #expect(judged.leftOut == ["simplifiedProcedure"])
    #expect(judged.listed == [] && judged.doubted == [])
  }

  @Test(arguments: [
    // Kinds that nobody imposes on the spot.
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款、吊销营业执照", "罚款金额(万元)": 0.1"#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "没收违法所得""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "通报批评""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "其他""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "暂扣或吊销证照名称及编号": "食品经营许可证""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "没收违法所得、没收非法财物的金额（万元）": 0.01"#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "没收违法所得、没收非法财物的金额（万元）": "若干""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "处罚内容": "罚款200元，暂扣许可证三个月。""#,
    // What is not understood as one amount and no more.
    #""处罚决定日期": "2025-04-18", "处罚内容": "处5000罚款""#, #""处罚决定日期": "2025-04-18", "处罚内容": "罚款0.5w""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "罚款卅百元""#, #""处罚决定日期": "2025-04-18", "处罚内容": "罚款700美元""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "处货值金额十倍罚款，货值金额800元""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "罚款2000元；罚款2000元""#, #""处罚决定日期": "2025-04-18", "处罚内容": "每辆罚款3000元，共5辆""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "责令停止经营三个月""#, #""处罚决定日期": "2025-04-18", "处罚内容": "收回许可证""#,
    #""处罚决定日期": "2025-04-18", "处罚内容": "吊銷""#, #""处罚决定日期": "2025-04-18", "罚款金额(万元)": -5"#,
    #""处罚决定日期": "2025-04-18", "罚款金额(万元)": 0.03, "行政相对人类别": "个人""#,
    // Sums above 3,000 元, in the field or in the text.
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": 500"#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": 0.300001"#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": "不详""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": 0.1, "处罚内容": "罚款人民币500万元。""#,
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "处罚内容": "处以伍万元罚款。""#,
    // 3,000 元 are of the law of 2021: before, 1,000. Without a day, both laws must allow it.
    #""处罚类别": "罚款", "罚款金额(万元)": 0.3"#,
    #""处罚决定日期": "1970-01-01", "处罚类别": "罚款", "罚款金额(万元)": 0.3"#,
    // Of a citizen 200 元.
    #""处罚决定日期": "2025-04-18", "处罚类别": "罚款", "罚款金额(万元)": 0.3, "行政相对人类别": "自然人""#,
  ])
  func whatCannotHaveBeenDecidedSoCountsAndIsMarked(_ fields: String) throws {
    let judged = try Self.judged(fields)
    #expect(judged.leftOut == [])
    #expect(judged.listed == ["税务"])
    #expect(judged.marks.joined().contains("所载处罚超出简易程序的范围，按计入处理"))
  }

  @Test func theLimitIsThatOfTheLawOnTheDayAndOfCitizensForSoleTraders() throws {
    let laws = try Shipped.catalogue().simplifiedProcedures
    let category = try #require(try Shipped.catalogue().categories.first { $0.naming.key == "penalty" })
    func finding(_ kind: String, _ yuan: Int64, on day: String) -> SimplifiedDecision.Finding {
      let fields = Samples.fields([
        ("procedure", .text("当场处罚")), ("fine", .money(Money(millionths: yuan * 100))),
      ])
      return SimplifiedDecision(laws, for: Subject(kind: kind, name: "", code: ""))
        .finding(Record(fields: fields), category, on: CalendarDate(text: day))
    }
    for (kind, yuan, day, isSimple) in [
      ("individualBusiness", 200, "2021-07-15", true), ("individualBusiness", 201, "2021-07-15", false),
      ("individualBusiness", 51, "2021-07-14", false), ("individualBusiness", 50, "1996-10-01", true),
      ("enterprise", 3000, "2021-07-15", true), ("enterprise", 3001, "2021-07-15", false),
      ("enterprise", 1000, "2021-07-14", true), ("enterprise", 1001, "2021-07-14", false),
      // Before there was the law, there was no such procedure.
      ("enterprise", 1, "1996-09-30", false),
    ] as [(String, Int64, String, Bool)] {
      if isSimple {
        guard case .yes = finding(kind, yuan, on: day) else {
          Issue.record("\(kind) \(yuan) \(day)")
          continue
        }
      } else {
        guard case .impossible = finding(kind, yuan, on: day) else {
          Issue.record("\(kind) \(yuan) \(day)")
          continue
        }
      }
    }
  }

  @Test func aProfileThatCountsThemSaysNothingOfIt() throws {
    let record = #""处罚程序": "简易程序", "处罚类别": "吊销许可证", "处罚决定日期": "2025-04-18", "领域": "税务""#
    #expect(try Judged(#""行政处罚": [{\#(record)}]"#, profile: "guangdong").marks == [[]])
  }
}

/// 司法判决 under a profile that counts them: by the kind of the case, the role of the subject, and who won.
@Suite struct JudgmentsTests {
  private static let civil = #""案号": "(2024)粤01民初1号", "案由": "买卖合同纠纷", "法院": "广州市天河区人民法院", "裁判日期": "2025-01-01""#

  private static func judged(_ fields: String, list: String = "guangdong-2024") throws -> Judged {
    try Judged(#""司法判决": [{\#(fields)}]"#, profile: "chongqing", list: list)
  }

  @Test(arguments: [
    #""诉讼地位": "原告", "结果": "原告胜诉""#, #""诉讼地位": "原审原告", "结果": "支持原告的全部诉讼请求。""#,
    #""诉讼地位": "上诉人（原审原告）", "结果": "支持原告诉讼请求""#, #""诉讼地位": "被告", "结果": "驳回原告全部诉讼请求。""#,
  ])
  func aCivilCaseThatTheSubjectWonIsLeftAsideAndCountedSo(_ fields: String) throws {
    let judged = try Self.judged("\(Self.civil), \(fields)")
    #expect(judged.leftOut == ["wonJudgment"])
    #expect(judged.listed == [] && judged.doubted == [])
    #expect(judged.judgement.profile.note?.contains("报告主体胜诉的民事判决不计入") == true)
  }

  @Test func aProfileThatSaysNothingOfWonCasesCountsThem() throws {
    let won = #""诉讼地位": "原告", "结果": "原告胜诉""#
    let judged = try Judged(#""司法判决": [{\#(Self.civil), \#(won)}]"#)
    #expect(judged.leftOut == [] && judged.listed == ["法院执行"])
  }

  @Test(
    arguments: [
      (#""诉讼地位": "被告", "结果": "原告胜诉""#, nil), (#""诉讼地位": "原告", "结果": "驳回原告诉讼请求""#, nil),
      (#""诉讼地位": "第三人", "结果": "原告胜诉""#, nil),
      // Not said, or not plainly.
      (#""结果": "原告胜诉""#, "未载明诉讼地位，按计入处理"), (#""诉讼地位": "上诉人", "结果": "原告胜诉""#, "未载明诉讼地位，按计入处理"),
      (#""诉讼地位": "原告""#, "裁判结果不能确认，按计入处理"), (#""诉讼地位": "原告", "结果": "部分支持原告诉讼请求""#, "裁判结果不能确认，按计入处理"),
      (#""诉讼地位": "原告", "结果": "原告胜诉，反诉原告胜诉""#, "裁判结果不能确认，按计入处理"),
    ] as [(String, String?)])
  func anyOtherCountsInTheCourtsDomain(_ fields: String, _ mark: String?) throws {
    let judged = try Self.judged("\(Self.civil), \(fields)")
    #expect(judged.leftOut == [])
    #expect(judged.listed == ["法院执行"] && judged.doubted == [])
    #expect(judged.marks == [mark.map { [$0] } ?? []])
    // Of ten domains, none is the courts': it is counted as what was not asked about, and none is in doubt.
    let ten = try Self.judged("\(Self.civil), \(fields)", list: "guangdong-2021")
    #expect(ten.leftOut == ["outsideDomains"])
    #expect(ten.listed == [] && ten.doubted == [])
  }

  @Test(
    arguments: [
      ("劳动争议", ["人力资源社会保障"]), ("建设工程施工合同纠纷", ["建筑市场监管"]), ("产品责任纠纷", ["市场监管"]),
      ("买卖合同纠纷、不正当竞争纠纷", ["市场监管"]), ("侵害作品信息网络传播权纠纷", ["文化执法"]), ("医疗产品责任纠纷", ["市场监管", "药品监管"]),
      ("房屋租赁合同纠纷", []),
    ] as [(String, [String])])
  func whatACivilCaseWasAboutMayConcernADomain(_ cause: String, _ doubted: [String]) throws {
    let fields = #""案号": "(2024)粤01民初1号", "案由": "\#(cause)", "诉讼地位": "被告", "结果": "原告胜诉""#
    #expect(try Self.judged(fields, list: "guangdong-2021").doubted == doubted)
  }

  /// Crimes and the acts of authorities may be of any domain, and so may a case of which nobody knows what it was.
  @Test(arguments: [
    #""案号": "(2024)粤01刑初1号", "案由": "逃税罪""#, #""案号": "(2024)粤01行初1号", "案由": "行政处罚纠纷""#,
    #""案号": "(2014)民刑初字第1号", "案由": "合同纠纷""#, #""案由": "买卖合同纠纷""#,
    #""案号": "(2024)粤01民初1号", "案由": "合同纠纷", "案件类型": "刑事""#,
    #""案号": "(2024)粤01行初1号", "案由": "合同纠纷", "案件类型": "民事""#,
    #""案号": "(2024)粤01民初1号", "案由": "合同纠纷", "案件类型": "不详""#,
  ])
  func whatIsNotSureToBeCivilMayBeOfAnyDomain(_ fields: String) throws {
    let won = #""诉讼地位": "原告", "结果": "原告胜诉", "法院": "广州市中级人民法院""#
    let judged = try Self.judged("\(fields), \(won)", list: "guangdong-2021")
    #expect(judged.leftOut == [])
    #expect(judged.doubted.count == 10)
  }

  @Test(arguments: ["", #", "案由": "其他""#])
  func aCivilCaseOfWhichNobodyKnowsWhatItWasAboutMayBeOfAnyDomain(_ cause: String) throws {
    let fields = #""案号": "(2024)粤01民初1号", "法院": "广州市中级人民法院", "诉讼地位": "被告", "结果": "原告胜诉""#
    #expect(try Self.judged(fields + cause, list: "guangdong-2021").doubted.count == 10)
  }

  @Test(arguments: ["", #""案号": "(2024)粤0106初1号", "#])
  func whereTheNumberIsMissingOrDoesNotSayItTheKindOfCaseDoes(_ number: String) throws {
    let fields = #""案件类型": "民事案件", "案由": "买卖合同纠纷", "诉讼地位": "原告", "结果": "原告胜诉""#
    #expect(try Self.judged(number + fields).leftOut == ["wonJudgment"])
  }

  @Test func aRecordThatNamesItsDomainIsBelieved() throws {
    let judged = try Self.judged(#"\#(Self.civil), "诉讼地位": "被告", "结果": "原告胜诉", "领域": "市场监管""#)
    #expect(judged.listed == ["市场监管"])
  }

  /// Profiles that count criminal judgments count them in whatever table they came.
  @Test(arguments: [
    #""案号": "(2025)粤0103刑初1号", "案由": "单位行贿罪", "案件类型": "刑事""#, #""案号": "(2025)粤0103刑初1号""#,
    #""案件类型": "刑事""#, #""案由": "逃税罪""#, #""结果": "判处罚金50万元""#,
  ])
  func aCriminalJudgmentCountsThoughItStandsUnder司法判决(_ fields: String) throws {
    let judged = try Judged(#""司法判决": [{"裁判日期": "2025-03-01", \#(fields)}]"#, profile: "guangdong")
    #expect(judged.leftOut == [] && !judged.doubted.isEmpty)
    #expect(try Judged(#""司法判决": [{\#(Self.civil)}]"#, profile: "guangdong").leftOut == ["outsideProfile"])
  }

  @Test func aCivilJudgmentByAnAuthorityThatIsNoCourtRaisesADoubt() throws {
    let fields = #""案号": "(2024)粤01民初1号", "案由": "合同纠纷", "法院": "佛山市生态环境局""#
    #expect(try Self.judged(fields).doubted == ["生态环境"])
  }
}

/// Where what a record says of its domain does not fit together, none of the domains is clean (docs/judgement.md).
@Suite struct ContradictionsAboutTheDomainTests {
  @Test func between领域AndCategory() throws {
    let judged = try Judged(#""重大税收违法": [{"纳税人名称": "示例公司", "领域": "市场监管"}]"#, list: "guangdong-2021")
    #expect(judged.listed == ["市场监管"])
    #expect(judged.doubted == ["税务"])
  }

  @Test func between领域AndCategoryWhereOnlyTheCategorysDomainIsAskedAbout() throws {
    let judged = try Judged(#""政府采购严重违法失信": [{"领域": "生态环境"}], "重大税收违法": [{"领域": "生态环境"}]"#, list: "guangdong-2021")
    #expect(judged.leftOut == ["outsideDomains"])
    #expect(judged.judgement.unclassified.map(\.candidates) == [["税务"]])
    #expect(judged.judgement.unclassified.first?.reason == "记录所注领域、信息类别与作出机关所指的领域不一致，可能属于所查询的领域")
    #expect(judged.doubted == ["税务"])
  }

  @Test(
    arguments: [
      ("税务", "广州市市场监督管理局", ["市场监管", "药品监管"]),
      // Understood in part: what is understood says something else.
      ("税务", "广州市市场监督管理局ABC-7", ["市场监管", "药品监管"]), ("税务", "原样导出#消防救援大队@系统", ["消防安全"]),
      ("消防安全", "X市生态环境局与税务局联合专班Y", ["税务"]),
      // What is understood says the same, or nothing.
      ("税务", "某系统@国家税务总局广州市税务局#7", []), ("税务", "某系统@税务办案平台#7", []), ("税务", "83b1f0c2-2b6d-4c8e-9d3a-2f1e5b7c9a10", []),
      ("市场监管", "某某XYZ综合行政执法局", []),
    ] as [(String, String, [String])])
  func between领域AndAuthority(_ domain: String, _ authority: String, _ doubted: [String]) throws {
    let record = #"{"处罚机关": "\#(authority)", "领域": "\#(domain)", "处罚决定日期": "2025-01-01"}"#
    let judged = try Judged(#""行政处罚": [\#(record)]"#, list: "guangdong-2021")
    #expect(judged.listed == [domain])
    #expect(judged.doubted == doubted)
  }

  @Test func betweenCategoryAndAuthority() throws {
    let judged = try Judged(#""安全生产领域": [{"信息报送机关": "广州市文化广电旅游局"}]"#, list: "guangdong-2021")
    #expect(judged.listed == ["安全生产"])
    #expect(judged.doubted == ["文化执法"])
  }
}
