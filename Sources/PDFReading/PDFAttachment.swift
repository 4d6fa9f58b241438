/// A file inside the PDF, as an associated file of the document (ISO 32000-2, 14.13; ISO 19005-3).
public struct PDFAttachment: Sendable, Hashable {
  /// The relationship of the attachment to the pages: the value of /AFRelationship.
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
