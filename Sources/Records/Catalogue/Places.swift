public import CivilTime

/// A place, by the beginning of its number (GB/T 2260), and how addresses and registrars name it.
public struct PlaceRule: Sendable, Hashable {
  /// Two to six digits: a province, a city, a county.
  public var number: String
  /// Names that mean the place wherever they stand (深圳市).
  public var names: [String]
  /// Names that mean it only where an address begins with them (深圳), because streets have them too.
  public var beginnings: [String]
  /// The first day of which the place's departments have data: before it nobody looked. Nil: not known.
  public var since: CalendarDate?
  public init(number: String, names: [String], beginnings: [String] = [], since: CalendarDate? = nil) {
    (self.number, self.names, self.beginnings, self.since) = (number, names, beginnings, since)
  }
}
