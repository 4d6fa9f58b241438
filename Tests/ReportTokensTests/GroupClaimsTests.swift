import Attestation
import CivilTime
import Records
import ReportKinds
import Reports
import Testing

@testable import ReportTokens

/// What the token of a group's summary says of a domain holds for everybody in the group.
@Suite struct GroupClaimsTests {
  private func summary(_ answers: [[GroupSummary.Answer]]) throws -> GroupSummary {
    let day = try #require(CalendarDate(year: 2026, month: 1, day: 1))
    let time = BeijingTime(day, secondOfDay: 0)
    return GroupSummary(
      asked: day...day, purpose: .listing, recipient: nil, profile: .init(key: "p", label: "p", basis: "p", number: 1),
      list: .init(key: "l", label: "l", version: 3, size: 10), counted: [], notQueried: [],
      domains: answers[0].indices.map { .init(key: "d\($0)", label: "d\($0)", bit: 2 * $0 + 1) },
      members: answers.enumerated().map { index, answers in
        GroupSummary.Member(
          role: index == 0 ? .issuer : .subsidiary, name: "n\(index)", code: "c\(index)",
          number: ReportNumber(at: time, random: UInt64(index)), issuedAt: time,
          digest: [UInt8](repeating: 0, count: 32), period: day...day, answers: answers, unclassified: 0)
      })
  }

  private let clean = GroupSummary.Answer(outcome: .clean, count: 0, lacksData: false)
  private let records = GroupSummary.Answer(outcome: .records, count: 2, lacksData: false)
  private let recordsAndGap = GroupSummary.Answer(outcome: .records, count: 1, lacksData: true)
  private let noData = GroupSummary.Answer(outcome: .noData, count: 0, lacksData: true)
  private let undetermined = GroupSummary.Answer(outcome: .undetermined, count: 0, lacksData: false)

  @Test func aDomainIsCleanOnlyWhereItIsSoForAll() throws {
    let answers = try summary([
      [clean, clean, records, noData, undetermined, recordsAndGap, records],
      [clean, clean, clean, clean, clean, clean, undetermined],
      [clean, noData, clean, clean, clean, clean, clean],
    ]).domainAnswers()
    #expect(DomainAnswers.bits(of: answers.asked) == [1, 3, 5, 7, 9, 11, 13])
    #expect(DomainAnswers.bits(of: answers.hits) == [5, 11, 13])
    #expect(DomainAnswers.bits(of: answers.noData) == [3, 7, 9, 11, 13])
    #expect(DomainAnswers.bits(of: answers.clean) == [1])
  }

  /// Any one subject that is not clean takes the word from all.
  @Test func oneSubjectIsEnough() throws {
    for answer in [records, recordsAndGap, noData, undetermined] {
      for place in 0..<3 {
        var rows = Array(repeating: [clean], count: 3)
        rows[place] = [answer]
        #expect(DomainAnswers.bits(of: try summary(rows).domainAnswers().clean) == [])
      }
    }
  }
}
