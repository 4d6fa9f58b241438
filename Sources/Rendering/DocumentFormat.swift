public import Blocks
public import FileFormats
public import Typeface
public import Typesetting

/// A file format in which reports are made: it is read as any format is (`FileFormat`), and `set` sets, packs and signs
/// a report.
///
/// The output does not depend on the clock or on chance: the same document and properties give the same bytes up to the
/// signature.
public protocol DocumentFormat: FileFormat {
  /// The libraries that determine a file's bytes, with their versions.
  var libraries: [String] { get }

  /// Sets a document. The space for the QR code stays empty, because its token holds the number of pages.
  /// - Parameters:
  ///   - typesetter: made with the same fonts.
  ///   - fonts: the fonts to embed.
  func set(_ document: Document, by typesetter: Typesetter, fonts: FontSet) throws -> any SetDocument
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
