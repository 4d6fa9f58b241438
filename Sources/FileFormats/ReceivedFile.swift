/// A file that was returned for verification. Nothing in it may be trusted.
public protocol ReceivedFile: Sendable {
  var bytes: [UInt8] { get }
  var pageCount: Int { get }

  /// The attached files, by name; a name may occur more than once.
  func attachments() throws(UnfitFile) -> [(name: String, bytes: [UInt8])]

  /// The signatures by which the file says that it is as its issuer made it: CMS in DER, wherever they stand, and whatever
  /// they are worth.
  func certifications() throws(UnfitFile) -> [[UInt8]]

  /// Finds the only signature that a report has: over the whole file except itself, with nothing added since.
  func signed() throws(UnfitFile) -> any SignedFile
}

extension ReceivedFile {
  public func certifications() throws(UnfitFile) -> [[UInt8]] { [] }
}

/// A received file with its one signature. Whether that is valid must be checked with its `value`.
public protocol SignedFile: Sendable {
  var signature: ReceivedSignature { get }

  /// Compares the file with one that was made again: they must be equal byte for byte, except for the signature's
  /// value.
  /// - Parameter made: the file up to its signature.
  /// - Returns: empty if they are equal; else the differences, at least one.
  /// - Throws: if they differ, and in what cannot be told.
  func differences(from made: [UInt8]) throws(UnfitFile) -> [FileDifference]
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
