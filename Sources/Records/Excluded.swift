/// What no longer makes anything doubtful because persons decided so by hand (已排除待核记录): rows that they refused or gave
/// to another subject, and records whose end they accepted. Like ``Unattributed``, it holds nothing of what rows say.
public struct Excluded: Sendable, Equatable {
  public var source: String
  /// Canonical keys of their categories.
  public var categories: [String]
  /// Categories that the catalogue does not know, as given (`--keep-unknown`).
  public var unknownCategories: [String]
  public var count: Int
  /// What was decided, in words that name no one.
  public var reason: String
  public init(source: String, categories: [String], count: Int, reason: String, unknownCategories: [String] = []) {
    (self.source, self.categories, self.count, self.reason) = (source, categories, count, reason)
    self.unknownCategories = unknownCategories
  }
}
