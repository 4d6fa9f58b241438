public import Blocks
public import Typeface
public import Typesetting

/// A kind of file that reports come in. Whatever differs from one kind to another stands behind it: a report is set,
/// packed and signed by `set`, and what comes back is taken apart by `read`.
///
/// Nothing comes from the clock or from chance: the same document and properties give the same bytes up to the signature.
public protocol DocumentFormat: Sendable {
  /// Unlike that of any other format: `pdf`.
  var name: String { get }
  /// Without the dot, in small letters.
  var fileExtension: String { get }
  /// Such as `application/pdf`.
  var mediaType: String { get }
  /// The libraries that decide about a file's bytes, with their versions.
  var libraries: [String] { get }

  /// Sets a document. The token tells the number of pages, so the place of the code that it is in stays open.
  /// - Parameters:
  ///   - typesetter: made with the same fonts.
  ///   - fonts: to be embedded.
  func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument

  /// Whether a file is one of this kind by its first bytes; its name proves nothing.
  func isFormat(of bytes: [UInt8]) -> Bool

  /// Takes a file apart of which nothing is known.
  func read(_ bytes: [UInt8]) throws -> any ReceivedFile
}

/// A document as pages, waiting for what is packed around them.
public protocol SetDocument: Sendable {
  var pageCount: Int { get }
  /// Characters that no font has, shown in the document as boxes.
  var missing: [MissingCharacter] { get }

  /// A file that is to be signed.
  func unsigned(_ properties: FileProperties, signature: SignatureTerms) throws -> any UnsignedFile
  /// A file that nobody signs.
  func file(_ properties: FileProperties) throws -> [UInt8]
}

/// A file that is complete but for its signature.
public protocol UnsignedFile: Sendable {
  /// All of it, with nothing where the signature goes: what is compared when the file is made again.
  var bytes: [UInt8] { get }
  /// What is signed, in order.
  var signedParts: [ArraySlice<UInt8>] { get }

  /// The finished file.
  /// - Parameter sign: makes the signature over these parts, one after the other: CMS in DER.
  /// - Throws: what `sign` throws; an error of the format for a signature that is larger than its room.
  consuming func signed(by sign: ([ArraySlice<UInt8>]) throws -> [UInt8]) throws -> [UInt8]
}

/// A file that came back. Nothing of it is to be believed.
public protocol ReceivedFile: Sendable {
  var bytes: [UInt8] { get }
  var pageCount: Int { get }

  /// The files within, by name; a name may stand there more than once.
  func attachments() throws -> [(name: String, bytes: [UInt8])]

  /// The one signature that a report has: over all of the file but itself, and nothing added since. Whether it is a good
  /// one, its `value` has to be asked.
  func signature() throws -> ReceivedSignature

  /// Whether it is the file that was made again, byte for byte, but for the value of its signature.
  /// - Parameter made: up to its signature (`UnsignedFile.bytes`).
  /// - Returns: nothing for the same file; else in which points it differs, at least one.
  func differences(from made: [UInt8]) throws -> [FileDifference]
}

/// A signature as a file has it.
public struct ReceivedSignature: Sendable {
  /// CMS in DER.
  public var value: [UInt8]
  /// What is signed, in order.
  public var parts: [ArraySlice<UInt8>]
  /// Bytes that were kept free for it: who makes the file again keeps as many.
  public var room: Int

  public init(value: [UInt8], parts: [ArraySlice<UInt8>], room: Int) {
    (self.value, self.parts, self.room) = (value, parts, room)
  }
}

/// One point in which a file is not the one that it should be.
public struct FileDifference: Sendable, Hashable, CustomStringConvertible {
  public var description: String
  /// For whoever was handed the file.
  public var chinese: String

  public init(_ description: String, chinese: String) { (self.description, self.chinese) = (description, chinese) }
}
