extension Report {
  /// What persons decided to doubt no longer (已排除待核记录), without its contents.
  public struct Excluded: Sendable, Equatable {
    public var source: String
    /// Labels.
    public var categories: [String]
    public var count: Int
    public var reason: String
    public init(source: String, categories: [String], count: Int, reason: String) {
      (self.source, self.categories, self.count, self.reason) = (source, categories, count, reason)
    }
  }
}
