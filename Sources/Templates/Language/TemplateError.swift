public import ErrorCauses
import Records

/// A position in a template. Lines and columns count from 1, columns in characters (Unicode scalars).
public struct TemplateLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int
  public init(file: String, line: Int, column: Int) { (self.file, self.line, self.column) = (file, line, column) }
  public var description: String { "\(file):\(line):\(column)" }
  public static func < (a: Self, b: Self) -> Bool { (a.file, a.line, a.column) < (b.file, b.line, b.column) }
}

/// All mistakes found in a template, or the one that stopped it from being applied to data.
public struct TemplateError: BilingualError, Sendable, Equatable {
  public struct Mistake: Sendable, Hashable, CustomStringConvertible {
    public var location: TemplateLocation
    /// What is wrong and the remedy, in one line.
    public var message: String
    public init(location: TemplateLocation, message: String) { (self.location, self.message) = (location, message) }
    /// A file that cannot be read has no line.
    public var description: String { location.line > 0 ? "\(location): \(message)" : "\(location.file): \(message)" }
  }

  /// At least one; in file order.
  public var mistakes: [Mistake]

  public init(_ mistakes: [Mistake]) { self.mistakes = mistakes }
  init(_ location: TemplateLocation, _ message: String) { mistakes = [Mistake(location: location, message: message)] }

  public var cause: ErrorCause { .input }

  /// One line for each mistake.
  public var description: String { mistakes.map(\.description).joined(separator: "\n") }

  /// Who writes templates reads English; who gets a table of results must know whose the mistake is.
  public var wording: Wording { Wording(description, "模板有误，请由模板维护人员更正（原文：\(description)）") }
}

/// `; did you mean …?`, or the available names; for the end of a message.
func suggestion(for name: String, among known: some Sequence<String>) -> String {
  let known = Array(known)
  if let nearest = nearestName(to: name, among: known) { return "; did you mean `\(nearest)`?" }
  guard !known.isEmpty, known.count <= 24 else { return "" }
  return "; known are \(known.sorted().joined(separator: ", "))"
}
