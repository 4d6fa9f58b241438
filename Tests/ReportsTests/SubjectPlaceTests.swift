import CivilTime
import Records
import ReportKinds
import Testing

@testable import Reports

/// A code keeps the place where it was first given out; address and registrar say where the subject is.
@Suite struct SubjectPlaceTests {
  private typealias S = NoViolationSamples

  private func places(code: String = "91440101MA00000000", _ fields: [(String, String)] = []) throws -> SubjectPlaces {
    PlaceFinder(try Shipped.catalogue().places).places(
      of: Subject(
        kind: "enterprise", name: "粤示例有限公司", code: code,
        fields: Samples.fields(fields.map { ($0.0, .text($0.1)) })))
  }

  @Test(arguments: [
    "深圳市南山区示例路1号", "广东省深圳市南山区", "广东深圳南山区示例路1号", "深 圳 市福田区", "中国广东省深圳示例大厦", "广东省汕尾市深汕特别合作区鹅埠镇",
    "宝安区示例街道1号", "（经营场所）深圳市龙岗区", "广东省广州市天河区1号；深圳市分支",
    "中国（广东）自由贸易试验区深圳前海蛇口片区一路1号", "（深圳）南山区1号", "518000 深圳南山区1号", "住所：深圳南山区1号", "光明新区示例路",
    "广东省南山区示例路1号", "广东福田区示例路1号", "中国广东宝安区示例路1号", "中华人民共和国广东省龙岗区",
    "蛇口工业六路1号", "中国·广东·深圳·南山", "罗湖口岸1号", "宝安县示例镇", "Nanshan District, Shenzhen",
  ])
  func anAddressCallsForItsPlace(address: String) throws {
    #expect(try places([("address", address)]).callFor(["4403"]))
  }

  @Test(arguments: ["广州市天河区深圳路1号", "广东省广州市深圳大道", "佛山市南山区路", "广州市前海街5号", ""])
  func aStreetIsNone(address: String) throws {
    #expect(!(try places([("address", address)]).callFor(["4403"])))
  }

  @Test func soDoRegistrars() throws {
    #expect(try places([("registrationAuthority", "深圳市市场监督管理局")]).callFor(["4403"]))
    #expect(try places([("codeAuthority", "中共深圳市委机构编制委员会办公室")]).callFor(["4403"]))
    #expect(!(try places([("registrationAuthority", "广州市天河区市场监督管理局")]).callFor(["4403"])))
  }

  @Test func theCodesPlaceIsAskedAsBefore() throws {
    #expect(try places(code: "91440300192181490G", [("address", "广州市天河区")]).callFor(["4403"]))
    #expect(try places(code: "无代码").callFor(["4403"]))
    #expect(try places().callFor([]))
    // A code of the province, or of the state, says no city: without an address it may be any.
    #expect(try places(code: "91440000MA00000000").callFor(["4403"]))
    #expect(try places(code: "91100000MA00000000").callFor(["4403"]))
    #expect(!(try places(code: "91440000MA00000000", [("address", "广州市天河区")]).callFor(["4403"])))
  }

  /// Of several places, all must have had data.
  @Test func dataBeginWhereTheLastOfThePlacesBegan() throws {
    func since(_ code: String, _ address: String) throws -> CalendarDate? {
      try places(code: code, [("address", address)]).since
    }
    #expect(try since("91370100MA00000000", "山东省济南市示例路1号") == S.day("2020-06-01"))
    #expect(try since("91370100MA00000000", "福建省厦门市示例路1号") == S.day("2020-08-01"))
    #expect(try since("91350200MA00000000", "山东省济南市示例路1号") == S.day("2020-08-01"))
    #expect(try since("91440101MA00000000", "广州市天河区示例路1号") == nil)
  }

  /// The bureau of each place that is called for must have delivered.
  @Test(arguments: [("住所", "address"), ("登记机关", "registrationAuthority")])
  func aCompanyThatMovedIsAskedAboutInBothPlaces(_: String, key: String) throws {
    var catalogue = S.catalogue
    catalogue.places = [PlaceRule(number: "4403", names: ["深圳市"])]
    var file = S.file()
    file.subject.fields.entries = [.init(key: key, value: .text("深圳市南山区市场监督管理局"))]
    func outcome(_ file: CreditFile) throws -> Judgement.Answer.Outcome? {
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: "three", domains: ["taxation"], period: S.period, purpose: .other, recipient: nil,
        profile: "wide")
      return try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
        .report(on: file, identity: Samples.identity()).judgement?.answers.first?.outcome
    }
    #expect(try outcome(file) == .noData)
    var bureau = file.coverage[0]
    bureau.source = "深圳市税务局"
    file.coverage.append(bureau)
    #expect(try outcome(file) == .clean)
  }

  /// In the province's stead the city of the code and the city of the address must both have delivered.
  @Test func oneCityDoesNotStandInForAnother() throws {
    var catalogue = S.catalogue
    catalogue.places = [
      PlaceRule(number: "44", names: ["广东省"]), PlaceRule(number: "4401", names: ["广州市"]),
      PlaceRule(number: "4406", names: ["佛山市"]),
    ]
    func outcome(
      _ sources: [String], _ address: String, code: String = "914401000000000000"
    ) throws -> Judgement.Answer.Outcome? {
      var file = S.file(code: code)
      file.subject.fields.entries = [.init(key: "address", value: .text(address))]
      let entry = file.coverage.remove(at: 2)
      for source in sources {
        file.coverage.append(entry)
        file.coverage[file.coverage.count - 1].source = source
      }
      let question = try NoViolationQuestion(
        catalogue: catalogue, list: "three", domains: ["drugRegulation"], period: S.period, purpose: .other,
        recipient: nil, profile: "wide")
      return try NoViolationBuilder(catalogue: catalogue, edition: "2021", question: question)
        .report(on: file, identity: Samples.identity()).judgement?.answers.first?.outcome
    }
    #expect(try outcome(["广州市药监局"], "广东省广州市天河区") == .clean)
    #expect(try outcome(["广州市药监局"], "广东省佛山市禅城区") == .noData)
    #expect(try outcome(["广州市药监局", "佛山市药监局"], "广东省佛山市禅城区") == .clean)
    #expect(try outcome(["省药监局"], "广东省佛山市禅城区") == .clean)
    // The province registered it: its city is that of the address. Without one, nobody knows which.
    #expect(try outcome(["广州市药监局"], "广东省广州市天河区", code: "91440000MA00000000") == .clean)
    #expect(try outcome(["广州市药监局"], "广东省", code: "91440000MA00000000") == .noData)
  }
}
