import CivilTime
import Records

/// Whether the sources of a domain were searched for a whole period, category by category:
/// docs/judgement.md, “Which sources are asked, and for what”.
struct SourceCompleteness {
  let asked: AskedSources
  let period: ClosedRange<CalendarDate>
  let places: SubjectPlaces
  /// The last day of which the file can know anything, whatever its coverage says.
  private let lastDay: CalendarDate
  private let claims: [CoverageClaim]

  init(_ asked: AskedSources, _ file: CreditFile, period: ClosedRange<CalendarDate>) {
    (self.asked, self.period, lastDay) = (asked, period, file.lastDay)
    places = asked.places.places(of: file.subject)
    let sources = file.coverage.map { foldedName($0.source) }
    var named: [String: Set<String>] = [:]
    for (source, entry) in zip(sources, file.coverage) { named[source, default: []].formUnion(entry.domains ?? []) }
    claims = zip(sources, file.coverage).map { source, entry in
      CoverageClaim(entry, source: source, known: asked.known(source), named: named[source] ?? [])
    }
  }

  /// What each source of a domain delivered: first the sources that the catalogue names for it, then any other that the
  /// file names for it, because that one may hold records too.
  func sources(of domain: String) -> [InquiredSource] {
    var left = claims.filter { $0.concerns(domain: domain) }
    var sources: [InquiredSource] = []
    for source in asked.sources(of: domain) where places.callFor(source.places) {
      let shares = shares(of: source, left)
      for share in shares where !share.categories.isEmpty {
        sources.append(self.source(share.source.name, share.claims, share.categories, share.source))
      }
      let taken = shares.reduce(into: source.names) { $0.formUnion($1.source.names) }
      left.removeAll { taken.contains($0.source) }
    }
    while let next = left.first {
      let names = asked.names(of: next.source, for: domain)
      let own = left.filter { names.contains($0.source) }
      left.removeAll { names.contains($0.source) }
      let owes = next.known?.owes ?? Set(asked.counting)
      // If a source is not asked for this subject, its loaded entries prove nothing and are not needed.
      let binding = own.filter { !$0.isLoaded || !$0.leavesDomainsToCatalogue }
      let categories = asked.counting.filter { category in
        binding.contains { $0.concerns(category: category, owes: owes) }
      }
      guard !categories.isEmpty else { continue }
      sources.append(source(next.entry.source, own, Set(categories), owes: owes, since: nil))
    }
    return sources
  }

  /// Whether a source is asked for a domain: by the catalogue, itself or as an alternative, or by the file.
  /// - Parameter name: folded.
  func isAsked(_ name: String, for domain: String) -> Bool {
    asked.sources(of: domain).contains { source in
      ([source] + source.alternatives).contains { $0.names.contains(name) && places.callFor($0.places) }
    } || claims.contains { $0.source == name && $0.entry.domains?.contains(domain) == true }
  }

  // MARK: Categories that nobody was asked for

  /// The categories that count, but that no asked source owes and no source delivered by name for the whole period
  /// (未纳入查询).
  func categoriesNotQueried() -> [String] {
    var queried: Set<String> = []
    for domain in asked.domains {
      for source in asked.sources(of: domain) where places.callFor(source.places) { queried.formUnion(source.owes) }
    }
    return asked.counting.filter { !queried.contains($0) && !isDelivered($0) }
  }

  private func isDelivered(_ category: String) -> Bool {
    Set(claims.map(\.source)).contains { name in
      let own = claims.filter { $0.source == name }
      let speaksOfAsked = own.contains { claim in asked.domains.contains(where: claim.concerns(domain:)) }
      guard asked.known(name) != nil || speaksOfAsked else { return false }
      let all = own.filter { $0.concerns(category: category, owes: Set(asked.counting)) }
      return DeliveredDays(
        all.filter { !$0.isLoaded || $0.entry.categories != nil }, period: period, possible: possible(nil)
      ).fault == nil
    }
  }

  // MARK: One source

  /// The part of a source's categories that the source itself, or an alternative in its place, must answer for.
  private struct Share {
    var source: AskedSources.Source
    var claims: [CoverageClaim]
    var categories: Set<String>
  }

  private func shares(of source: AskedSources.Source, _ claims: [CoverageClaim]) -> [Share] {
    func share(_ source: AskedSources.Source) -> Share {
      Share(source: source, claims: claims.filter { source.names.contains($0.source) }, categories: [])
    }
    var own = share(source)
    var others = alternatives(of: source).map(share)
    for category in source.owes {
      let speaks = { (share: Share) in
        share.claims.contains { $0.concerns(category: category, owes: source.owes) }
      }
      if speaks(own) || others.isEmpty || !others.allSatisfy(speaks) {
        own.categories.insert(category)
      } else {
        for index in others.indices { others[index].categories.insert(category) }
      }
    }
    // Alternatives that are not needed are treated like any other source that the file names.
    return ([own] + others.filter { !$0.categories.isEmpty }).map { share in
      var share = share
      // A failed category that is named taints, whether or not it was owed.
      for claim in share.claims where !claim.isLoaded {
        share.categories.formUnion(Set(claim.entry.categories ?? []).intersection(asked.counting))
      }
      return share
    }
  }

  /// The alternatives that can replace a source together: at least one for every place of the subject. If the code
  /// names no place, nobody can say that an alternative serves the subject.
  private func alternatives(of source: AskedSources.Source) -> [AskedSources.Source] {
    guard places.isKnown else { return [] }
    let serving = source.alternatives.filter { places.callFor($0.places) }
    let isServed = places.numbers.allSatisfy { number in
      serving.contains { $0.places.contains { number.hasPrefix($0) } }
    }
    return isServed ? serving : []
  }

  private func source(
    _ name: String, _ claims: [CoverageClaim], _ categories: Set<String>, _ source: AskedSources.Source
  ) -> InquiredSource {
    self.source(name, claims, categories, owes: source.owes, since: source.since)
  }

  private func source(
    _ name: String, _ claims: [CoverageClaim], _ categories: Set<String>, owes: Set<String>, since: CalendarDate?
  ) -> InquiredSource {
    let possible = possible(since)
    let days = asked.counting.filter(categories.contains).map { category in
      InquiredSource.Days(
        category: category, label: asked.label(category),
        delivered: DeliveredDays(
          claims.filter { $0.concerns(category: category, owes: owes) }, period: period, possible: possible))
    }
    return InquiredSource(
      name: name, period: period, days: days, possible: possible,
      statesCategories: claims.allSatisfy { $0.entry.categories != nil })
  }

  /// The days for which a source can have data, whatever the file's coverage says; nil: none.
  private func possible(_ since: CalendarDate?) -> ClosedRange<CalendarDate>? {
    let first = [since, places.since].compactMap { $0 }.max() ?? .first
    return first <= lastDay ? first...lastDay : nil
  }
}

extension CalendarDate {
  /// 0001-01-01
  fileprivate static var first: CalendarDate { CalendarDate(daysSince1970: -719_162) }
}
