import CQPDF

/// Several PDFs as one, through qpdf: the pages of all, and a bookmark for each.
///
/// What belongs to a file as a whole does not survive: signatures, which would be void, their fields, attachments, and
/// the structure (tags). Pages look as they did; links on them stay.
public final class MergedPDF {
  /// What a viewer shows of the document.
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

  private var pdf: qpdf_data?
  /// What was read: qpdf takes streams from there when it writes.
  private var sources: [UnsafeMutableRawBufferPointer] = []
  private var bookmarks: [(title: String, page: qpdf_oh)] = []
  public private(set) var pageCount = 0

  public init() throws(ArchivingError) {
    pdf = qpdf_init()
    qpdf_silence_errors(pdf)
    qpdf_set_suppress_warnings(pdf, 1)
    try check(qpdf_empty_pdf(pdf))
  }

  deinit {
    qpdf_cleanup(&pdf)
    for source in sources { source.deallocate() }
  }

  /// Adds the pages of a file.
  /// - Parameters:
  ///   - name: in errors.
  ///   - title: of the bookmark.
  public func append(_ bytes: [UInt8], name: String, title: String) throws(ArchivingError) {
    let kept = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    kept.copyBytes(from: bytes)
    sources.append(kept)
    var source = qpdf_init()
    defer { qpdf_cleanup(&source) }
    qpdf_silence_errors(source)
    qpdf_set_suppress_warnings(source, 1)
    qpdf_set_attempt_recovery(source, 0)
    let start = kept.baseAddress?.assumingMemoryBound(to: CChar.self)
    let code = qpdf_read_memory(source, name, start, UInt64(kept.count), nil)
    let count = code & Self.errors == 0 ? qpdf_get_num_pages(source) : -1
    guard count > 0 else { throw .unreadable(name: name, problem: problem(of: source) ?? "it has no pages") }
    if bookmarks.isEmpty { try copyOutputIntents(of: source) }
    for index in 0..<count {
      let page = qpdf_get_page_n(source, Int(index))
      strip(page, of: source)
      try check(qpdf_add_page(pdf, source, page, 0))
      if index == 0 { bookmarks.append((title, qpdf_get_page_n(pdf, pageCount))) }
    }
    if let problem = problem(of: source) { throw .unreadable(name: name, problem: problem) }
    pageCount += Int(count)
  }

  /// Writes the file, the same one for the same files.
  /// - Parameter path: of a file that may be there.
  public func write(to path: String, _ properties: Properties) throws(ArchivingError) {
    finish(properties)
    try check(qpdf_init_write(pdf, path))
    qpdf_set_minimum_pdf_version(pdf, "1.7")
    qpdf_set_object_stream_mode(pdf, qpdf_o_generate)
    qpdf_set_deterministic_ID(pdf, 1)
    try check(qpdf_write(pdf))
  }

  // MARK: Pages

  /// Takes away what points at the rest of its file.
  private func strip(_ page: qpdf_oh, of source: qpdf_data?) {
    for key in ["/StructParents", "/Tabs", "/AF", "/AA", "/B", "/Metadata", "/PieceInfo"] {
      qpdf_oh_remove_key(source, page, key)
    }
    let annotations = qpdf_oh_get_key(source, page, "/Annots")
    guard qpdf_oh_is_array(source, annotations) != 0 else { return }
    let links = qpdf_oh_new_array(source)
    for index in 0..<qpdf_oh_get_array_n_items(source, annotations) {
      let annotation = qpdf_oh_get_array_item(source, annotations, index)
      guard qpdf_oh_is_dictionary_of_type(source, annotation, "", "/Link") != 0 else { continue }
      qpdf_oh_remove_key(source, annotation, "/StructParent")
      qpdf_oh_append_item(source, links, annotation)
    }
    if qpdf_oh_get_array_n_items(source, links) > 0 {
      qpdf_oh_replace_key(source, page, "/Annots", links)
    } else {
      qpdf_oh_remove_key(source, page, "/Annots")
    }
  }

