public import Blocks
public import QRCode

/// What a file has besides a document's pages.
public struct FileProperties: Sendable {
  /// The file's metadata.
  public var information: Document.Information
  /// Seconds since 1970.
  public var createdAt: Int64
  /// 16 bytes, different from those of any other document.
  public var identifier: [UInt8]
  /// Shown where the document reserved space for `PictureID.verificationCode`.
  public var code: QRSymbol
  public var attachments: [FileAttachment]

  public init(
    information: Document.Information, createdAt: Int64, identifier: [UInt8], code: QRSymbol,
    attachments: [FileAttachment] = []
  ) {
    (self.information, self.createdAt, self.identifier) = (information, createdAt, identifier)
    (self.code, self.attachments) = (code, attachments)
  }
}

/// A file attached to a report's file.
public struct FileAttachment: Sendable, Hashable {
  /// Its relation to the pages.
  public enum Role: Sendable, Hashable {
    /// The data that the pages show.
    case data
    /// Additional information about them.
    case supplement
  }
  /// Unique in the file.
  public var name: String
  /// Such as `application/json`.
  public var mediaType: String
  public var description: String
  public var role: Role
  public var bytes: [UInt8]

  public init(name: String, mediaType: String, description: String, role: Role, bytes: [UInt8]) {
    (self.name, self.mediaType, self.description) = (name, mediaType, description)
    (self.role, self.bytes) = (role, bytes)
  }
}

/// What a file says about its signature, and the room that it reserves for it.
public struct SignatureTerms: Sendable, Hashable {
  public var signerName: String
  /// Why it is signed.
  public var reason: String
  /// Seconds since 1970.
  public var signedAt: Int64
  /// In bytes.
  public var room: Int

  public init(signerName: String, reason: String, signedAt: Int64, room: Int) {
    (self.signerName, self.reason, self.signedAt, self.room) = (signerName, reason, signedAt, room)
  }
}
