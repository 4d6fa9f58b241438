public import CivilTime
import Yams

/// When a source delivers: `templates/catalogue/sources.yaml`. What it owes stands with the domains.
public struct SourceSchedule: Sendable, Hashable {
  /// How often it delivers.
  public enum Rhythm: String, Sendable, Hashable, CaseIterable {
    case daily, weekly, monthly

    /// The most days of one period.
    public var days: Int {
      switch self {
      case .daily: 1
      case .weekly: 7
      case .monthly: 31
      }
    }
    public var label: String {
      switch self {
      case .daily: "每日"
      case .weekly: "每周"
      case .monthly: "每月"
      }
    }
  }
  public var name: String
  /// Other names by which it delivers, beside those that the domains give it.
  public var aliases: [String]
  public var rhythm: Rhythm
  /// How many days after the last day of a period its delivery may come.
  public var lateness: Int
  /// The first day of its data; nil: not known.
  public var since: CalendarDate?
  /// Whether it registers subjects, so that its word on names and codes holds.
  public var isRegistrar: Bool
  public init(
    name: String, aliases: [String] = [], rhythm: Rhythm, lateness: Int, since: CalendarDate? = nil,
    isRegistrar: Bool = false
  ) {
    (self.name, self.aliases, self.rhythm, self.lateness) = (name, aliases, rhythm, lateness)
    (self.since, self.isRegistrar) = (since, isRegistrar)
  }
}

func sourceSchedule(_ node: Node, _ file: String) throws(CatalogueError) -> Located<SourceSchedule> {
  let keys = ["name", "also", "rhythm", "late", "since", "registrar"]
  let map = try YAMLMapping(node, in: file, what: "a source's schedule", keys: keys)
  let schedule = SourceSchedule(
    name: try map.text("name"), aliases: try map.texts("also"), rhythm: try map.option("rhythm", default: .weekly),
    lateness: try map.integer("late", in: 0...366) ?? 7,
    since: map.node("since") == nil ? nil : try map.date("since"), isRegistrar: try map.flag("registrar"))
  return Located(value: schedule, location: map.location)
}
