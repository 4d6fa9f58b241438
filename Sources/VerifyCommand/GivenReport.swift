import Foundation
public import Verifying

/// A report as given on the command line: a file, a verification link or digits.
public struct GivenReport: Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  /// An argument that is not an existing file is a link or digits; if it looks like neither, it was meant as a file.
  public var isCode: Bool {
    let isLink = text.contains("://") || text.count(where: \.isNumber) >= 100
    return (isLink || text.allSatisfy { $0.isNumber || $0.isWhitespace })
      && !FileManager.default.fileExists(atPath: text)
  }

  public var fileName: String { URL(fileURLWithPath: text).lastPathComponent }

  /// - Throws: `GivenError` for a file that cannot be read; `PictureReader.NotAtHand` for a picture if no picture
  ///   reader is available.
  public func verification(by verifier: Verifier) throws -> Verification {
    if isCode { return verifier.verify(digits: text) }
    let bytes = try readGiven(text)
    let isPicture = FileKind(of: bytes, among: verifier.formats)?.isPicture ?? false
    return verifier.verify(
      file: bytes, name: fileName, readBy: isPicture ? try PictureReader.besideThisProgram() : nil)
  }
}
