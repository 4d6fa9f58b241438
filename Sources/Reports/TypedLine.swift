/// A line that an applicant types and the report prints: on one line, and without a character that could disguise it as
/// another.
public struct TypedLine: Sendable, Equatable {
  public enum Problem: Error, Equatable { case tooLong, unprintable }

  public let text: String

  /// - Parameter longest: in characters (Unicode scalars).
  public init(_ text: String, longest: Int) throws(Problem) {
    guard text.unicodeScalars.count <= longest else { throw .tooLong }
    let isPlain = text.unicodeScalars.allSatisfy {
      ![.control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate]
        .contains($0.properties.generalCategory)
    }
    guard isPlain else { throw .unprintable }
    self.text = text
  }
}
