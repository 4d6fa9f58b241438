/// The formats whose files a program can verify.
public struct ReadableFormats: Sendable {
  public let all: [any FileFormat]

  /// - Parameter all: with distinct names and extensions.
  public init(_ all: [any FileFormat]) {
    precondition(
      Set(all.map(\.name)).count == all.count && Set(all.map(\.fileExtension)).count == all.count,
      "two formats of one name")
    self.all = all
  }

  /// Those that a file could have, judged by its first bytes: with more than one, programs would show it differently.
  public func formats(of bytes: [UInt8]) -> [any FileFormat] { all.filter { $0.isFormat(of: bytes) } }
}
