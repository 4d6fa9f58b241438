import Attestation
import CivilTime
import Foundation
import Issuing
import Records
import Registry
import ReportKinds
import Reports
import Testing

/// What the data of one report say about others, from credit files as they are given.
@Suite struct JudgedAgainTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private let catalogue: Catalogue
  private let maker: ReportMaker
  private static let moment = BeijingTime(secondsSince1970: 1_795_341_600)

  init() throws {
    catalogue = try Catalogue.load(directory: Self.root + "/templates/catalogue")
    maker = ReportMaker(
      catalogue: catalogue, defaults: .init(edition: "2021", list: "guangdong-2021", profile: "guangdong"))
  }

  private func file(_ name: String) throws -> CreditFile {
    try CreditFileReader(catalogue: catalogue, now: { Self.moment }).read(
      path: "\(Self.root)/examples/\(name).json"
    ).file
  }

  private func report(
    on file: CreditFile, domains: [String]? = nil, to recipient: String? = nil, through: CalendarDate? = nil
  ) throws -> Report {
    let first = try #require(CalendarDate(text: "2023-11-20"))
    let last = through ?? file.lastDay
    return try maker.report(
      ReportOrder(
        kind: .noViolation,
        noViolation: NoViolationTerms(
          domains: domains, period: first...last, purpose: .listing, recipient: recipient)),
      on: file, identity: .drawn(at: Self.moment, issuer: "示例公共信用平台"))
  }

  private func claims(of report: Report) throws -> ReportClaims {
    let judgement = try #require(report.judgement)
    return try ReportClaims(
      issuedAt: Self.moment.secondsSince1970, expiresAt: Self.moment.secondsSince1970 + 86_400, kind: report.kind,
      catalogueVersion: judgement.list.version, number: "20261118181640123K7Q2Z", subject: "示例", ident: "C",
      days: report.period.lowerBound.daysSince1970...report.period.upperBound.daysSince1970,
      domains: DomainAnswers(asked: Set(judgement.answers.map(\.bit)), hits: [], noData: []), recordCount: 0, pages: 1,
      digest: Array(0..<32), status: .init(0),
      terms: ReportTerms(profile: judgement.profile.number, purpose: 1, basis: .declared, recipient: nil))
  }

  private func masks(of report: Report) throws -> AnswerMasks {
    let answers = try #require(report.judgement).answers
    let answered = try DomainAnswers(
      asked: Set(answers.map(\.bit)), hits: Set(answers.filter { $0.outcome == .records }.map(\.bit)),
      noData: Set(
        answers.filter { $0.lacksData || $0.outcome == .noData || $0.outcome == .undetermined }.map(\.bit)))
    return AnswerMasks(hits: answered.hits, noData: answered.noData)
  }

  /// The question that a token names has the answers that the report had.
  @Test(arguments: ["no-violation-clean", "no-violation"])
  func judgedAgainByTheSameDataAReportAnswersTheSame(name: String) throws {
    let file = try file(name)
    for domains in [nil, ["税务", "消防安全"]] {
      let report = try report(on: file, domains: domains)
      let claims = try claims(of: report)
      #expect(try maker.judgingAgain(file).masks(claims, claims.days) == masks(of: report))
    }
  }

  @Test func aRecordThatWasGatheredLaterMovesTheAnswer() throws {
    let (before, after) = (try file("no-violation-clean"), try file("no-violation"))
    let report = try report(on: before, through: min(before.lastDay, after.lastDay))
    let claims = try claims(of: report)
    let now = try #require(maker.judgingAgain(after).masks(claims, claims.days))
    #expect(try now != masks(of: report))
  }

  /// What was gathered up to an earlier day, a list that is no longer kept, a profile without a number: nobody can tell.
  @Test func whatCannotBeToldIsNotSaid() throws {
    let file = try file("no-violation-clean")
    let claims = try claims(of: report(on: file))
    let judge = maker.judgingAgain(file).masks
    #expect(judge(claims, claims.days) != nil)
    #expect(judge(claims, claims.days.lowerBound...claims.days.upperBound + 1) == nil)
    func changed(list: UInt16? = nil, profile: UInt16 = 1) throws -> ReportClaims {
      try ReportClaims(
        issuedAt: claims.issuedAt, expiresAt: claims.expiresAt, kind: claims.kind,
        catalogueVersion: list ?? claims.catalogueVersion, number: claims.number, subject: claims.subject,
        ident: claims.ident, days: claims.days, domains: claims.domains, recordCount: 0, pages: 1,
        digest: claims.digest, status: claims.status,
        terms: ReportTerms(profile: profile, purpose: 1, basis: .declared, recipient: nil))
    }
    #expect(judge(try changed(list: 65_000), claims.days) == nil)
    #expect(judge(try changed(profile: 0), claims.days) == nil)
  }

  /// Purpose and recipient belong to the question, however they are written; the number and the time do not.
  @Test func whoAsksAnotherQuestionLosesNoReport() throws {
    let file = try file("no-violation-clean")
    func question(_ domains: [String]?, _ recipient: String?) throws -> ReportQuestion {
      ReportQuestion(of: try report(on: file, domains: domains, to: recipient))
    }
    let one = try question(["税务", "消防安全"], "深圳证券交易所")
    #expect(try question(["消防安全", "税务"], "深圳 证券交易所 ") == one)
    #expect(try question(["税务"], "深圳证券交易所").terms != one.terms)
    #expect(try question(["税务", "消防安全"], "示例银行").terms != one.terms)
    #expect(try question(["税务", "消防安全"], nil).terms != one.terms)
  }
}
