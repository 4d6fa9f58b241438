public import Blocks
public import Typeface
public import Typesetting

/// A file format for reports. It hides all differences between formats: `set` sets, packs and signs a report, and
/// `read` takes a returned file apart.
///
/// The output does not depend on the clock or on chance: the same document and properties give the same bytes up to the
/// signature.
public protocol DocumentFormat: Sendable {
  /// Different from every other format's: `pdf`.
  var name: String { get }
  /// Without the dot, in lower case.
  var fileExtension: String { get }
  /// Such as `application/pdf`.
  var mediaType: String { get }
  /// The libraries that determine a file's bytes, with their versions.
  var libraries: [String] { get }

  /// Sets a document. The space for the QR code stays empty, because its token holds the number of pages.
  /// - Parameters:
  ///   - typesetter: made with the same fonts.
  ///   - fonts: the fonts to embed.
  func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument

  /// Whether a file has this format, judged by its first bytes; its name proves nothing.
  func isFormat(of bytes: [UInt8]) -> Bool

  /// Parses an untrusted file.
  func read(_ bytes: [UInt8]) throws -> any ReceivedFile
}

/// A document as pages, before attachments, code and signature are added.
public protocol SetDocument: Sendable {
  var pageCount: Int { get }
  /// Characters that no font has, shown in the document as boxes.
  var missing: [MissingCharacter] { get }

  /// Makes a file to be signed.
  func unsigned(_ properties: FileProperties, signature: SignatureTerms) throws -> any UnsignedFile
  /// Makes a file that stays unsigned.
  func file(_ properties: FileProperties) throws -> [UInt8]
}

/// A file that is complete except for its signature.
public protocol UnsignedFile: Sendable {
  /// The whole file, with an empty signature: compared when the file is made again.
  var bytes: [UInt8] { get }
  /// What is signed, in order.
  var signedParts: [ArraySlice<UInt8>] { get }

  /// The finished file.
  /// - Parameter sign: signs these parts, one after the other: CMS in DER.
  /// - Throws: what `sign` throws; an error of the format for a signature that is larger than its room.
  consuming func signed(by sign: ([ArraySlice<UInt8>]) throws -> [UInt8]) throws -> [UInt8]
}

/// A file that was returned for verification. Nothing in it may be trusted.
public protocol ReceivedFile: Sendable {
  var bytes: [UInt8] { get }
  var pageCount: Int { get }

  /// The attached files, by name; a name may occur more than once.
  func attachments() throws -> [(name: String, bytes: [UInt8])]

  /// The only signature that a report has: over the whole file except itself, with nothing added since. Whether it is
  /// valid must be checked with its `value`.
  func signature() throws -> ReceivedSignature

  /// Compares the file with one that was made again: they must be equal byte for byte, except for the signature's
  /// value.
  /// - Parameter made: the file up to its signature (`UnsignedFile.bytes`).
  /// - Returns: empty if they are equal; else the differences, at least one.
  func differences(from made: [UInt8]) throws -> [FileDifference]
}

/// A signature as found in a file.
public struct ReceivedSignature: Sendable {
  /// CMS in DER.
  public var value: [UInt8]
  /// What is signed, in order.
  public var parts: [ArraySlice<UInt8>]
  /// Bytes reserved for it: a file that is made again reserves as many.
  public var room: Int

  public init(value: [UInt8], parts: [ArraySlice<UInt8>], room: Int) {
    (self.value, self.parts, self.room) = (value, parts, room)
  }
}

/// One difference from the expected file.
public struct FileDifference: Sendable, Hashable, CustomStringConvertible {
  public var description: String
  /// For the recipient of the file.
  public var chinese: String

  public init(_ description: String, chinese: String) { (self.description, self.chinese) = (description, chinese) }
}