  /// What the colours of the pages mean.
  private func copyOutputIntents(of source: qpdf_data?) throws(ArchivingError) {
    let root = qpdf_get_root(source)
    guard qpdf_oh_has_key(source, root, "/OutputIntents") != 0 else { return }
    let intents = qpdf_oh_get_key(source, root, "/OutputIntents")
    // Only what is an object of its own is copied from one file to another.
    let copied = qpdf_oh_copy_foreign_object(pdf, source, qpdf_make_indirect_object(source, intents))
    qpdf_oh_replace_key(pdf, qpdf_get_root(pdf), "/OutputIntents", copied)
    try check(0)
  }

  // MARK: The document (ISO 32000-1, 7.7.2)

  private func finish(_ properties: Properties) {
    let root = qpdf_get_root(pdf)
    qpdf_oh_replace_key(pdf, root, "/Lang", text(properties.language))
    qpdf_oh_replace_key(pdf, root, "/PageMode", qpdf_oh_new_name(pdf, "/UseOutlines"))
    qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", qpdf_oh_parse(pdf, "<< /DisplayDocTitle true >>"))
    qpdf_oh_replace_key(pdf, root, "/Outlines", outlines())
    let information = qpdf_oh_new_dictionary(pdf)
    for (key, value) in [
      ("/Title", properties.title), ("/Subject", properties.subject), ("/Creator", properties.creator),
      ("/Producer", "qpdf " + String(cString: qpdf_get_qpdf_version())),
    ] { qpdf_oh_replace_key(pdf, information, key, text(value)) }
    qpdf_oh_replace_key(pdf, qpdf_get_trailer(pdf), "/Info", qpdf_make_indirect_object(pdf, information))
  }

  /// A bookmark for each file, to the top of its first page (12.3.3).
  private func outlines() -> qpdf_oh {
    let root = qpdf_make_indirect_object(pdf, qpdf_oh_parse(pdf, "<< /Type /Outlines >>"))
    qpdf_oh_replace_key(pdf, root, "/Count", qpdf_oh_new_integer(pdf, Int64(bookmarks.count)))
    let items = bookmarks.map { bookmark in
      let item = qpdf_make_indirect_object(pdf, qpdf_oh_new_dictionary(pdf))
      qpdf_oh_replace_key(pdf, item, "/Title", text(bookmark.title))
      qpdf_oh_replace_key(pdf, item, "/Parent", root)
      let place = qpdf_oh_new_array(pdf)
      qpdf_oh_append_item(pdf, place, bookmark.page)
      qpdf_oh_append_item(pdf, place, qpdf_oh_new_name(pdf, "/Fit"))
      qpdf_oh_replace_key(pdf, item, "/Dest", place)
      return item
    }
    for (earlier, later) in zip(items, items.dropFirst()) {
      qpdf_oh_replace_key(pdf, earlier, "/Next", later)
      qpdf_oh_replace_key(pdf, later, "/Prev", earlier)
    }
    if let first = items.first, let last = items.last {
      qpdf_oh_replace_key(pdf, root, "/First", first)
      qpdf_oh_replace_key(pdf, root, "/Last", last)
    }
    return root
  }

  private func text(_ text: String) -> qpdf_oh { qpdf_oh_new_unicode_string(pdf, text) }

  // MARK: Errors

  private static let errors: Int32 = 1 << 1

  private func check(_ code: Int32) throws(ArchivingError) {
    let problem = problem(of: pdf)
    guard code & Self.errors == 0, problem == nil else {
      throw .merging(problem: problem ?? "qpdf gives no reason")
    }
  }

  private func problem(of pdf: qpdf_data?) -> String? {
    guard qpdf_has_error(pdf) != 0, let error = qpdf_get_error(pdf) else { return nil }
    return String(cString: qpdf_get_error_full_text(pdf, error))
  }
}
