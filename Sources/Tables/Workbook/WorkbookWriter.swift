import CXLSXWriter
import Foundation

/// A workbook of one sheet to be written: a head that stays in sight and can be filtered by, and rows of texts.
///
/// A text is always written as text: what begins with `=` is no formula, and a number of many digits keeps all of them.
public struct WrittenSheet: Sendable {
  /// The ground of a cell.
  public enum Shade: Int, Sendable, CaseIterable {
    case green = 0xE8F5ED
    case blue = 0xEAF1F9
    case amber = 0xFDF3E1
    case red = 0xFCEBEA
  }

  public struct Column: Sendable {
    public let label: String
    /// In characters of the default font.
    public let width: Double
    public init(_ label: String, width: Double) { (self.label, self.width) = (label, width) }
  }

  public struct Cell: Sendable {
    public let text: String
    public let shade: Shade?
    public init(_ text: String, shade: Shade? = nil) { (self.text, self.shade) = (text, shade) }
  }

  /// At most 31 characters, none of `[]:*?/\`.
  public let name: String
  public let columns: [Column]
  /// Each has a cell for every column.
  public let rows: [[Cell]]

  public init(name: String, columns: [Column], rows: [[Cell]]) {
    (self.name, self.columns, self.rows) = (name, columns, rows)
  }

  /// More than this, in UTF-16 units, a cell does not hold (ECMA-376, SpreadsheetML; Excel's limits).
  private static let longest = 32_767

  /// The file. It is made in memory: no path ever shows what is in it.
  /// - Throws: `TableError` if there is no memory for it.
  public func workbook() throws(TableError) -> [UInt8] {
    let file = xinbao_memory_file()
    guard file >= 0 else { throw Self.failure(String(cString: strerror(errno))) }
    defer { close(file) }
    let code = withMemoryFolder { folder in
      var options = lxw_workbook_options()
      options.tmpdir = folder
      guard let book = workbook_new_opt("/proc/self/fd/\(file)", &options) else {
        return LXW_ERROR_MEMORY_MALLOC_FAILED
      }
      write(to: book)
      return workbook_close(book)
    }
    guard code == LXW_NO_ERROR else { throw Self.failure(String(cString: lxw_strerror(code))) }
    guard lseek(file, 0, SEEK_SET) == 0,
      let data = try? FileHandle(fileDescriptor: file, closeOnDealloc: false).readToEnd()
    else { throw Self.failure("it cannot be read back") }
    return [UInt8](data)
  }

  private static func failure(_ problem: String) -> TableError {
    TableError("workbook", "cannot be made: \(problem)", hint: "write CSV instead")
  }

  /// The library writes the parts of a workbook to files without names before it packs them: here, to memory.
  private func withMemoryFolder(_ body: (UnsafeMutablePointer<CChar>?) -> lxw_error) -> lxw_error {
    var path = Array("/dev/shm".utf8CString)
    guard access("/dev/shm", W_OK) == 0 else { return body(nil) }
    return path.withUnsafeMutableBufferPointer { body($0.baseAddress) }
  }

  private func write(to book: UnsafeMutablePointer<lxw_workbook>) {
    guard let sheet = workbook_add_worksheet(book, name) else { return }
    let head = workbook_add_format(book)
    format_set_bold(head)
    format_set_text_wrap(head)
    format_set_align(head, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    let plain = format(of: nil, in: book)
    let shades = Dictionary(uniqueKeysWithValues: Shade.allCases.map { ($0, format(of: $0, in: book)) })
    for (index, column) in columns.enumerated() {
      let index = lxw_col_t(index)
      worksheet_set_column(sheet, index, index, column.width, nil)
      worksheet_write_string(sheet, 0, index, column.label, head)
    }
    for (number, row) in rows.enumerated() {
      for (index, cell) in row.enumerated() {
        let format = cell.shade.flatMap { shades[$0] } ?? plain
        worksheet_write_string(sheet, lxw_row_t(number + 1), lxw_col_t(index), Self.fitting(cell.text), format)
      }
    }
    worksheet_freeze_panes(sheet, 1, 0)
    worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows.count), lxw_col_t(max(0, columns.count - 1)))
  }

  private func format(
    of shade: Shade?, in book: UnsafeMutablePointer<lxw_workbook>
  ) -> UnsafeMutablePointer<lxw_format>? {
    let format = workbook_add_format(book)
    format_set_text_wrap(format)
    format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    if let shade { format_set_bg_color(format, lxw_color_t(shade.rawValue)) }
    return format
  }

  private static func fitting(_ text: String) -> String {
    guard text.utf16.count > longest else { return text }
    var cut = text[...]
    while cut.utf16.count >= longest { cut.removeLast(max(1, (cut.utf16.count - longest) / 2)) }
    return cut + "…"
  }
}
