import FileReading

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
  ///   - limit: maximum size of the file in bytes.
  public init(path: String, encoding: TableEncoding?, limit: Int = 2 << 30) throws(TableError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path, limit: limit) } catch {
      throw TableError(path, error.message, hint: error.hint)
    }
    if WorkbookKind(bytes) != nil {
      try self.init(workbook: bytes, name: path)
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
    guard !Self.isDamagedWorkbook(bytes, named: path) else {
      throw TableError(
        path, "is called a workbook, but is neither XLSX nor XLS, nor text",
        hint: "get it anew, or save it anew as .xlsx")
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

  private init(workbook bytes: [UInt8], name: String) throws(TableError) {
    let workbook = try ConfinedWorkbook(bytes, file: name)
    (self.name, encoding) = (name, nil)
    tables = workbook.sheets.indices.map { ConfinedSheet($0, of: workbook) }
  }

  /// Checks that workbooks can be read on this machine, for whoever would rather know before there is one.
  /// - Throws: `TableError`, as the machine's.
  public static func checkWorkbooksAreRead() throws(TableError) { try ConfinedWorkbook.check() }

  /// Systems hand out web pages that are called .xls.
  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(1024).drop { !(0x21...0x7E).contains($0) }
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head"].contains(where: text.hasPrefix)
  }

  /// Systems also hand out CSV that is called .xls: what tells is a byte that no text has.
  private static func isDamagedWorkbook(_ bytes: [UInt8], named name: String) -> Bool {
    let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    return [".xlsx", ".xls"].contains(where: name.lowercased().hasSuffix) && !isUTF16
      && bytes.prefix(1024).contains { $0 < 0x09 }
  }

  /// A list or an object of objects; the cells of a head begin otherwise.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let signs = bytes[start...].prefix(4096).filter { $0 > 0x20 }.prefix(2)
    return ["{\"", "[{", "[]", "{}"].contains(String(decoding: signs, as: UTF8.self))
  }

  /// Calls a closure for the rows of the first table that are not blank, including its head.
  public func forEachRow(_ body: (TableRow) throws -> Void) throws {
    guard var table = tables.first else { return }
    while let row = try table.next() {
      if !row.isBlank { try body(row) }
    }
  }
}
