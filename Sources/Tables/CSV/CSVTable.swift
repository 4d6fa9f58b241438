import ErrorCauses

/// A CSV file as a table.
struct CSVTable: Table {
  let name: String
  let sheet = ""
  let mayRowsBeShort = false
  let isHidden = false
  let encoding: TableEncoding
  private let decoder: TextDecoder
  private var records: CSVRecords

  /// - Parameter encoding: nil: UTF-8 if the whole file is valid UTF-8, else GB18030 if the whole file is valid
  ///   GB18030. A file that is neither is refused: if it were guessed, one bad byte would garble every name.
  init(_ bytes: [UInt8], name: String, encoding: TableEncoding?) throws(TableError) {
    self.name = name
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw TableError(name, "is UTF-16", hint: "save it as “CSV UTF-8”")
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count > start else { throw TableError(name, "is empty") }
    records = CSVRecords(bytes, from: start, delimiter: Self.delimiter(of: bytes, from: start))
    if let encoding {
      self.encoding = encoding
    } else {
      self.encoding = try Self.encoding(of: records, bytes[start...], isMarked: start > 0, name)
    }
    decoder = TextDecoder(self.encoding)
  }

  /// The delimiter that separates the head into the most fields: cells below may hold any number of the others. Titles may
  /// be above it, so the first row of three columns is taken, and only without one the first of two.
  private static func delimiter(of bytes: [UInt8], from start: Int) -> UInt8 {
    let delimiters = [",", "\t", ";"].map { UInt8(ascii: $0) }
    let widths = delimiters.map { delimiter in
      var records = CSVRecords(bytes, from: start, delimiter: delimiter)
      return (0..<12).map { _ in ((try? records.next()) ?? nil)?.count ?? 0 }
    }
    for least in [3, 2] {
      for row in 0..<12 {
        let most = widths.map { $0[row] }.max() ?? 0
        if most >= least, let index = widths.firstIndex(where: { $0[row] == most }) { return delimiters[index] }
      }
    }
    return delimiters[0]
  }

  private static func encoding(
    of records: CSVRecords, _ bytes: ArraySlice<UInt8>, isMarked: Bool, _ file: String
  ) throws(TableError) -> TableEncoding {
    if isMarked || isUTF8(bytes) { return .utf8 }
    guard let gb18030 = firstMalformed(records, .gb18030) else { return .gb18030 }
    // The intended encoding is probably the one that was valid for longer.
    let utf8 = firstMalformed(records, .utf8) ?? gb18030
    let position = utf8 > gb18030 ? utf8 : gb18030
    throw TableError(
      file, row: position.0, column: position.1,
      "is neither UTF-8 (malformed at \(utf8.0):\(utf8.1)) nor GB18030 (at \(gb18030.0):\(gb18030.1)) throughout",
      hint: "of a table whose encoding is given, rows with malformed bytes are rejected one by one",
      remedy: .tableEncoding)
  }

  /// Row and column.
  private static func firstMalformed(_ records: CSVRecords, _ encoding: TableEncoding) -> (Int, Int)? {
    var records = records
    let decoder = TextDecoder(encoding)
    while let fields = try? records.next() {
      for (index, field) in fields.enumerated() where (try? decoder.text(records.bytes[field.range])) == nil {
        return (records.row, index + 1)
      }
    }
    return nil
  }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    // In parts, cut before the first byte of a character, so that a large file is not copied.
    var rest = bytes
    while !rest.isEmpty {
      var end = min(rest.startIndex + (1 << 16), rest.endIndex)
      while end < rest.endIndex, end > rest.startIndex + 1, rest[end] & 0xC0 == 0x80 { end -= 1 }
      if String(validating: rest[..<end], as: UTF8.self) == nil { return false }
      rest = rest[end...]
    }
    return true
  }

  mutating func next() throws(TableError) -> TableRow? {
    let fields: [CSVRecords.Field]
    do {
      guard let found = try records.next() else { return nil }
      fields = found
    } catch {
      throw TableError(name, row: error.row, column: error.column, error.message, hint: error.hint)
    }
    if let column = records.columnOfSwallowedRows(fields) {
      throw TableError(
        name, row: records.row, column: column + 1, "holds lines in quotes that look like rows of the table",
        hint: "double the quotes within cells (\"\"), and close those that open a cell in its own row")
    }
    var row = TableRow(number: records.row, cells: [])
    row.cells.reserveCapacity(fields.count)
    for (index, field) in fields.enumerated() {
      do throws(TextDecoder.Malformation) {
        let text =
          field.hasDoubledQuotes
          ? try decoder.text(records.content(of: field)) : try decoder.text(records.bytes[field.range])
        row.cells.append(text)
      } catch {
        row.cells.append(error.shown)
        row.faults.append(
          .init(
            column: index + 1,
            Wording(
              "byte \(error.offset + 1) of the cell is not \(encoding.rawValue)",
              "单元格的第 \(error.offset + 1) 个字节不是 \(encoding.rawValue) 编码")))
      }
    }
    return row
  }
}
