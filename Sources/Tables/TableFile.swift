import FileReading
import Foundation

/// A file with one table, or with several sheets.
public struct TableFile {
  /// As the user gave it.
  public let name: String
  /// Nil for workbooks, which state their encoding themselves.
  public let encoding: TableEncoding?
  package let tables: [any Table]

  /// CSV, XLSX, XLS or JSON, detected from the first bytes.
  /// - Parameters:
  ///   - encoding: of CSV; nil: detected from the bytes.
  ///   - limit: maximum size of a CSV file in bytes.
  public init(path: String, encoding: TableEncoding?, limit: Int = 2 << 30) throws(TableError) {
    if Self.isArchive(path) {
      try self.init(workbook: path)
      return
    }
    let bytes: [UInt8]
    do { bytes = try readFile(path, limit: limit) } catch {
      throw TableError(path, error.message, hint: error.hint)
    }
    if bytes.starts(with: CompoundFile.signature.prefix(4)) {
      try self.init(oldWorkbook: bytes, name: path)
      return
    }
    if Self.isMarkup(bytes) {
      throw TableError(
        path, "is a web page (HTML) or XML, whatever its name says",
        hint: "open it in a spreadsheet program and save it as .xlsx or CSV")
    }
    if Self.isJSON(bytes) {
      try self.init(json: bytes, name: path)
      return
    }
    try self.init(csv: bytes, name: path, encoding: encoding)
  }

  package init(json bytes: [UInt8], name: String) throws(TableError) {
    guard bytes.count <= JSONTable.Limit.bytes else {
      throw TableError(name, "has more than \(JSONTable.Limit.bytes) bytes of JSON", hint: "hand in CSV")
    }
    (self.name, encoding, tables) = (name, .utf8, [try JSONTable(bytes, name: name)])
  }

  public init(csv bytes: [UInt8], name: String, encoding: TableEncoding?) throws(TableError) {
    let table = try CSVTable(bytes, name: name, encoding: encoding)
    (self.name, self.encoding, tables) = (name, table.encoding, [table])
  }

  private init(workbook path: String) throws(TableError) {
    let workbook: Workbook
    do { workbook = try Workbook(path: path) } catch { throw TableError(path, error.message) }
    (name, encoding) = (path, nil)
    tables = workbook.sheets.map { SheetTable($0, of: workbook, file: path) }
  }

  private init(oldWorkbook bytes: [UInt8], name: String) throws(TableError) {
    let workbook: OldWorkbook
    do { workbook = try OldWorkbook(bytes) } catch { throw TableError(name, error.message) }
    (self.name, encoding) = (name, nil)
    tables = workbook.sheets.map { OldSheetTable($0, of: workbook, file: name) }
  }

  /// Systems hand out web pages that are called .xls.
  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(1024).drop { !(0x21...0x7E).contains($0) }
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head"].contains(where: text.hasPrefix)
  }

  /// A list or an object of objects; the cells of a head begin otherwise.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let signs = bytes[start...].prefix(4096).filter { $0 > 0x20 }.prefix(2)
    return ["{\"", "[{", "[]", "{}"].contains(String(decoding: signs, as: UTF8.self))
  }

  private static func isArchive(_ path: String) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? handle.close() }
    // A pipe cannot be rewound: workbooks must be files.
    guard (try? handle.seekToEnd()) != nil, (try? handle.seek(toOffset: 0)) != nil else { return false }
    return (try? handle.read(upToCount: 4)) == Data([0x50, 0x4B, 0x03, 0x04])
  }

  /// Calls a closure for the rows of the first table that are not blank, including its head.
  public func forEachRow(_ body: (TableRow) throws -> Void) throws {
    guard var table = tables.first else { return }
    while let row = try table.next() {
      if !row.isBlank { try body(row) }
    }
  }
}
