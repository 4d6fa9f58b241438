public import Blocks
public import PDFReading

/// What a PDF says about itself, and the files embedded in it. Nothing depends on the clock or on randomness: the same
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
  /// For page contents and attachments; 1 (fast) to 12 (small).
  public var compressionLevel = 1

  public init(
    information: Document.Information, creator: String, createdAt: Int64, identifier: [UInt8],
    attachments: [PDFAttachment] = []
  ) {
    (self.information, self.creator, self.createdAt) = (information, creator, createdAt)
    (self.identifier, self.attachments) = (identifier, attachments)
  }
}

/// A two-colour picture.
public struct Bitmap: Sendable, Hashable {
  /// Pixels.
  public var width: Int, height: Int
  /// Row by row, each padded to whole bytes, the leftmost pixel in the highest bit, 1 = dark.
  public var rows: [UInt8]

  public init(width: Int, height: Int, rows: [UInt8]) {
    (self.width, self.height, self.rows) = (width, height, rows)
  }
}
