import Importing

/// Whom a name may mean that nobody bears: names that are one slip away, the same without places, brackets and legal
/// form, or what a masked name shows. A name of under five letters has no neighbours, and a person's name has none: one
/// slip would be too many people's. A masked one fits persons letter by letter.
struct AlikeNames: Sendable {
  typealias Letters = [Unicode.Scalar]
  private let reader: NameReader

  /// - Parameter places: names of places, without level.
  init(places: [String]) { reader = NameReader(places: places) }

  /// A name as a row has it.
  struct RowName {
    fileprivate var name: NameReader.Name
    fileprivate var isMasked: Bool
  }

  /// A name by which a subject is known.
  struct SubjectName {
    fileprivate var name: NameReader.Name
    fileprivate var isPerson: Bool
  }

  func read(row name: String) -> RowName {
    if let masked = reader.readMasked(name) { return RowName(name: masked, isMasked: true) }
    return RowName(name: reader.read(name), isMasked: false)
  }

  func read(subject name: String, isPerson: Bool) -> SubjectName {
    SubjectName(name: reader.read(name), isPerson: isPerson)
  }

  // MARK: Comparing

  static func areAlike(_ row: RowName, _ subject: SubjectName) -> Bool {
    if row.isMasked { return fits(row.name, subject) }
    if subject.isPerson { return false }
    let (row, subject) = (row.name, subject.name)
    return row.plain == subject.plain || !row.cores.isDisjoint(with: subject.cores)
      || hasNeighbours(subject.plain, atLeast: 5) && OneSlip.isBetween(row.plain, subject.plain)
  }

  private static func fits(_ masked: NameReader.Name, _ subject: SubjectName) -> Bool {
    if shows(masked) == nil { return false }
    var patterns = [(masked.plain, subject.name.plain)]
    let pair = { (part: Letters) in MaskedName.pair(in: part, shownBy: masked.plain) }
    if !subject.isPerson, pair(masked.leveledCore) != nil {
      patterns.append((masked.body, subject.name.body))
      if pair(masked.core) != nil { patterns += subject.name.cores.map { (masked.core, $0) } }
    }
    return patterns.contains { MaskedName.fits($0, $1, isLetterByLetter: subject.isPerson) }
  }

  /// Whether a name hides so much that it may be anybody's: 某公司, 张某.
  static func mayBeAnybodys(_ name: String) -> Bool {
    NameReader(places: []).readMasked(name).map { shows($0) == nil } ?? false
  }

  // MARK: Traits

  /// What a row is found by: a subject to whom its name is alike has one of them, too.
  static func traits(of row: RowName) -> Set<String> {
    if row.isMasked { return shows(row.name).map { [$0] } ?? [] }
    return Set(row.name.cores.map { trait("core", $0) }).union(slips(row.name.plain, atLeast: 4))
  }

  static func traits(of subject: SubjectName) -> Set<String> {
    let name = subject.name
    guard let first = name.plain.first, let last = name.plain.last else { return [] }
    var pairs = Set(MaskedName.pairs(of: name.plain))
    var traits: Set<String> = [trait("ends", [first, last])]
    if !subject.isPerson {
      pairs.formUnion((name.cores + [name.body]).flatMap(MaskedName.pairs))
      traits.formUnion(name.cores.map { trait("core", $0) })
      traits.formUnion(slips(name.plain, atLeast: 5))
    }
    return traits.union(pairs.map { trait("pair", $0) })
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
