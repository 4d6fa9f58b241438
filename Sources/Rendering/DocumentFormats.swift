public import FileFormats

/// The formats that a program knows.
public struct DocumentFormats: Sendable {
  /// The default format.
  public let standard: any DocumentFormat
  public let all: [any DocumentFormat]
  /// The same formats, for a verifier.
  public let readable: ReadableFormats

  /// - Parameter all: with distinct names and extensions; the default one first.
  public init(_ all: [any DocumentFormat]) {
    guard let first = all.first else { preconditionFailure("a program without a format") }
    (self.all, standard) = (all, first)
    readable = ReadableFormats(all)
  }

  /// The format for a file name's extension, in upper or lower case; nil if there is none.
  public func format(ofFileNamed name: String) -> (any DocumentFormat)? {
    let name = name.lowercased()
    return all.first { name.hasSuffix("." + $0.fileExtension) }
  }

  public func format(named name: String) -> (any DocumentFormat)? { all.first { $0.name == name } }

  /// The format of a file, judged by its first bytes.
  public func format(of bytes: [UInt8]) -> (any DocumentFormat)? { all.first { $0.isFormat(of: bytes) } }

  /// For messages: `.pdf or .ofd`.
  public var extensions: String { all.map { "." + $0.fileExtension }.joined(separator: " or ") }
}
