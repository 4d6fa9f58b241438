/// The formats that a program knows.
public struct DocumentFormats: Sendable {
  /// What a report is in unless somebody asks for another.
  public let standard: any DocumentFormat
  public let all: [any DocumentFormat]

  /// - Parameter all: with names and extensions of their own; the standard one first.
  public init(_ all: [any DocumentFormat]) {
    guard let first = all.first else { preconditionFailure("a program without a format") }
    (self.all, standard) = (all, first)
    precondition(
      Set(all.map(\.name)).count == all.count && Set(all.map(\.fileExtension)).count == all.count,
      "two formats of one name")
  }

  /// The format whose extension a file's name bears, in letters of any size; nil: that of none.
  public func format(ofFileNamed name: String) -> (any DocumentFormat)? {
    let name = name.lowercased()
    return all.first { name.hasSuffix("." + $0.fileExtension) }
  }

  /// What a file is by its first bytes.
  public func format(of bytes: [UInt8]) -> (any DocumentFormat)? { all.first { $0.isFormat(of: bytes) } }

  /// As a message names them: `.pdf or .ofd`.
  public var extensions: String { all.map { "." + $0.fileExtension }.joined(separator: " or ") }
}
