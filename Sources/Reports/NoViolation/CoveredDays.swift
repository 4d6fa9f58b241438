public import CivilTime
public import Records
import ReportKinds

/// Up to which day the data of a domain reach.
public struct DomainDays: Sendable, Equatable, Codable {
  /// Key of the domain.
  public var domain: String
  /// The last day for which every source that is asked delivered all that it owes; nil: there is none.
  public var through: CalendarDate?
  /// The sources whose data end there, or that have none; empty if the data reach as far as the file.
  public var sources: [String]
  public init(domain: String, through: CalendarDate?, sources: [String]) {
    (self.domain, self.through, self.sources) = (domain, through, sources)
  }
}

/// Tells before a question is asked up to which day it can be answered, by the rules of the answers themselves. It
/// speaks of the end of the data only: whether they have gaps earlier, the answer says.
public struct CoveredDays: Sendable {
  private let asked: AskedSources
  private let domains: [(key: String, isIdentified: Bool)]

  /// - Parameters: as of `NoViolationQuestion`.
  public init(catalogue: Catalogue, list: String, profile: String) throws(NoViolationError) {
    let day = CalendarDate(daysSince1970: 0)
    let question = try NoViolationQuestion(
      catalogue: catalogue, list: list, domains: nil, period: day...day, purpose: .other, recipient: nil,
      profile: profile)
    asked = AskedSources(catalogue, question)
    domains = question.entries.map { ($0.domain, $0.definition.isIdentified) }
  }

  /// For each domain of the list.
  public func days(in file: CreditFile) -> [DomainDays] {
    var left = domains.filter(\.isIdentified).map(\.key)
    var found: [String: DomainDays] = [:]
    // What is covered changes only where an entry ends, or something that failed begins.
    for day in ends(in: file) where !left.isEmpty {
      let completeness = SourceCompleteness(asked, file, period: day...day)
      for domain in left {
        let sources = completeness.sources(of: domain)
        guard !sources.isEmpty, sources.allSatisfy(\.isComplete) else { continue }
        let later = day < file.lastDay ? incomplete(domain, file, on: day.next) : []
        found[domain] = DomainDays(domain: domain, through: day, sources: later)
      }
      left.removeAll { found[$0] != nil }
    }
    return domains.map { key, _ in
      found[key] ?? DomainDays(domain: key, through: nil, sources: incomplete(key, file, on: file.lastDay))
    }
  }

  private func incomplete(_ domain: String, _ file: CreditFile, on day: CalendarDate) -> [String] {
    SourceCompleteness(asked, file, period: day...day).sources(of: domain).filter { !$0.isComplete }.map(\.name)
  }

  /// The last one first.
  private func ends(in file: CreditFile) -> [CalendarDate] {
    let ends = file.coverage.flatMap { entry in
      [entry.through, entry.from.map { CalendarDate(daysSince1970: $0.daysSince1970 - 1) }].compactMap { $0 }
    }
    return Set(ends + [file.lastDay]).filter { $0 <= file.lastDay }.sorted(by: >)
  }
}

extension CalendarDate {
  fileprivate var next: CalendarDate { CalendarDate(daysSince1970: daysSince1970 + 1) }
}

extension InquiredSource {
  fileprivate var isComplete: Bool { days.allSatisfy { $0.fault == nil } }
}
