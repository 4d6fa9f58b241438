public import ErrorCauses

/// Why a credit file cannot be read.
public struct ReadingError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// The file could not be opened or read.
    case access
    /// Not JSON, or not UTF-8.
    case syntax
    /// JSON that is not a credit file, or that names something that the catalogue does not know.
    case content
    /// Larger than `CreditFileReader.Limits`.
    case limit
    /// A warning, if warnings are refused.
    case strictness
  }
  public var kind: Kind
  public var file: String
  /// From 1; columns count Unicode scalars. Nil if the file as a whole is at fault.
  public var line: Int?, column: Int?
  /// JSON pointer to the value at fault; empty: the whole text.
  public var pointer: String
  public var message: String
  public var hint: String?
  public var remedy: Remedy?
  public init(
    kind: Kind, file: String, line: Int? = nil, column: Int? = nil, pointer: String = "", message: String,
    hint: String? = nil, remedy: Remedy? = nil
  ) {
    (self.kind, self.file, self.line, self.column) = (kind, file, line, column)
    (self.pointer, self.message, self.hint, self.remedy) = (pointer, message, hint, remedy)
  }

  public var cause: ErrorCause { .input }

  /// One line: `a.json:12:5: /records/行政处罚/0/处罚类型: there is no such field in 行政处罚; did you mean 处罚类别?`
  public var description: String {
    let position = line.map { ":\($0):\(column ?? 1)" } ?? ""
    return ShownPerson.text(file) + "\(position): " + sentence(pointer, message, hint)
  }
}

/// Something that the reader accepted but that somebody should check.
public struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  public enum Severity: String, Sendable { case warning, error }
  public var severity: Severity
  public var file: String
  /// JSON pointer to the value.
  public var pointer: String
  public var message: String
  public var hint: String?
  public init(severity: Severity = .warning, file: String, pointer: String, message: String, hint: String? = nil) {
    (self.severity, self.file, self.pointer) = (severity, file, pointer)
    (self.message, self.hint) = (message, hint)
  }

  /// One line.
  public var description: String {
    ShownPerson.text(file) + ": \(severity.rawValue): " + sentence(pointer, message, hint)
  }
}

/// A credit file and the doubts that arose while reading it.
public struct Reading: Sendable, Equatable {
  public var file: CreditFile
  /// The first ones, in file order; at most `CreditFileReader.warningLimit`.
  public var warnings: [Diagnostic]
  /// The number of all warnings.
  public var warningCount: Int
  public init(file: CreditFile, warnings: [Diagnostic] = [], warningCount: Int? = nil) {
    (self.file, self.warnings, self.warningCount) = (file, warnings, warningCount ?? warnings.count)
  }
}

private func sentence(_ pointer: String, _ message: String, _ hint: String?) -> String {
  // A key may contain anything.
  (pointer.isEmpty ? "" : "\(onOneLine(ShownPerson.text(pointer))): ") + message + (hint.map { "; \($0)" } ?? "")
}

/// A text of the file as a message shows it: on one line, shortened if it is long, and without identity numbers.
func quoted(_ text: String) -> String {
  let text = ShownPerson.text(text)
  return onOneLine(text.count > 60 ? text.prefix(59) + "…" : text)
}

private func onOneLine(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
}
