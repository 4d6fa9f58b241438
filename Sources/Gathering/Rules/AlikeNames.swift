import Importing

/// Whom a name may mean that nobody bears: names that are one slip away, the same without places, brackets and legal
/// form, or what a masked name shows. A name of under five letters has no neighbours, and a person's name has none: one
/// slip would be too many people's. A masked one fits persons letter by letter.
struct AlikeNames: Sendable {
  typealias Letters = [Unicode.Scalar]
  private let parts: NameReader

  /// - Parameter places: names of places, without level.
  init(places: [String]) { parts = NameReader(places: places) }

  /// - Parameters:
  ///   - row: a name as a row has it.
  ///   - subject: one of the names by which the subject is known.
  func isAlike(_ row: String, _ subject: String, isPerson: Bool) -> Bool {
    let subject = parts.read(subject)
    if let masked = parts.readMasked(row) { return Self.fits(masked, subject, isPerson: isPerson) }
    if isPerson { return false }
    let row = parts.read(row)
    return row.plain == subject.plain || !row.cores.isDisjoint(with: subject.cores)
      || Self.hasNeighbours(subject.plain, atLeast: 5) && OneSlip.isBetween(row.plain, subject.plain)
  }

  private static func fits(_ masked: NameReader.Name, _ subject: NameReader.Name, isPerson: Bool) -> Bool {
    if shows(masked) == nil { return false }
    var patterns = [(masked.plain, subject.plain)]
    let pair = { (part: Letters) in MaskedName.pair(in: part, shownBy: masked.plain) }
    if !isPerson, pair(masked.leveledCore) != nil {
      patterns.append((masked.body, subject.body))
      if pair(masked.core) != nil { patterns.append((masked.core, subject.core)) }
    }
    return patterns.contains { MaskedName.fits($0, $1, isLetterByLetter: isPerson) }
  }

  /// Whether a name hides so much that it may be anybody's: 某公司, 张某.
  static func mayBeAnybodys(_ name: String) -> Bool {
    NameReader(places: []).readMasked(name).map { shows($0) == nil } ?? false
  }

  // MARK: Traits

  /// What a row is found by: a subject to whom its name is alike has one of them, too.
  func traits(ofRow name: String) -> Set<String> {
    if let masked = parts.readMasked(name) { return Self.shows(masked).map { [$0] } ?? [] }
    let name = parts.read(name)
    return Set(name.cores.map { Self.trait("core", $0) }).union(Self.slips(name.plain, atLeast: 4))
  }

  func traits(ofSubject name: String, isPerson: Bool) -> Set<String> {
    let name = parts.read(name)
    guard let first = name.plain.first, let last = name.plain.last else { return [] }
    var pairs = Set(MaskedName.pairs(of: name.plain))
    var traits: Set<String> = [Self.trait("ends", [first, last])]
    if !isPerson {
      pairs.formUnion(MaskedName.pairs(of: name.body))
      traits.formUnion(name.cores.map { Self.trait("core", $0) })
      traits.formUnion(Self.slips(name.plain, atLeast: 5))
    }
    return traits.union(pairs.map { Self.trait("pair", $0) })
  }

  /// Names that are much longer are compared without slips.
  private static let longest = 100

  private static func hasNeighbours(_ name: Letters, atLeast shortest: Int) -> Bool {
    shortest <= name.count && name.count <= longest
  }

  private static func slips(_ name: Letters, atLeast shortest: Int) -> [String] {
    (hasNeighbours(name, atLeast: shortest) ? OneSlip.variants(name) : [name]).map { trait("slip", $0) }
  }

  /// What a masked name shows beside places and form; nil: so little that it may be anybody's.
  private static func shows(_ masked: NameReader.Name) -> String? {
    if let pair = MaskedName.pair(in: masked.leveledCore, shownBy: masked.plain) {
      return trait("pair", MaskedName.pair(in: masked.core, shownBy: masked.plain) ?? pair)
    }
    return MaskedName.ends(of: masked.plain).map { trait("ends", $0) }
  }

  private static func trait(_ kind: String, _ letters: Letters) -> String {
    var text = String.UnicodeScalarView(kind.unicodeScalars)
    text.append(" ")
    text.append(contentsOf: letters)
    return String(text)
  }
}
