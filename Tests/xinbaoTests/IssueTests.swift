import ArgumentParser
import CivilTime
import Issuing
import Records
import ReportKinds
import Reports
import Testing

@testable import xinbao

@Suite struct IssueTests {
  private let terms = "--report no-violation --domains all --from 2023-11-20 --to 2026-11-19 --purpose listing"

  @Test func withoutOptionsTheReportIsTheOneThatFitsTheSubject() throws {
    let issue = try parsed("issue a.json", as: xinbao.Issue.self)
    #expect(try issue.file == "a.json" && issue.output == nil && issue.order == ReportOrder())
    #expect(!issue.json && !issue.overwrite && !issue.keepEarlier && issue.reading.options == .init())
  }

  @Test func theOptionsOfAPublicReportAreItsOrder() throws {
    let issue = try parsed(
      "issue a.json -o b.pdf --report personal --edition 2022 --masks strict --repaired mark --template t.yaml --json "
        + "--overwrite --keep-earlier --strict --keep-unknown --home h --registry postgres://r --resources x",
      as: xinbao.Issue.self)
    #expect(
      try issue.order
        == ReportOrder(kind: .personal, edition: "2022", masks: "strict", repaired: .mark, template: "t.yaml"))
    #expect(issue.output == "b.pdf" && issue.json && issue.overwrite && issue.keepEarlier)
    #expect(issue.reading.options == .init(strict: true, keepUnknown: true))
    #expect(
      issue.installation.home == "h" && issue.installation.resources == "x" && issue.registry.registry == "postgres://r"
    )
  }

  @Test func theQuestionOfANoViolationReportIsItsTerms() throws {
    let issue = try parsed(
      "issue a.json --report no-violation --domains 税务、消防安全，安全生产 --from 2023-11-20 --to 2026年11月19日 "
        + "--purpose bidding --recipient 某交易所 --profile chongqing --catalogue guangdong-2024 --trust-declared-coverage",
      as: xinbao.Issue.self)
    let first = try #require(CalendarDate(text: "2023-11-20"))
    let last = try #require(CalendarDate(text: "2026-11-19"))
    #expect(
      try issue.order
        == ReportOrder(
          kind: .noViolation,
          noViolation: NoViolationTerms(
            domains: ["税务", "消防安全", "安全生产"], period: first...last, purpose: .bidding, recipient: "某交易所",
            profile: "chongqing", list: "guangdong-2024")))
    #expect(issue.noViolation.trustDeclaredCoverage)
  }

  @Test(arguments: ["all", "ALL", "全部", "全部,"])
  func allDomainsAreAskedForByEitherName(name: String) throws {
    let line = terms.replacing("--domains all", with: "--domains \(name)")
    let asked = try parsed("issue a.json \(line)", as: xinbao.Issue.self).order.noViolation
    #expect(asked != nil && asked?.domains == nil)
  }

  @Test(arguments: Judgement.Purpose.allCases)
  func aPurposeIsNamedByKeyOrLabel(purpose: Judgement.Purpose) throws {
    for name in [purpose.rawValue, purpose.label] {
      let line = terms.replacing("--purpose listing", with: "--purpose \(name)")
      #expect(try parsed("issue a.json \(line)", as: xinbao.Issue.self).order.noViolation?.purpose == purpose)
    }
  }

  @Test func aPeriodMayBeOneDay() throws {
    let line = terms.replacing("--to 2026-11-19", with: "--to 2023-11-20")
    let period = try parsed("issue a.json \(line)", as: xinbao.Issue.self).order.noViolation?.period
    #expect(period?.lowerBound == period?.upperBound && period?.lowerBound.description == "2023-11-20")
  }

  @Test func whatIdentifiesAReportIsTakenAsGivenAndDrawnOtherwise() throws {
    let line =
      "issue a.json --number 20261120180000000ABCDE --time 2026-11-20T18:00:00+08:00 "
      + "--salt 000102030405060708090a0b0c0d0e0f --check-code 7K3M9QXA"
    let given = try parsed(line, as: xinbao.Issue.self).identity(issuer: "甲中心")
    #expect(
      given
        == Report.Identity(
          number: try #require(ReportNumber("20261120180000000ABCDE")),
          issuedAt: try #require(BeijingTime(text: "2026-11-20T18:00:00+08:00")), issuer: "甲中心", salt: Array(0..<16),
          checkCode: "7K3M9QXA"))
    let issue = try parsed("issue a.json", as: xinbao.Issue.self)
    let (one, other) = (issue.identity(issuer: "甲中心"), issue.identity(issuer: "甲中心"))
    #expect(one.number != other.number && one.salt != other.salt && one.checkCode != other.checkCode)
  }

  @Test(arguments: [
    Refused("issue", "<file>"),
    Refused("issue a.json b.json", "b.json"),
    Refused("issue a.json --report enterprises", "--report", "enterprises", "no-violation"),
    Refused("issue a.json --repaired kept", "--repaired", "kept"),
    Refused("issue a.json --number 123", "--number takes 17 digits and 5 digits or capital letters, not `123`"),
    Refused("issue a.json --time yesterday", "--time takes a time such as", "not `yesterday`"),
    Refused("issue a.json --time 2026-02-30T00:00:00+08:00", "--time", "2026-02-30"),
    Refused("issue a.json --salt 0011", "--salt takes 32 hexadecimal digits, not `0011`"),
    Refused("issue a.json --salt zz0102030405060708090a0b0c0d0e0f", "--salt"),
    Refused("issue a.json --check-code 7K3M9QXI", "--check-code takes 8 digits or capital letters", "`7K3M9QXI`"),
    Refused("issue a.json --check-code 7K3M9QX", "--check-code"),
    Refused("issue a.json --token t.cbor", "--token and --proof belong together"),
    Refused("issue a.json --proof p.txt", "--token and --proof belong together"),
    Refused("issue a.json -o out/11010519491231002X.pdf", "--output holds an identity number"),
    Refused("issue a.json --report group", "--group"),
    Refused("issue a.json --format pdf", "--format"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }

  @Test(arguments: ["--domains all", "--from 2023-11-20", "--to 2026-11-19", "--purpose listing"])
  func aNoViolationReportNeedsItsWholeQuestion(option: String) {
    let name = option.prefix { $0 != " " }
    #expect(
      refusal(of: "issue a.json " + terms.replacing(option, with: "")).contains("a no-violation report needs \(name):"))
  }

  @Test(arguments: [
    "--domains all", "--from 2023-11-20", "--to 2026-11-19", "--purpose listing", "--recipient 某",
    "--profile guangdong",
    "--catalogue guangdong-2021", "--trust-declared-coverage",
  ])
  func theQuestionIsForNoViolationReportsOnly(option: String) {
    let name = option.prefix { $0 != " " }
    for report in ["", " --report enterprise", " --report personal"] {
      #expect(refusal(of: "issue a.json \(option)\(report)").contains("\(name) is for `--report no-violation`"))
    }
  }

  @Test(arguments: [
    ("--from 2023-11-20", "--from 2026-02-30", "--from takes a day such as 2026-11-19, not `2026-02-30`"),
    ("--to 2026-11-19", "--to soon", "--to takes a day such as 2026-11-19, not `soon`"),
    ("--from 2023-11-20", "--from 2026-11-20", "--from 2026-11-20 lies after --to 2026-11-19"),
    ("--purpose listing", "--purpose fun", "--purpose takes one of listing, financing, bidding"),
    ("--domains all", "--domains all --masks strict --repaired omit", "--repaired is for public reports"),
  ])
  func aQuestionThatMakesNoSenseIsRefused(good: String, bad: String, text: String) {
    #expect(refusal(of: "issue a.json " + terms.replacing(good, with: bad)).contains(text))
  }

  @Test func anEmptyRecipientIsRefused() throws {
    let words = ["issue", "a.json"] + terms.split(separator: " ").map(String.init) + ["--recipient", "  "]
    let error = #expect(throws: (any Error).self) { try Xinbao.parseAsRoot(words) }
    #expect(try Ending(#require(error)).complaints.first?.contains("--recipient is empty") == true)
  }
}
