import Records

/// The places of subjects (GB/T 2260): a code keeps the place where it was first given out, so that address and registrar
/// are asked too.
struct PlaceFinder: Sendable {
  private struct Rule: Sendable {
    var number: String
    var names: [String], beginnings: [String]
    var since: CalendarDate?
  }
  private let rules: [Rule]
  /// What stands before the place at the beginning of an address: the country, and provinces.
  private let leading: [String]

  init(_ places: [PlaceRule]) {
    rules = places.map {
      Rule(
        number: $0.number, names: $0.names.map(foldedName), beginnings: $0.beginnings.map(foldedName), since: $0.since)
    }
    let provinces = rules.filter { $0.number.utf8.count == 2 }
    // The longest first: 广东省 before 广东.
    leading = (["中华人民共和国", "中国"] + provinces.flatMap { $0.names + $0.beginnings }).sorted {
      $0.utf8.count > $1.utf8.count
    }
  }

  /// - Returns: nil where the code names no place: then nobody can say which sources are not concerned.
  func places(of subject: Subject) -> SubjectPlaces {
    var numbers: [String] = []
    let code = Array(subject.code.utf8)
    let digits = code.count == 18 ? code[2..<8] : []
    let isNumber = digits.count == 6 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if isNumber { numbers.append(String(decoding: digits, as: UTF8.self)) }
    for key in CatalogueKeys.placeFields {
      guard case .text(let text)? = subject.fields[key] else { continue }
      for number in self.numbers(in: text) where !numbers.contains(number) { numbers.append(number) }
    }
    let since = rules.filter { rule in numbers.contains { $0.hasPrefix(rule.number) } }.compactMap(\.since).max()
    // Whoever is in a city is in its province; that says nothing more.
    let own = numbers.filter { number in !numbers.contains { $0 != number && $0.hasPrefix(number) } }
    return SubjectPlaces(numbers: own, isKnownByCode: isNumber, since: since)
  }

  private func numbers(in text: String) -> [String] {
    let folded = foldedName(text)
    var beginning = folded[...]
    while let word = leading.first(where: { beginning.hasPrefix($0) }) { beginning = beginning.dropFirst(word.count) }
    return rules.filter { rule in
      rule.names.contains { folded.contains($0) }
        || rule.beginnings.contains { beginning.hasPrefix($0) || folded.hasPrefix($0) }
    }.map(\.number)
  }
}

/// Where a subject is, as far as its file says.
struct SubjectPlaces: Sendable, Equatable {
  /// Beginnings of places' numbers: the code's, the address's and the registrar's.
  var numbers: [String]
  /// Whether the code names one. Where it does not, every source is asked.
  var isKnownByCode: Bool
  /// The first day of which the places' departments have data.
  var since: CalendarDate?

  /// Whether a source that serves some places is asked; any of the subject's places suffices.
  func callFor(_ places: [String]) -> Bool {
    guard isKnownByCode, !places.isEmpty else { return true }
    return places.contains { place in numbers.contains { $0.hasPrefix(place) } }
  }
}
