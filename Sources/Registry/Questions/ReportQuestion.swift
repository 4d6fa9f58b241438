import CivilTime

/// What a report answers. Printing supersedes only the same question: a company may hold the answers to several at once.
///
/// The registry keeps it as an HMAC under its secret, with subject and kind, so that a reader of the database learns
/// nothing of purposes and recipients; of the period, which the token tells anyway, it keeps the days.
public struct ReportQuestion: Sendable, Equatable {
  /// All that tells one question from another besides subject, kind and period, in a fixed order.
  public var terms: [String]
  /// The days that are asked about, since 1970-01-01, both inclusive.
  public var days: ClosedRange<Int>
  /// The last of them that is answered for: data that were gathered too early answer for fewer.
  public var answeredThrough: Int
  public var succession: Succession

  /// Which later report takes the place of an earlier one with the same terms.
  public enum Succession: Sendable, Equatable {
    /// None: the reports live side by side until they expire.
    case never
    /// One that ends no earlier.
    case later
    /// One that ends no earlier, and begins on the same day or has the same length.
    case samePeriod
  }

  public init(terms: [String], days: ClosedRange<Int>, answeredThrough: Int, succession: Succession) {
    (self.terms, self.days, self.answeredThrough, self.succession) = (terms, days, answeredThrough, succession)
  }

  /// Whether this question, asked later, is the one that was asked about other days.
  /// - Parameter end: the last day that was answered for then.
  func succeeds(_ earlier: ClosedRange<Int>, answeredThrough end: Int) -> Bool {
    guard days.upperBound >= earlier.upperBound, answeredThrough >= end else { return false }
    return switch succession {
    case .never: false
    case .later: true
    case .samePeriod:
      days.lowerBound == earlier.lowerBound || days.count == earlier.count
        || !Self.months(days).isDisjoint(with: Self.months(earlier))
    }
  }

  /// The numbers of whole months that a period may be: 近三年 has 1095 or 1096 days, and more than one answer where a month
  /// ends early.
  private static func months(_ days: ClosedRange<Int>) -> Set<Int> {
    let (first, after) = (
      CalendarDate(daysSince1970: days.lowerBound), CalendarDate(daysSince1970: days.upperBound + 1)
    )
    let about = (after.year - first.year) * 12 + after.month - first.month
    return Set(
      (max(1, about - 1)...max(1, about + 1)).filter { months in
        after == first.adding(months: months) || first == after.adding(months: -months)
      })
  }
}

/// What a report answers about one of its subjects.
public struct WatchedAnswer: Sendable, Equatable {
  /// As in `Registry.Request`.
  public var subject: String
  /// Days since 1970-01-01 that are answered for.
  public var days: ClosedRange<Int>
  public var masks: AnswerMasks
  /// Up to when the data were gathered, seconds since 1970.
  public var asOf: Int64

  public init(subject: String, days: ClosedRange<Int>, masks: AnswerMasks, asOf: Int64) {
    (self.subject, self.days, self.masks, self.asOf) = (subject, days, masks, asOf)
  }
}

/// The two masks that tell answers apart: `ReportClaims.domains` without the mask of the domains asked about.
public struct AnswerMasks: Sendable, Equatable {
  public var hits: [UInt8]
  public var noData: [UInt8]

  public init(hits: [UInt8], noData: [UInt8]) { (self.hits, self.noData) = (hits, noData) }
}
