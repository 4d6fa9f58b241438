import Records

/// A file with its table, or with its sheets.
public struct TableFile {
  /// As the user gave it.
  public let name: String
  /// Nil for workbooks, which say it themselves.
  public let encoding: TableEncoding?
  let tables: [any Table]

  /// CSV or XLSX, told by the first bytes.
  /// - Parameter encoding: of CSV; nil: found from the bytes.
  public init(path: String, encoding: TableEncoding?) throws(TableError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path, limit: Self.limit) } catch {
      throw TableError(path, error.message, hint: error.hint)
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw TableError(path, "is a workbook of the old kind (.xls)", hint: "save it as .xlsx or as CSV")
    }
    try self.init(csv: bytes, name: path, encoding: encoding)
  }

  public init(csv bytes: [UInt8], name: String, encoding: TableEncoding?) throws(TableError) {
    let table = try CSVTable(bytes, place: name, encoding: encoding)
    (self.name, self.encoding, tables) = (name, table.encoding, [table])
  }

  private static let limit = 2 << 30
}
