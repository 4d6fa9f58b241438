public import CivilTime

/// What an operator decides about what sources delivered.
public enum GatheringDecision: Sendable, Equatable {
  /// A held row is about this organisation: it becomes a record. `isOtherName`: although its name has nothing in common with
  /// the organisation's.
  case assign(row: Int64, code: String, isOtherName: Bool = false)
  /// A held row is about nobody whom it could concern.
  case refuse(row: Int64, reason: String)
  /// The days of a delivery that a person typed, its few rows, or what is missing from it: all of it is right.
  case accept(delivery: Int64)
  /// An organisation bears a name that its registrar has not delivered yet. `isOtherName`: although it has nothing in
  /// common with those that are known.
  case rename(code: String, name: String, isOtherName: Bool = false)
  /// A delivery does not answer for the days and categories that its notice named: they are open until they are delivered.
  case reopen(delivery: Int64, reason: String)
  /// What the catalogue keeps no longer on this day is erased: stones remain.
  case erase(day: CalendarDate)

  /// Who removes doubt by hand is two persons; who adds doubt may be one.
  public var removesDoubt: Bool { if case .reopen = self { false } else { true } }
}

/// A decision that can be taken as the store is.
public struct ProposedDecision: Sendable, Equatable {
  /// What it does, in one line without personal data, for who is to confirm it.
  public var words: String
  /// What the decision is about: it is carried out only if that is the same then.
  public var mark: String
}

/// What became of a decision.
public struct DecisionReceipt: Sendable, Equatable {
  /// Its number in the store.
  public var sequence: Int64
  public var takenAt: BeijingTime
  /// How many held rows it settled.
  public var settled = 0
  /// Records that a snapshot no longer shows.
  public var ended = 0
  /// Versions of records, and held rows, whose contents were erased.
  public var erased = 0
}
