import CivilTime

/// Where a home keeps the marks of its registries: what each had come to when the home last added to it.
public struct RegistryMarks: Sendable {
  /// Folders, all with the same marks. The first is made when it is needed; the others must be there.
  public var folders: [String]
  /// Where the registry is, however it was named: an absolute path, or a URL without its password.
  public var place: String
  /// Who may write the marks: whoever may write the registry, and nobody else.
  public var sharing: Sharing
  /// Seconds since 1970.
  public var clock: @Sendable () -> Int64

  public enum Sharing: Sendable {
    case owner
    /// The group of the folder, which new files keep.
    case group

    var fileMode: UInt32 { self == .owner ? 0o600 : 0o660 }
    var folderMode: UInt32 { self == .owner ? 0o700 : 0o2770 }
  }

  public init(
    folders: [String], place: String, sharing: Sharing = .owner, clock: @escaping @Sendable () -> Int64
  ) {
    (self.folders, self.place, self.sharing, self.clock) = (folders, place, sharing, clock)
  }
}

/// A registry that is older than a home knew it, or is another one in its place.
public struct Rollback: Sendable, Equatable {
  /// How much there is in a registry.
  public struct Extent: Sendable, Equatable {
    /// Entries of the log.
    public let reports: UInt64
    /// Changes of statuses.
    public let changes: UInt64
  }

  /// What the registry holds now.
  public let held: Extent
  /// What the home knew.
  public let known: Extent
  /// When the last of those reports was registered, seconds since 1970; nil: not known.
  public let knownAt: Int64?
  /// What the home knew, in full.
  let mark: RegistryMark

  init(to state: RegistryState, from mark: RegistryMark) {
    let isSame = state.first == mark.first
    held = Extent(reports: isSame ? state.log.size : 0, changes: isSame ? state.statuses.size : 0)
    known = Extent(reports: mark.log.size, changes: mark.statuses.size)
    (knownAt, self.mark) = (mark.loggedAt, mark)
  }

  /// Whether the registry holds as much or more: then it is not an earlier state, but went another way since.
  public var isAnother: Bool { held.reports >= known.reports && held.changes >= known.changes }
}

extension Rollback: CustomStringConvertible {
  /// Follows the location in a sentence.
  public var description: String {
    let time = knownAt.map { ", the last report of \(BeijingTime(secondsSince1970: $0))" } ?? ""
    let way =
      isAnother
      ? "it is another database, or went another way since"
      : "it was put back to an earlier state, or copied without its -wal file"
    return """
      holds \(held), but this home knew \(known)\(time): \(way); nothing is issued or signed from it, so bring the newer \
      one back
      """
  }
}

extension Rollback.Extent: CustomStringConvertible {
  public var description: String { "\(reports) reports and \(changes) changes of status" }
}

/// A clock by which no report is issued: it went back, or far ahead.
public struct ClockDoubt: Sendable, Equatable {
  /// What the clock says, seconds since 1970.
  public let clock: Int64
  /// The time of the log's last report, seconds since 1970.
  public let last: Int64

  /// Seconds by which clocks of one machine and another may differ.
  public static let tolerance: Int64 = 120
  /// Seconds after which nobody issues a report by a clock that nobody has looked at: 45 days.
  public static let longestRest: Int64 = 45 * 86_400
}

extension ClockDoubt: CustomStringConvertible {
  public var description: String {
    let (clock, last) = (BeijingTime(secondsSince1970: self.clock), BeijingTime(secondsSince1970: self.last))
    let problem =
      clock < last
      ? "which is before the last report, of \(last)"
      : "more than \(Self.longestRest / 86_400) days after the last report, of \(last)"
    return "the clock says \(clock), \(problem): nothing is issued by it; set the clock right"
  }
}
