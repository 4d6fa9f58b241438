public import CivilTime

extension BeijingTime {
  /// Whether records gathered up to this moment can exist at `now`: the clocks of two machines may differ by five
  /// minutes.
  public func isGathered(by now: BeijingTime) -> Bool {
    millisecondsSince1970 - Self.skew <= now.millisecondsSince1970
  }
  private static let skew: Int64 = 5 * 60 * 1000
}
