public import CivilTime

/// A place, identified by the prefix of its number (GB/T 2260), and its names in addresses and registrars' names.
public struct PlaceRule: Sendable, Hashable {
  /// Two to six digits: a province, a city, a county.
  public var number: String
  /// Names that mean the place wherever they occur (深圳市).
  public var names: [String]
  /// Names that mean it only at the beginning of an address (深圳), because streets are called that too.
  public var beginnings: [String]
  /// The first day for which the place's departments have data: before that day nobody looked. Nil: not known.
  public var since: CalendarDate?
  public init(number: String, names: [String], beginnings: [String] = [], since: CalendarDate? = nil) {
    (self.number, self.names, self.beginnings, self.since) = (number, names, beginnings, since)
  }
}
