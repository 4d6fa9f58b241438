/// A line that an applicant types and the report prints: on one line, and without a character that could disguise it as
/// another.
public struct TypedLine: Sendable, Equatable {
  public enum Problem: Error, Equatable { case tooLong, unprintable }

  /// In characters (Unicode scalars): more would push the conclusion from the cover.
  public static let longest = 200
  public let text: String

  /// - Parameter longest: in characters.
  public init(_ text: String, longest: Int = Self.longest) throws(Problem) {
    guard text.unicodeScalars.count <= longest else { throw .tooLong }
    let isPlain = text.unicodeScalars.allSatisfy {
      ![.control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate]
        .contains($0.properties.generalCategory)
    }
    guard isPlain else { throw .unprintable }
    self.text = text
  }
}
