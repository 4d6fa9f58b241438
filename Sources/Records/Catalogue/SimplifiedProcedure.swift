public import CivilTime
import Yams

/// What a law allows to be decided on the spot (简易程序), from the day on which it came into force. A decision that goes
/// further cannot have been made this way, whatever its record says.
public struct SimplifiedProcedure: Sendable, Hashable {
  public var from: CalendarDate
  /// The law, with its article.
  public var source: String
  /// The kinds of penalty that are allowed, as tables write them; all others go beyond.
  public var kinds: [String]
  /// The words that 处罚内容 may contain besides one amount: a text with any other word is not understood.
  public var words: [String]
  /// The largest fines for citizens, and for legal persons and other organisations.
  public var mostForCitizens: Money, mostForOrganisations: Money
  public init(
    from: CalendarDate, source: String, kinds: [String], words: [String], mostForCitizens: Money,
    mostForOrganisations: Money
  ) {
    (self.from, self.source, self.kinds, self.words) = (from, source, kinds, words)
    (self.mostForCitizens, self.mostForOrganisations) = (mostForCitizens, mostForOrganisations)
  }
}

func simplifiedProcedure(_ node: Node, _ file: String) throws(CatalogueError) -> SimplifiedProcedure {
  let map = try YAMLMapping(
    node, in: file, what: "a law on the simplified procedure",
    keys: ["from", "source", "kinds", "words", "citizens", "organisations"])
  let kinds = try map.texts("kinds")
  if kinds.isEmpty { throw map.location.error("a law on the simplified procedure lacks the key kinds") }
  return SimplifiedProcedure(
    from: try map.date("from"), source: try map.text("source"), kinds: kinds,
    words: try map.texts("words"), mostForCitizens: try amount("citizens", of: map),
    mostForOrganisations: try amount("organisations", of: map))
}

private func amount(_ key: String, of map: YAMLMapping) throws(CatalogueError) -> Money {
  guard case .amount(let amount) = Money.read(try map.text(key)) else {
    throw map.location(of: key).error("\(key) must be an amount such as 200元")
  }
  return amount
}
