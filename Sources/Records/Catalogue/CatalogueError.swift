public import ErrorCauses

/// A mistake in the catalogue, with its position and the remedy.
public struct CatalogueError: ClassifiedError, Sendable, Hashable, CustomStringConvertible {
  /// The file, or the directory if the mistake concerns all files.
  public var file: String
  /// From 1; columns count Unicode scalars. Nil: no position can be named.
  public var line: Int?, column: Int?
  public var message: String
  public var hint: String?
  public init(file: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil) {
    (self.file, self.line, self.column, self.message, self.hint) = (file, line, column, message, hint)
  }

  public var cause: ErrorCause { .input }

  /// One line:
  /// `templates/catalogue/domains/guangdong-2021.yaml:9:5: bit 3 is taken by taxation; give the domain a free bit`
  public var description: String {
    let location = line.map { ":\($0):\(column ?? 1)" } ?? ""
    return "\(file)\(location): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}
