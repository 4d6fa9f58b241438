import CQPDF
import Foundation

/// A PDF handled by qpdf. No qpdf pointer leaves this file.
final class QPDFDocument {
  /// The bytes of a file at a fixed address: qpdf reads streams from there until everything is written.
  final class Source {
    fileprivate let bytes: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
      self.bytes = .allocate(byteCount: bytes.count, alignment: 1)
      self.bytes.copyBytes(from: bytes)
    }

    deinit { bytes.deallocate() }
  }

  /// qpdf's error message.
  struct Fault: Error {
    var message: String
  }

  fileprivate var data: qpdf_data?
  /// The sources of this document and of those from which pages were taken.
  private var sources: [Source] = []

  /// A document without pages.
  init() throws(Fault) {
    data = qpdf_init()
    keepQuiet()
    try check(qpdf_empty_pdf(data))
  }

  /// Reads a file. Damaged files are not repaired.
  init(_ source: Source, name: String) throws(Fault) {
    data = qpdf_init()
    keepQuiet()
    sources = [source]
    qpdf_set_attempt_recovery(data, 0)
    let start = source.bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    try check(qpdf_read_memory(data, name, start, UInt64(source.bytes.count), nil))
  }

  deinit { qpdf_cleanup(&data) }

  /// Errors are queried, not printed.
  private func keepQuiet() {
    qpdf_silence_errors(data)
    qpdf_set_suppress_warnings(data, 1)
  }

  // MARK: Objects

  var root: QPDFObject { object(qpdf_get_root(data)) }
  var trailer: QPDFObject { object(qpdf_get_trailer(data)) }

  func dictionary() -> QPDFObject { object(qpdf_oh_new_dictionary(data)) }
  func array() -> QPDFObject { object(qpdf_oh_new_array(data)) }
  func name(_ name: String) -> QPDFObject { object(qpdf_oh_new_name(data, name)) }
  func text(_ text: String) -> QPDFObject { object(qpdf_oh_new_unicode_string(data, text)) }
  func integer(_ number: Int) -> QPDFObject { object(qpdf_oh_new_integer(data, Int64(number))) }
  func boolean(_ value: Bool) -> QPDFObject { object(qpdf_oh_new_bool(data, value ? 1 : 0)) }

  /// Copies an object of another document with everything that it refers to. References to pages that were appended
  /// before lead to their copies here; other pages are omitted.
  func copy(_ foreign: QPDFObject) throws(Fault) -> QPDFObject {
    let copied = qpdf_oh_copy_foreign_object(data, foreign.document.data, foreign.indirect.handle)
    // If copying failed, the result must not be put into a dictionary: qpdf would crash.
    try check()
    return object(copied)
  }

  fileprivate func object(_ handle: qpdf_oh) -> QPDFObject { QPDFObject(self, handle) }

  // MARK: Pages

  /// - Throws: if there is no readable page tree.
  func pages() throws(Fault) -> [QPDFObject] {
    let count = qpdf_get_num_pages(data)
    try check(0)
    return (0..<max(0, Int(count))).map { object(qpdf_get_page_n(data, $0)) }
  }

  /// Appends a page of another document.
  /// - Returns: the page in this document.
  func append(_ page: QPDFObject) throws(Fault) -> QPDFObject {
    if let source = page.document.sources.first, sources.last !== source { sources.append(source) }
    try check(qpdf_add_page(data, page.document.data, page.handle, 0))
    return object(qpdf_get_page_n(data, Int(qpdf_get_num_pages(data)) - 1))
  }

  // MARK: Writing

  /// Writes everything reachable from the trailer. The same document gives the same bytes.
  ///
  /// It writes to memory first, because qpdf's own file output does not notice a full disk (`Pl_StdioFile` does not
  /// check what `fwrite` holds back).
  /// - Parameter body: receives the bytes, piece by piece.
  /// - Throws: `Fault`; what `body` throws.
  func write(version: String, _ body: (Data) throws -> Void) throws {
    try check(qpdf_init_write_memory(data))
    qpdf_set_minimum_pdf_version(data, version)
    qpdf_set_object_stream_mode(data, qpdf_o_generate)
    qpdf_set_deterministic_ID(data, 1)
    try check(qpdf_write(data))
    let count = qpdf_get_buffer_length(data)
    guard let bytes = qpdf_get_buffer(data) else { throw Fault(message: "nothing was written") }
    for start in stride(from: 0, to: count, by: Self.piece) {
      try body(Data(bytes: bytes + start, count: min(Self.piece, count - start)))
    }
  }

  private static let piece = 1 << 20

  static var version: String { String(cString: qpdf_get_qpdf_version()) }

  private static let errors: Int32 = 1 << 1

  /// Throws what went wrong since the last check: by the code of a call or, for calls without one, by the error that
  /// qpdf recorded.
  func check(_ code: Int32 = 0) throws(Fault) {
    let hasError = qpdf_has_error(data) != 0
    guard hasError || code & Self.errors != 0 else { return }
    let words = qpdf_get_error(data).flatMap { qpdf_get_error_full_text(data, $0) }.map { String(cString: $0) }
    throw Fault(message: words ?? "qpdf gives no reason")
  }
}

