public import Attestation
import CivilTime

/// Where a home keeps the marks of its registries: what each had come to when the home last added to it.
public struct RegistryMarks: Sendable {
  /// Folders, all with the same marks. The first is made when it is needed; the others must be there.
  public var folders: [String]
  /// Where the registry is, however it was named: an absolute path, or a URL without its password.
  public var place: String
  /// The key that signs the log here, and no other log; nil: there is none, or one for trying out.
  public var logKey: KeyID?
  /// Who may write the marks: whoever may write the registry, and nobody else.
  public var sharing: Sharing
  /// Seconds since 1970.
  public var clock: @Sendable () -> Int64

  public enum Sharing: Sendable {
    case owner
    /// The group of the folder, which new files keep.
    case group

    /// Everybody who can reach them may read them: they tell no more than a checkpoint does, and whoever verifies for others
    /// must notice an older registry, too.
    var fileMode: UInt32 { self == .owner ? 0o644 : 0o664 }
    var folderMode: UInt32 { self == .owner ? 0o700 : 0o2770 }
  }

  public init(
    folders: [String], place: String, logKey: KeyID? = nil, sharing: Sharing = .owner,
    clock: @escaping @Sendable () -> Int64
  ) {
    (self.folders, self.place, self.logKey, self.sharing, self.clock) = (folders, place, logKey, sharing, clock)
  }
}

/// A registry that is older than a home knew it, or is another one in its place or under its log's key.
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
  /// What seems to have happened.
  public let cause: Cause
  /// What the home knew, in full.
  let mark: RegistryMark

  public enum Cause: Sendable, Equatable {
    /// The registry was put back to an earlier state.
    case earlierState
    /// It is another database, or went another way since.
    case anotherHistory
    /// It is not the one whose log the home's key signs, and which was at this place.
    case otherLog(than: String)
  }

  /// - Parameter place: where the registry is.
  init(to state: RegistryState, at place: String, from mark: RegistryMark) {
    held = Extent(reports: state.log.size, changes: state.statuses.size)
    known = Extent(reports: mark.log.size, changes: mark.statuses.size)
    (knownAt, self.mark) = (mark.loggedAt, mark)
    let holdsLess = held.reports < known.reports || held.changes < known.changes
    cause =
      if state.first != mark.first, place != mark.place {
        .otherLog(than: mark.place)
      } else if holdsLess, state.first == mark.first || state.first == nil {
        .earlierState
      } else {
        .anotherHistory
      }
  }
}

extension Rollback: CustomStringConvertible {
  /// Follows the location in a sentence.
  public var description: String {
    let time = knownAt.map { ", the last report of \(BeijingTime(secondsSince1970: $0))" } ?? ""
    let (way, remedy) =
      switch cause {
      case .earlierState:
        ("it was put back to an earlier state, or copied without its -wal file", "bring the newer one back")
      case .anotherHistory: ("it is another database, or went another way since", "bring the right one back")
      case .otherLog(let place):
        ("that was \(place), and a key signs one log", "use that registry, or make a new key for this log")
      }
    return """
      holds \(held), but this home knew \(known)\(time): \(way); nothing is issued or signed from it, so \(remedy)
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
