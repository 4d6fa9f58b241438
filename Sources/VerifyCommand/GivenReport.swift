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

  /// An answer for each report in the file.
  /// - Throws: `GivenError` for a file that cannot be read; `PictureReader.NotAtHand` for a picture or a scanned PDF if
  ///   nothing is installed to read it.
  public func findings(by verifier: Verifier) throws -> FileFindings {
    if isCode { return FileFindings(verifier.verify(digits: text)) }
    return try verifier.findings(in: readReport(text), name: fileName) { () throws(PictureReader.NotAtHand) in
      try .besideThisProgram()
    }
  }
}
