import Attestation
import CivilTime
import JSON
import ReportKinds
import Testing

@testable import Verifying

@Suite struct DataChangedTests {
  let issuer: SampleIssuer
  private static let day = 20_790

  init() throws { issuer = try SampleIssuer() }

  /// A token of version 2: a no-violation report that found nothing, under the profile 1.
  private func token(
    _ kind: ReportClaims.Kind = .noViolation, profile: UInt16? = 1, recipient: String? = nil
  ) throws -> Token {
    try issuer.token(
      ReportClaims(
        issuedAt: SampleIssuer.issuedAt, expiresAt: SampleIssuer.issuedAt + 30 * 86_400, kind: kind,
        catalogueVersion: 1,
        number: "20261118181640123K7Q2Z", subject: "示例有限公司", ident: "91440300MA5EXAMP0C", days: 19_699...20_774,
        domains: kind.concludes ? DomainAnswers(asked: [0, 1], hits: [], noData: []) : .none, recordCount: 0, pages: 2,
        digest: [UInt8](repeating: 7, count: 32), status: .init(1 << 24 | 77),
        terms: profile.map {
          ReportTerms(profile: $0, purpose: 1, basis: .deliveries, recipient: recipient.map { .init(name: $0) })
        }))
  }

  private func verify(
    _ token: Token, _ finding: StatusFinding, now: Int64 = SampleIssuer.now, freshUntil: Int64? = nil
  ) throws -> Verification {
    var trust = try issuer.trust()
    trust.freshUntil = freshUntil
    return try issuer.verifier(trust: trust, statuses: FixedStatus(finding: finding), now: now)
      .verify(token, source: .digits)
  }

  /// Nobody checked it, so it must not pass for the issuer's word.
  @Test func aRecipientIsToldAsTheApplicantsWord() throws {
    let lines = try verify(token(recipient: "示例银行"), .known(.valid, isLogged: true)).lines()
    #expect(lines.contains { $0.hasSuffix("报告接收方（申请人填写）：示例银行") })
    #expect(lines.filter { $0.contains("示例银行") }.count == 1)
  }

  @Test func aReportWhoseDataChangedIsGenuineAndNoYes() throws {
    let verification = try verify(token(), .known(.valid, isLogged: true, data: .changed(on: Self.day)))
    #expect(verification.answer == .dataChanged(on: Self.day) && !verification.isValid)
    #expect(verification.answer.code == "DATA_CHANGED")
    let verdict = Verdict(verification, TokenNames())
    #expect(verdict == Verdict(tone: .caution, headline: "报告真实，但出具后数据有变动"))
    let conclusion = try #require(verification.conclusion())
    #expect(conclusion.outcome == .clean && conclusion.label == "出具时的结论")
    let midnight = try #require(verification.since)
    #expect(BeijingTime(secondsSince1970: midnight).date == CalendarDate(daysSince1970: Self.day))
    #expect(verification.explanation.contains("自2026年12月3日起"))
    #expect(verification.notes == [])
    // Neither what changed nor a newer report.
    #expect(!verification.lines().contains { $0.contains("条新") || $0.contains("替代编号") })
  }

  /// REVOKED, SUSPENDED, SUPERSEDED, EXPIRED, DATA_CHANGED, STALE: what says more about the report comes first.
  @Test func whatMattersMoreComesFirst() throws {
    let token = try token()
    func code(_ status: ReportStatus, now: Int64 = SampleIssuer.now, freshUntil: Int64? = nil) throws -> String {
      try verify(
        token, .known(status, isLogged: true, data: .changed(on: Self.day)), now: now, freshUntil: freshUntil
      ).answer.code
    }
    #expect(try code(.revoked) == "REVOKED")
    #expect(try code(.suspended) == "SUSPENDED")
    #expect(try code(.superseded) == "SUPERSEDED")
    #expect(try code(.valid, now: SampleIssuer.issuedAt + 31 * 86_400) == "EXPIRED")
    #expect(try code(.valid, freshUntil: SampleIssuer.now - 1) == "DATA_CHANGED")
    let stale = try verify(
      token, .known(.valid, isLogged: true, data: .changed(on: Self.day)), freshUntil: SampleIssuer.now - 1)
    #expect(stale.notes == [.statusStale], "whether it is in force is not known")
  }

  /// Tokens of version 1, public and personal reports, profiles without a number: nobody would notice a change.
  @Test func whatNobodyWatchesSaysSo() throws {
    for token in [
      try token(profile: nil), try token(profile: 0), try token(.enterprise), try token(.personal),
    ] {
      for data in [DataState.unchanged, .changed(on: Self.day), .notWatched] {
        let verification = try verify(token, .known(.valid, isLogged: true, data: data))
        #expect(verification.answer == .valid && verification.notes == [.dataChangesNotWatched])
        #expect(verification.lines().contains { $0.contains("数据变动未监测") })
      }
    }
    #expect(try verify(token(), .known(.valid, isLogged: true, data: .unchanged)).notes == [])
    #expect(try verify(token(), .known(.valid, isLogged: true)).notes == [.dataChangesNotWatched])
  }

  @Test func aBundleKnowsTheChangesBesideItsLists() throws {
    let token = try ReceivedToken(token())
    func data(_ changes: [ChangeList]) -> DataState? {
      guard
        case .known(let known) = BundledStatuses(
          [StatusList(list: 1, set: [])], changes: changes, madeAt: SampleIssuer.issuedAt
        ).finding(of: token, fileFormat: nil)
      else { return nil }
      return known.data
    }
    #expect(data([ChangeList(list: 1, days: [77: Self.day])]) == .changed(on: Self.day))
    #expect(data([ChangeList(list: 1, days: [78: Self.day])]) == .unchanged)
    // A bundle from before there were such lists, or a list of another number.
    #expect(data([]) == .notWatched)
    #expect(data([ChangeList(list: 2, days: [77: Self.day])]) == .notWatched)
  }
}
