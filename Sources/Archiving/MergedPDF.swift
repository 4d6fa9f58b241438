public import Foundation

/// Several PDFs merged into one with qpdf: all pages, a bookmark for each file, and their structure (tags).
///
/// What belongs to a file as a whole is dropped: signatures, which would be invalid, with their fields, and
/// attachments. Pages look the same, and their links stay.
public final class MergedPDF {
  /// The name of the only format of files that it takes.
  public static let format = "pdf"

  /// The document properties that a viewer shows.
  public struct Properties: Sendable, Equatable {
    public var title: String
    public var subject: String
    /// Such as `zh-CN`.
    public var language: String
    public var creator: String
    public init(title: String, subject: String, language: String, creator: String) {
      (self.title, self.subject, self.language, self.creator) = (title, subject, language, creator)
    }
  }

  private let document: QPDFDocument
  private var structure: MergedStructure?
  private var bookmarks: [(title: String, page: QPDFObject)] = []
  private var pages: [QPDFObject] = []

  public init() throws(ArchivingError) {
    do throws(QPDFDocument.Fault) { document = try QPDFDocument() } catch { throw .merging(problem: error.message) }
    structure = MergedStructure(in: document)
  }

  /// Whether it has tags: only if all files have tags that can be joined.
  public var isTagged: Bool { structure != nil }

  /// Adds the pages of a file.
  /// - Parameters:
  ///   - name: for error messages.
  ///   - title: of the bookmark.
  /// - Throws: `ArchivingError.unreadable`
  public func append(_ bytes: [UInt8], name: String, title: String) throws(ArchivingError) {
    do throws(QPDFDocument.Fault) {
      let source = try QPDFDocument(QPDFDocument.Source(bytes), name: name)
      let found = try source.pages()
      guard !found.isEmpty else { throw QPDFDocument.Fault(message: "it has no pages") }
      let part = structure?.prepare(source, pages: found)
      if part == nil { structure = nil }
      if pages.isEmpty, let intents = source.root["/OutputIntents"] {
        // Defines the colour space of the pages.
        document.root["/OutputIntents"] = try document.copy(intents)
      }
      for (index, page) in found.enumerated() {
        strip(page, of: source)
        pages.append(try document.append(page))
        if index == 0, let first = pages.last { bookmarks.append((title, first)) }
      }
      if let part { try structure?.join(part) }
      try source.check()
      try document.check()
    } catch { throw .unreadable(name: name, problem: error.message) }
  }

  /// Writes the file; the same files give the same result.
  /// - Parameter write: receives its bytes. Its errors are rethrown.
  public func finish(_ properties: Properties, write: (Data) throws -> Void) throws {
    complete(properties)
    do {
      try document.check()
      try document.write(version: "1.7", write)
    } catch let error as QPDFDocument.Fault { throw ArchivingError.merging(problem: error.message) }
  }

  /// Removes whatever refers to the rest of the page's file; of its annotations, only links stay.
  private func strip(_ page: QPDFObject, of source: QPDFDocument) {
    for key in ["/AF", "/AA", "/B", "/Metadata", "/PieceInfo"] { page[key] = nil }
    guard let annotations = page["/Annots"]?.items else { return }
    let links = annotations.filter { $0["/Subtype"]?.isName("/Link") == true }
    page.replaceItems("/Annots", with: links)
    if links.isEmpty { page["/Annots"] = nil }
  }

  // MARK: The document (ISO 32000-1, 7.7.2)

  private func complete(_ properties: Properties) {
    if let structure {
      structure.finish()
    } else {
      for page in pages {
        page["/StructParents"] = nil
        page["/Tabs"] = nil
      }
    }
    let root = document.root
    root["/Lang"] = document.text(properties.language)
    root["/PageMode"] = document.name("/UseOutlines")
    let preferences = document.dictionary()
    preferences["/DisplayDocTitle"] = document.boolean(true)
    root["/ViewerPreferences"] = preferences
    root["/Outlines"] = outlines()
    let information = document.dictionary().indirect
    for (key, value) in [
      ("/Title", properties.title), ("/Subject", properties.subject), ("/Creator", properties.creator),
      ("/Producer", "qpdf " + QPDFDocument.version),
    ] { information[key] = document.text(value) }
    document.trailer["/Info"] = information
  }

  /// A bookmark for each file, to its first page (12.3.3).
  private func outlines() -> QPDFObject {
    let root = document.dictionary().indirect
    root["/Type"] = document.name("/Outlines")
    root["/Count"] = document.integer(bookmarks.count)
    let items = bookmarks.map { bookmark in
      let item = document.dictionary().indirect
      item["/Title"] = document.text(bookmark.title)
      item["/Parent"] = root
      let destination = document.array()
      destination.append(bookmark.page)
      destination.append(document.name("/Fit"))
      item["/Dest"] = destination
      return item
    }
    for (earlier, later) in zip(items, items.dropFirst()) {
      earlier["/Next"] = later
      later["/Prev"] = earlier
    }
    root["/First"] = items.first
    root["/Last"] = items.last
    return root
  }
}
