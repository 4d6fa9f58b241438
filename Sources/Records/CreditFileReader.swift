/// Reads credit files: design §2.1.
public struct CreditFileReader: Sendable {
  /// How large a file may be.
  public struct Limits: Sendable, Equatable {
    public var records: Int
    public var fileBytes: Int
    public var valueBytes: Int
    /// Of objects and arrays in one another.
    public var nesting: Int
    public init(records: Int, fileBytes: Int, valueBytes: Int, nesting: Int) {
      (self.records, self.fileBytes, self.valueBytes, self.nesting) = (records, fileBytes, valueBytes, nesting)
    }
    public static let standard = Limits(records: 100_000, fileBytes: 16 << 20, valueBytes: 64 << 10, nesting: 64)
  }
}
