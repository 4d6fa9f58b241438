/// A file format of reports, as far as a verifier has to know it: how to recognise such a file, and how to take it
/// apart. Whoever makes files needs more (`DocumentFormat` in `Rendering`).
public protocol FileFormat: Sendable {
  /// Different from every other format's: `pdf`.
  var name: String { get }
  /// What people call it, and how the codes of answers begin that are about such a file: `PDF`.
  var label: String { get }
  /// Without the dot, in lower case.
  var fileExtension: String { get }
  /// Such as `application/pdf`.
  var mediaType: String { get }
  /// Under which senders declare it, too; in lower case.
  var otherMediaTypes: [String] { get }
  /// All that it says of a file that is not taken for a report's file as it was issued.
  var reasons: [UnfitFile.Reason] { get }

  /// Whether a file has this format, judged by its first bytes; its name proves nothing.
  func isFormat(of bytes: [UInt8]) -> Bool

  /// Whether a program for this format could find a file of it in a picture: then the picture says nothing about what
  /// that program shows.
  /// - Parameter end: where the picture ends and anything appended to it begins; 0 if that is unknown.
  func isHidden(in picture: [UInt8], endingAt end: Int) -> Bool

  /// Whether programs that draw PDFs draw such a file, too.
  var isDrawn: Bool { get }

  /// Whether the names of such attachments stand in a file, also in one that cannot be read, or in an earlier version
  /// within it.
  func mentions(_ names: [String], in bytes: [UInt8]) -> Bool

  /// The signature at a place of a file, looked at without parsing anything else: where it is, may be said by a process that
  /// is not trusted with what it is.
  /// - Parameter place: of all that is not signed.
  /// - Returns: nil if no signature stands there as reports have them.
  func signature(at place: Range<Int>, in bytes: [UInt8]) -> ReceivedSignature?

  /// Whether a file has the same bytes as one that was made again, except for the value of its signature.
  func isSame(_ given: [UInt8], as made: [UInt8], butForSignatureAt place: Range<Int>) -> Bool

  /// Parses an untrusted file.
  func read(_ bytes: [UInt8]) throws(UnfitFile) -> any ReceivedFile
}

extension FileFormat {
  public var label: String { name.uppercased() }
  public var otherMediaTypes: [String] { [] }
  public var isDrawn: Bool { false }
  public func mentions(_ names: [String], in bytes: [UInt8]) -> Bool { false }
  public func signature(at place: Range<Int>, in bytes: [UInt8]) -> ReceivedSignature? { nil }
  public func isSame(_ given: [UInt8], as made: [UInt8], butForSignatureAt place: Range<Int>) -> Bool { false }
}
