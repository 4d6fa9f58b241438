public import Attestation
import CivilTime
public import Records
public import Registry
import ReportKinds
import ReportTokens
public import Reports

extension ReportQuestion {
  /// What a report answers. For whom it is, and why, is part of it: who asked for one must not lose it to another.
  public init(of report: Report) {
    if let judgement = report.judgement {
      self.init(
        list: judgement.list, domains: judgement.answers.map(\.domain), judgement.profile, judgement.purpose,
        judgement.recipient, asked: judgement.asked, through: report.period.upperBound)
    } else if let group = report.group {
      self.init(
        list: group.list, domains: group.domains.map(\.key), group.profile, group.purpose, group.recipient,
        asked: group.asked, through: report.period.upperBound)
    } else {
      let request = report.request
      self.init(
        terms: [report.edition] + [request?.requester, request?.purpose].map { foldedName($0 ?? "") },
        days: report.period.daysSince1970, answeredThrough: report.period.upperBound.daysSince1970,
        // A public report names nobody: somebody may still hold each of them.
        succession: request == nil ? .never : .later)
    }
  }

  private init(
    list: Judgement.List, domains: [String], _ profile: Judgement.Profile, _ purpose: Judgement.Purpose,
    _ recipient: String?, asked: ClosedRange<CalendarDate>, through last: CalendarDate
  ) {
    self.init(
      terms: [
        "\(list.key) \(list.version)", domains.sorted().joined(separator: " "), profile.key, purpose.rawValue,
        foldedName(recipient ?? ""),
      ], days: asked.daysSince1970, answeredThrough: last.daysSince1970, succession: .samePeriod)
  }
}

extension ClosedRange<CalendarDate> {
  fileprivate var daysSince1970: ClosedRange<Int> { lowerBound.daysSince1970...upperBound.daysSince1970 }
}

extension WatchedAnswer {
  /// What a report answers about each of its subjects; empty: it cannot be asked again from its token.
  /// - Parameter subject: full code of the subject of a report that is no summary.
  public static func all(in report: Report, about subject: String) throws(AttestationError) -> [WatchedAnswer] {
    let asOf = report.asOf.secondsSince1970
    func answer(_ subject: String, _ period: ClosedRange<CalendarDate>, _ answers: DomainAnswers) -> WatchedAnswer {
      WatchedAnswer(
        subject: subject, days: period.daysSince1970, masks: AnswerMasks(hits: answers.hits, noData: answers.noData),
        asOf: asOf)
    }
    if let judgement = report.judgement, judgement.profile.number > 0 {
      return [answer(subject, report.period, try DomainAnswers(judgement.answers))]
    }
    guard let group = report.group, group.profile.number > 0 else { return [] }
    var watched: [WatchedAnswer] = []
    for member in group.members where !member.code.isEmpty {
      watched.append(answer(member.code, member.period, try DomainAnswers(member, in: group)))
    }
    // A member that cannot be found again would never be noticed.
    return watched.count == group.members.count ? watched : []
  }
}

extension ReportMaker {
  /// Judges a subject for its reports of earlier days, each with its own question, under the list and the profile that its
  /// token names.
  public func judgingAgain(_ file: CreditFile) -> JudgeAgain {
    JudgeAgain(asOf: file.asOf.secondsSince1970) { claims, days in
      let period = CalendarDate(daysSince1970: days.lowerBound)...CalendarDate(daysSince1970: days.upperBound)
      // What was gathered up to an earlier day cannot say what holds for the whole period.
      guard let profile = claims.terms?.profile, file.lastDay >= period.upperBound,
        let builder = self.noViolationBuilder(
          listVersion: claims.catalogueVersion, bits: DomainAnswers.bits(of: claims.domains.asked), profile: profile,
          period: period),
        let answers = try? builder.answers(on: file), let masks = try? DomainAnswers(answers)
      else { return nil }
      return AnswerMasks(hits: masks.hits, noData: masks.noData)
    }
  }
}
