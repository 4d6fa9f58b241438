import Importing

/// Takes names apart, as far as they are compared.
struct NameReader: Sendable {
  typealias Letters = [Unicode.Scalar]

  struct Name {
    /// Comparable, without brackets: these are often left out.
    var plain: Letters
    /// Without what stands in brackets, and the legal form.
    var body: Letters
    /// The body without places.
    var core: Letters
    /// The core, and the core behind places without their level (东莞华强实业).
    var cores: Set<Letters>
    /// The body without places, if these are known by their level alone.
    var leveledCore: Letters
  }

  private let places: Set<Letters>
  private let longestPlace: Int

  /// - Parameter places: names of places, without level. Others are known by it.
  init(places: [String]) {
    self.places = Set(places.map { Letters(comparableName($0).unicodeScalars) })
    longestPlace = self.places.map(\.count).max() ?? 0
  }

  func read(_ name: String) -> Name { read(Letters(comparableName(name).unicodeScalars)) }

  /// Nil: nothing of the name is hidden.
  func readMasked(_ name: String) -> Name? {
    MaskedName(Letters(comparableName(name).unicodeScalars)).map { read($0.letters) }
  }

  private func read(_ name: Letters) -> Name {
    let plain = name.filter { $0 != "(" && $0 != ")" }
    // 某公司 hides all of its own.
    let kept = name.contains(MaskedName.mask) ? 1 : 2
    let body = NameParts.withoutForm(NameParts.withoutBrackets(name)[...], keeping: kept)
    var (core, before): (ArraySlice, [Letters]) = (body, [])
    while before.count < 3, let place = place(before: core), Self.tells(core[place.end...]) {
      before.append(Letters(core[place.name]))
      core = core[place.end...]
    }
    var (cores, whole): (Set, Letters) = ([Letters(core)], Letters(core))
    for place in before.reversed() {
      whole = place + whole
      cores.insert(whole)
    }
    if whole.count < 2 { cores = [] }
    return Name(
      plain: plain, body: Letters(body), core: Letters(core), cores: cores,
      leveledCore: NameParts.core(of: Letters(body)))
  }

  /// The place with which a name begins, without its level, and where the rest begins.
  private func place(before name: ArraySlice<Unicode.Scalar>) -> (name: Range<Int>, end: Int)? {
    for count in stride(from: min(longestPlace, name.count - 1), through: 2, by: -1)
    where places.contains(Letters(name.prefix(count))) {
      let end = name.startIndex + count
      return (name.startIndex..<end, NameParts.levelEnd(of: name, from: end))
    }
    return NameParts.level(of: name).map { (name.startIndex..<$0.lowerBound, $0.upperBound) }
  }

  /// Whether more is shown than a trade.
  private static func tells(_ core: ArraySlice<Unicode.Scalar>) -> Bool {
    core.count >= 2 && NameParts.own(Letters(core)).joined().contains { $0 != MaskedName.mask }
  }
}
