public import ErrorCauses

/// Why no archive or merged file could be made.
public enum ArchivingError: ClassifiedError, Sendable, Equatable, CustomStringConvertible {
  /// libarchive's message.
  case archive(problem: String)
  /// A file to be merged that qpdf cannot read.
  case unreadable(name: String, problem: String)
  /// qpdf's message about the merged file.
  case merging(problem: String)

  public var cause: ErrorCause {
    switch self {
    case .unreadable: .input
    case .archive, .merging: .environment
    }
  }

  public var description: String {
    switch self {
    case .archive(let problem): "the archive cannot be made: \(problem)"
    case .unreadable(let name, let problem): "\(name): cannot be merged, as it is not read as a PDF: \(problem)"
    case .merging(let problem): "the merged PDF cannot be made: \(problem)"
    }
  }
}
