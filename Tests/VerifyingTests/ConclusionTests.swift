import Attestation
import ReportKinds
import Testing

@testable import Verifying

/// The second answer: what a genuine report concludes, and for which scope.
@Suite struct ConclusionTests {
  private var names: TokenNames {
    var names = TokenNames()
    let labels = ["税务", "消防安全", "市场监管", "药品监管"]
    names.add(list: 1, label: "四领域目录", names: Dictionary(uniqueKeysWithValues: zip(0..., labels)))
    return names
  }

  private func claims(
    asked: Set<Int> = [0, 1, 2, 3], hits: Set<Int> = [], noData: Set<Int> = [], kind: ReportKind = .noViolation,
    days: ClosedRange<Int> = 19_681...20_776
  ) throws -> ReportClaims {
    try SampleIssuer.claims(kind: kind, days: days, domains: DomainAnswers(asked: asked, hits: hits, noData: noData))
  }

  @Test func aReportIsCleanOnlyIfEveryDomainThatWasAskedAboutIs() throws {
    let clean = Conclusion(try claims(), names)
    #expect(clean.outcome == .clean && clean.isWhole)
    #expect(clean.text == "所查4个领域均未发现违法违规记录")
    #expect(clean.scope == "2023-11-20至2026-11-19，目录全部4个领域，目录以外的未查")
    #expect(Conclusion(try claims(noData: [3]), names).outcome == .inconclusive)
    #expect(Conclusion(try claims(hits: [3]), names).outcome == .records)
  }

  @Test func aSmallerScopeSaysWhatWasNotAskedAbout() throws {
    let some = Conclusion(try claims(asked: [0, 1]), names)
    #expect(some.outcome == .clean && !some.isWhole)
    #expect(some.scope == "2023-11-20至2026-11-19，目录共4个领域，其余2个未查")
    let year = Conclusion(try claims(days: 20_412...20_776), names)
    let less = Conclusion(try claims(days: 20_413...20_776), names)
    #expect(year.isWhole && !less.isWhole, "a year has 365 days")
    let unknown = Conclusion(try claims(), TokenNames())
    #expect(
      !unknown.isWhole && unknown.scope.hasSuffix("（目录未知）"),
      "who does not know the list cannot say that it is all of it")
  }

  @Test func recordsAndOpenDomainsAreToldByNameAndNeverTwice() throws {
    let conclusion = Conclusion(try claims(hits: [0, 1], noData: [1, 2]), names)
    #expect(conclusion.text == "2个领域有记录（税务、消防安全）；1个领域不能作出结论（市场监管）；其余1个领域未发现")
    #expect(conclusion.withRecords + conclusion.withoutAnswer + conclusion.clean == ["税务", "消防安全", "市场监管", "药品监管"])
    let group = Conclusion(try claims(hits: [0], kind: .group), names)
    #expect(group.text.hasPrefix("1个领域有主体存在记录（税务）"))
  }

  @Test func manyDomainsAreNotAllNamedOnTheFirstScreen() throws {
    var names = TokenNames()
    names.add(list: 1, label: "大目录", names: Dictionary(uniqueKeysWithValues: (0..<38).map { ($0, "领域\($0)") }))
    let conclusion = Conclusion(try claims(asked: Set(0..<38), noData: Set(0..<30)), names)
    #expect(conclusion.text == "30个领域不能作出结论（领域0、领域1、领域2、领域3等）；其余8个领域未发现")
    #expect(conclusion.withoutAnswer.count == 30)
  }

  @Test func aReportThatAsksNothingConcludesNothing() throws {
    let conclusion = Conclusion(try claims(asked: [], kind: .enterprise), names)
    #expect(conclusion.outcome == .none && !conclusion.isWhole)
    #expect(conclusion.text == "本类报告列示记录，不作有无违法违规的结论")
    #expect(conclusion.scope == "2023-11-20至2026-11-19，记录1条")
  }

  /// Green is what a hurried person takes for a certificate.
  @Test func onlyAWholeCleanReportIsGreen() throws {
    func tone(_ code: String, _ claims: ReportClaims) -> Verdict.Tone {
      Verdict(code: code, conclusion: Conclusion(claims, answer: code, names)).tone
    }
    #expect(tone("VALID", try claims()) == .good)
    #expect(tone("VALID", try claims(asked: [0, 1])) == .limited)
    #expect(tone("VALID", try claims(days: 20_700...20_776)) == .limited)
    #expect(tone("VALID", try claims(asked: [], kind: .enterprise)) == .limited)
    #expect(tone("VALID", try claims(hits: [0])) == .caution)
    #expect(tone("VALID", try claims(noData: [0])) == .caution)
    for code in [
      "VALID_STATUS_STALE", "VALID_PAGES_NOT_COMPARED", "EXPIRED", "SUPERSEDED", "SUSPENDED", "STATUS_UNAVAILABLE",
      "OTHER_PAPER",
    ] {
      #expect(tone(code, try claims()) == .caution, "\(code)")
    }
    for code in ["REVOKED", "NOT_REGISTERED", "BAD_SIGNATURE", "PDF_CONTENT_MISMATCH", "A_NEW_REASON"] {
      #expect(tone(code, try claims()) == .bad, "\(code)")
    }
  }

  @Test func whatWasRevokedOrNeverRegisteredConcludesNothing() throws {
    for code in ["REVOKED", "NOT_REGISTERED", "STATUS_UNAVAILABLE", "KEY_COMPROMISED", "OTHER_PAPER"] {
      #expect(Conclusion(try claims(), answer: code, names) == nil, "\(code)")
    }
    #expect(Conclusion(try claims(), answer: "EXPIRED", names)?.label == "出具时的结论")
    #expect(Conclusion(try claims(), answer: "VALID", names)?.label == "报告结论")
  }
}
