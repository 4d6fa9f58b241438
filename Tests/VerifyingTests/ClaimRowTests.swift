import Attestation
import ReportKinds
import Testing

@testable import Verifying

/// What a clerk compares with the paper, for each kind of report and at the ends of what a token can say.
@Suite struct ClaimRowTests {
  private func rows(_ claims: ReportClaims) -> [String: String] {
    Dictionary(uniqueKeysWithValues: claims.rows().map { ($0.label, $0.value) })
  }

  @Test(arguments: [
    (ReportClaims.Kind.enterprise, "主体名称", "统一社会信用代码"), (.personal, "主体名称", "证件号码"),
    (.noViolation, "主体名称", "统一社会信用代码"), (.group, "发行人", "统一社会信用代码"),
  ])
  func everyKindNamesItsSubjectAndItsCodeAsThePaperDoes(kind: ReportClaims.Kind, name: String, code: String) throws {
    let rows = rows(try SampleIssuer.claims(kind: kind))
    #expect(rows[name] == "示例有限公司" && rows[code] == "91440300MA5EXAMP0C")
    #expect((rows["各主体的报告"] != nil) == (kind == .group), "what a summary says of its members, it says as a whole")
  }

  @Test(arguments: [(1, "1页"), (254, "254页"), (255, "255页以上"), (1000, "255页以上")])
  func pagesThatATokenCannotCountAreToldAsMore(pages: Int, told: String) throws {
    #expect(rows(try SampleIssuer.claims(pages: pages))["页数"] == told)
  }

  @Test(arguments: [(0, "0条"), (65_534, "65534条"), (65_535, "65535条以上"), (70_000, "65535条以上")])
  func recordsThatATokenCannotCountAreToldAsMore(records: Int, told: String) throws {
    #expect(rows(try SampleIssuer.claims(records: records))["记录数"] == told)
  }

  @Test func theAnswersOfASummaryAreThoseOfAllItsMembers() throws {
    let domains = try DomainAnswers(asked: [0, 1, 2], hits: [0], noData: [1])
    let one = rows(try SampleIssuer.claims(kind: .noViolation, domains: domains))
    let group = rows(try SampleIssuer.claims(kind: .group, domains: domains))
    for (label, other) in [
      ("有记录的领域", "任一主体有记录的领域"), ("未发现记录的领域", "所有主体均未发现记录的领域"),
      ("不能作出结论的领域（未归集或者存疑）", "任一主体不能作出结论的领域（未归集或者存疑）"),
    ] {
      #expect(one[label] != nil && one[other] == nil && group[label] == nil && group[other] == one[label])
    }
    #expect(one["未发现记录的领域"] == "1个（编号2）" && one["查询领域"] == group["查询领域"])
    #expect(rows(try SampleIssuer.claims())["查询领域"] == nil, "a report that asks nothing answers nothing")
  }

  @Test(arguments: [
    ("mp0c", "MP0C"), ("Ｍ－Ｐ ０c", "MP0C"), ("12 34", "1234"), ("12-34", "1234"), ("１２３４", "1234"), ("ｚ９Ａ０", "Z9A0"),
    ("123", nil), ("12345", nil), ("12.4", nil), ("１２～４", nil), ("！123", nil), ("一二三四", nil), ("é123", nil), ("", nil),
  ])
  func fourCharactersOfTheCodeAreReadAsPeopleTypeThem(typed: String, read: String?) {
    #expect(normalizedEnding(typed) == read)
  }

  /// A list that is as old as the report knows it; a younger report may have been revoked since.
  @Test func aListKnowsReportsUpToItsOwnSecond() throws {
    let token = try ReceivedToken(SampleIssuer().token())
    func finding(_ madeAt: Int64, _ set: [(index: UInt32, status: ReportStatus)] = []) -> StatusFinding {
      BundledStatuses([StatusList(list: 1, set: set)], changes: [], madeAt: madeAt).finding(of: token, fileFormat: nil)
    }
    #expect(finding(SampleIssuer.issuedAt) == .known(.valid, isLogged: false))
    #expect(finding(SampleIssuer.issuedAt - 1) == .notCovered)
    #expect(finding(SampleIssuer.issuedAt - 1, [(77, .revoked)]) == .known(.revoked, isLogged: false))
  }
}
