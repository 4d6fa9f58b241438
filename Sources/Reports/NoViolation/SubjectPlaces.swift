import CivilTime
import Records

/// Finds the places of subjects (GB/T 2260). A code keeps the place where it was first issued, so address and registrar
/// are considered too.
struct PlaceFinder: Sendable {
  private struct Name: Sendable {
    var scalars: [Unicode.Scalar]
    /// Index of the place.
    var place: Int
  }
  private let places: [PlaceRule]
  /// By first character, so that an address is scanned once, however many places there are.
  private let names: [Unicode.Scalar: [Name]], beginnings: [Unicode.Scalar: [Name]]
  /// What may precede the place at the beginning of an address: the country and provinces, longest first (广东省 before
  /// 广东).
  private let leading: [[Unicode.Scalar]]

  init(_ places: [PlaceRule]) {
    func index(_ texts: (PlaceRule) -> [String]) -> [Unicode.Scalar: [Name]] {
      let names = places.enumerated().flatMap { place, rule in
        texts(rule).map { Name(scalars: Array(foldedName($0).unicodeScalars), place: place) }
      }
      return Dictionary(grouping: names.filter { !$0.scalars.isEmpty }) { $0.scalars[0] }
    }
    (self.places, names, beginnings) = (places, index(\.names), index(\.beginnings))
    let provinces = places.filter { $0.number.utf8.count == 2 }
    leading = (["中华人民共和国", "中国"] + provinces.flatMap { $0.names + $0.beginnings })
      .map { Array(foldedName($0).unicodeScalars) }.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
  }

  func places(of subject: Subject) -> SubjectPlaces {
    var numbers: [String] = []
    let code = Array(subject.code.utf8)
    let digits = code.count == 18 ? code[2..<8] : []
    let isNumber = digits.count == 6 && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    // …0000 is a province or the state: only address and registrar can say where its subjects are.
    let isProvince = isNumber && digits.dropFirst(2).allSatisfy { $0 == UInt8(ascii: "0") }
    if isNumber { numbers.append(String(decoding: isProvince ? digits.prefix(2) : digits, as: UTF8.self)) }
    for key in CatalogueKeys.placeFields {
      guard case .text(let text)? = subject.fields[key] else { continue }
      for number in self.numbers(in: text) where !numbers.contains(number) { numbers.append(number) }
    }
    let since = places.filter { place in numbers.contains { $0.hasPrefix(place.number) } }.compactMap(\.since).max()
    // A city implies its province, which adds nothing.
    let own = numbers.filter { number in !numbers.contains { $0 != number && $0.hasPrefix(number) } }
    return SubjectPlaces(numbers: own, isKnown: isNumber && own.contains { $0.utf8.count > 2 }, since: since)
  }

  private func numbers(in text: String) -> [String] {
    let text = Array(foldedName(text).unicodeScalars)
    var found = Set<Int>()
    func look(_ names: [Unicode.Scalar: [Name]], at start: Int) {
      guard start < text.count else { return }
      for name in names[text[start]] ?? [] where text[start...].starts(with: name.scalars) {
        if !namesStreet(text[(start + name.scalars.count)...]) { found.insert(name.place) }
      }
    }
    for start in text.indices { look(names, at: start) }
    look(beginnings, at: 0)
    var start = 0
    while let word = leading.first(where: { text[start...].starts(with: $0) }) { start += word.count }
    look(beginnings, at: start)
    return found.sorted().map { places[$0].number }
  }
}

/// Whether the name just read belongs to a street (深圳路), which may be anywhere.
private func namesStreet(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
  ["路", "街", "大道", "巷"].contains { rest.starts(with: $0.unicodeScalars) }
}

/// The location of a subject, as far as its file says.
struct SubjectPlaces: Sendable, Equatable {
  /// Prefixes of place numbers: from the code, the address and the registrar.
  var numbers: [String]
  /// Whether the code names a place, and code, address or registrar names a city. Otherwise every source is asked.
  var isKnown: Bool
  /// The first day for which the places' departments have data.
  var since: CalendarDate?

  /// Whether a source that serves some places is asked; one match with the subject's places suffices.
  func callFor(_ places: [String]) -> Bool {
    guard isKnown, !places.isEmpty else { return true }
    return places.contains { place in numbers.contains { $0.hasPrefix(place) } }
  }
}
