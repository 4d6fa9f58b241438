/// A PDF as far as a verifier needs to see into it: its objects, its embedded files, and whether it was changed after
/// it was made. It reads files like those that `renderPDF` writes, including its older ones with cross-reference
/// tables, and refuses others.
public struct PDFFile: Sendable {
  /// Limits against files made to exhaust memory.
  public struct Limits: Sendable, Hashable {
    /// The total size of all unpacked attachments, in bytes.
    public var unpackedBytes = 64 << 20
    public var objects = 1_000_000
    public var attachments = 1000
    /// Of an array or a dictionary.
    public var items = 100_000
    /// The work of one question, in bytes: `headroom` plus `readings` times the file's size.
    public var readings = 4
    /// A small file may unpack to many times its size.
    public var headroom = 8 << 20
    public init() {}
  }

  public let bytes: [UInt8]
  /// The number of leaves of the page tree.
  public let pageCount: Int
  /// Something was appended after the file was first written: another cross-reference table or end mark, or bytes after
  /// the last end mark.
  public let hasIncrementalUpdates: Bool

  private let references: CrossReferences
  let catalog: PDFDictionary
  private let limits: Limits

  public init(bytes: [UInt8], limits: Limits = Limits()) throws(PDFReadingError) {
    let objects = try ObjectReader(bytes, limits: limits)
    let references = objects.references
    guard let root = references.trailer["Root"], case .dictionary(let catalog) = try objects.resolve(root) else {
      throw .malformed("no document catalog", offset: bytes.count)
    }
    self.bytes = bytes
    self.references = references
    self.catalog = catalog
    self.limits = limits
    hasIncrementalUpdates = references.tableCount > 1 || Self.endsElsewhere(bytes)
    pageCount = try PageTree.count(from: catalog, in: objects)
  }

  /// The entries of the trailer: /ID, /Info.
  var trailer: PDFDictionary { references.trailer }

  var objects: ObjectReader { ObjectReader(bytes: bytes, references: references, limits: limits) }

  /// The embedded files, in the order of the name tree.
  public func attachments() throws(PDFReadingError) -> [PDFAttachment] {
    try EmbeddedFiles.read(from: catalog, in: objects, limits: limits)
  }

  /// Only a line end may follow the one end mark.
  private static func endsElsewhere(_ bytes: [UInt8]) -> Bool {
    let mark = Array("%%EOF".utf8)
    // Most bytes are not percent signs, so this is a single pass.
    let ends = bytes.indices.filter { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    guard ends.count == 1, let end = ends.first else { return true }
    let tail = bytes[(end + mark.count)...]
    return !(tail.isEmpty || tail.elementsEqual("\n".utf8) || tail.elementsEqual("\r\n".utf8))
  }
}
