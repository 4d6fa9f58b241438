public import Blocks

/// What a PDF says about itself, and what travels inside it. Nothing is taken from the clock or from chance: the same
/// pages and properties give the same bytes.
public struct PDFProperties: Sendable, Hashable {
  public var information: Document.Information
  /// The program that made the file, with its version.
  public var creator: String
  /// Seconds since 1970; printed as Beijing time.
  public var createdAt: Int64
  /// 16 bytes, unlike those of any other document.
  public var identifier: [UInt8]
  public var attachments: [PDFAttachment]
  /// Of page contents and attachments; 1 (fast) to 12 (small).
  public var compressionLevel = 1

  public init(
    information: Document.Information, creator: String, createdAt: Int64, identifier: [UInt8],
    attachments: [PDFAttachment] = []
  ) {
    (self.information, self.creator, self.createdAt) = (information, creator, createdAt)
    (self.identifier, self.attachments) = (identifier, attachments)
  }
}

/// A file inside of the PDF, as an associated file of the document (ISO 32000-2, 14.13; ISO 19005-3).
public struct PDFAttachment: Sendable, Hashable {
  /// What the attachment is to the pages: the value of /AFRelationship.
  public enum Relationship: String, Sendable, Hashable {
    /// The pages were made from it.
    case source = "Source"
    /// The data that the pages show.
    case data = "Data"
    case alternative = "Alternative"
    case supplement = "Supplement"
    case unspecified = "Unspecified"
  }
  /// File name, unique in the document.
  public var name: String
  /// Such as `application/json`.
  public var mediaType: String
  public var description: String
  public var relationship: Relationship
  public var bytes: [UInt8]

  public init(name: String, mediaType: String, description: String, relationship: Relationship, bytes: [UInt8]) {
    (self.name, self.mediaType, self.description) = (name, mediaType, description)
    (self.relationship, self.bytes) = (relationship, bytes)
  }
}

/// A picture of two colours.
public struct Bitmap: Sendable, Hashable {
  /// Pixels.
  public var width: Int, height: Int
  /// Row by row, each padded to whole bytes, the leftmost pixel in the highest bit, 1 = dark.
  public var rows: [UInt8]

  public init(width: Int, height: Int, rows: [UInt8]) {
    (self.width, self.height, self.rows) = (width, height, rows)
  }
}