/// An object of a document (ISO 32000-1, 7.3). Accessors for a different type return nothing.
///
/// qpdf keeps it, some hundred bytes, as long as the document exists.
struct QPDFObject {
  fileprivate let document: QPDFDocument
  fileprivate let handle: qpdf_oh

  fileprivate init(_ document: QPDFDocument, _ handle: qpdf_oh) { (self.document, self.handle) = (document, handle) }

  private var isDictionary: Bool { qpdf_oh_is_dictionary(document.data, handle) != 0 }

  subscript(_ key: String) -> QPDFObject? {
    get {
      guard isDictionary, qpdf_oh_has_key(document.data, handle, key) != 0 else { return nil }
      return document.object(qpdf_oh_get_key(document.data, handle, key))
    }
    nonmutating set {
      if let newValue {
        qpdf_oh_replace_key(document.data, handle, key, newValue.handle)
      } else {
        qpdf_oh_remove_key(document.data, handle, key)
      }
    }
  }

  var keys: [String] {
    guard isDictionary else { return [] }
    var keys: [String] = []
    qpdf_oh_begin_dict_key_iter(document.data, handle)
    while qpdf_oh_dict_more_keys(document.data) != 0 {
      keys.append(String(cString: qpdf_oh_dict_next_key(document.data)))
    }
    return keys
  }

  /// The items of an array; nil if it is not an array.
  var items: [QPDFObject]? {
    guard qpdf_oh_is_array(document.data, handle) != 0 else { return nil }
    return (0..<qpdf_oh_get_array_n_items(document.data, handle)).map {
      document.object(qpdf_oh_get_array_item(document.data, handle, $0))
    }
  }

  /// Replaces the value of a key with an array of these items.
  func replaceItems(_ key: String, with items: [QPDFObject]) {
    let array = document.array()
    for item in items { array.append(item) }
    self[key] = array
  }

  func append(_ item: QPDFObject) { qpdf_oh_append_item(document.data, handle, item.handle) }

  var integer: Int? {
    var value: Int64 = 0
    return qpdf_oh_get_value_as_longlong(document.data, handle, &value) != 0 ? Int(value) : nil
  }

  func isName(_ name: String) -> Bool { qpdf_oh_is_name_and_equals(document.data, handle, name) != 0 }

  /// The same object as an indirect object, to which others can refer.
  var indirect: QPDFObject {
    qpdf_oh_is_indirect(document.data, handle) != 0
      ? self : document.object(qpdf_make_indirect_object(document.data, handle))
  }

  /// The number of an indirect object.
  var identifier: Int { Int(qpdf_oh_get_object_id(document.data, handle)) }

  /// In PDF syntax.
  var written: String { String(cString: qpdf_oh_unparse_resolved(document.data, handle)) }
}
