public import ErrorCauses

/// Why a credit file cannot be read.
public struct ReadingError: BilingualError, Sendable, Equatable {
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
  public var problem: Wording
  public var advice: Wording?
  public var remedy: Remedy?
  public init(
    kind: Kind, file: String, line: Int? = nil, column: Int? = nil, pointer: String = "", problem: Wording,
    advice: Wording? = nil, remedy: Remedy? = nil
  ) {
    (self.kind, self.file, self.line, self.column) = (kind, file, line, column)
    (self.pointer, self.problem, self.advice, self.remedy) = (pointer, problem, advice, remedy)
  }

  public var cause: ErrorCause { .input }

  /// In English.
  public var message: String { problem.english }
  public var hint: String? { advice?.english }

  public var description: String { wording.english }

  /// One line: `a.json:12:5: /records/行政处罚/0/处罚类型: there is no such field in 行政处罚; did you mean 处罚类别?`
  public var wording: Wording {
    let file = ShownPerson.text(file)
    let english = line.map { ":\($0):\(column ?? 1)" } ?? ""
    let chinese = line.map { " 第 \($0) 行第 \(column ?? 1) 列" } ?? ""
    let sentence = problem.with(hint: advice).at(shown(pointer))
    return Wording("\(file)\(english): \(sentence.english)", "\(file)\(chinese)：\(sentence.chinese)")
  }
}

/// Something that the reader accepted but that somebody should check.
public struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  public enum Severity: String, Sendable { case warning, error }
  public var severity: Severity
  public var file: String
  /// JSON pointer to the value.
  public var pointer: String
  public var problem: Wording
  public var advice: Wording?
  public init(
    severity: Severity = .warning, file: String, pointer: String, problem: Wording, advice: Wording? = nil
  ) {
    (self.severity, self.file, self.pointer) = (severity, file, pointer)
    (self.problem, self.advice) = (problem, advice)
  }

  /// In English.
  public var message: String { problem.english }

  /// One line. Where it stands in Chinese, a column says that it is a warning.
  public var wording: Wording {
    let file = ShownPerson.text(file)
    let sentence = problem.with(hint: advice).at(shown(pointer))
    return Wording("\(file): \(severity.rawValue): \(sentence.english)", "\(file)：\(sentence.chinese)")
  }

  public var description: String { wording.english }
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

/// A key may contain anything.
private func shown(_ pointer: String) -> String { onOneLine(ShownPerson.text(pointer)) }

/// The hint that names what is probably meant.
func didYouMean(_ name: String) -> Wording { Wording("did you mean \(name)?", "是否应为“\(name)”？") }

/// The hint of values that are printed although they cannot be read.
let printedAsGiven = Wording("it is printed as given", "报告中按原文打印")

/// A text of the file as a message shows it: on one line, shortened if it is long, and without identity numbers.
func quoted(_ text: String) -> String {
  let text = ShownPerson.text(text)
  return onOneLine(text.count > 60 ? text.prefix(59) + "…" : text)
}

private func onOneLine(_ text: String) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
}
