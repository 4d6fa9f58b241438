/// Splits the bytes of a CSV file into records and fields: RFC 4180, with LF, CRLF or CR as line end, and with any
/// ASCII delimiter. It works on bytes because commas, tabs, semicolons, quotes and line ends are single bytes that are
/// not part of a longer character, in UTF-8 and in GB18030 (second to fourth bytes there: 30–39, 40–7E, 80–FE, and no
/// delimiter is a digit). So a malformed character affects only the field that contains it.
///
/// Not SwiftCSV (0.10.0), the maintained library for this: it drops leading spaces of fields and an empty last field of
/// a file, reports no error positions, and needs the whole file as one text in a known encoding.
struct CSVRecords {
  struct Field: Equatable {
    /// Without the quotes around it.
    var range: Range<Int>
    /// Whether it contains doubled quotes, which stand for one.
    var hasDoubledQuotes = false
  }

  struct Malformation: Error, Equatable {
    /// Position of the field, from 1.
    var row: Int, column: Int
    var message: String
    var hint: String
  }

  /// As many as sheets may have: a file of delimiters alone must not take more memory than it has bytes.
  static let maximumColumns = 1_000
  /// More than any cell of a table holds.
  static let maximumBytes = 1 << 20

  let bytes: [UInt8]
  let delimiter: UInt8
  private var position: Int
  /// The number of the last record that was read.
  private(set) var row = 0

  init(_ bytes: [UInt8], from start: Int = 0, delimiter: UInt8) {
    (self.bytes, position, self.delimiter) = (bytes, start, delimiter)
  }

  /// The fields of the next record; one empty field for an empty line. Nil at the end.
  mutating func next() throws(Malformation) -> [Field]? {
    guard position < bytes.count else { return nil }
    row += 1
    var fields: [Field] = []
    while true {
      try checkWidth(fields.count)
      fields.append(try field(column: fields.count + 1))
      guard position < bytes.count else { return fields }
      let end = bytes[position]
      position += 1
      if end == delimiter {
        // A delimiter at the very end of the file is followed by one more field.
        if position == bytes.count {
          try checkWidth(fields.count)
          fields.append(Field(range: position..<position))
          return fields
        }
        continue
      }
      if end == carriageReturn, position < bytes.count, bytes[position] == lineFeed { position += 1 }
      return fields
    }
  }

  /// - Parameter count: of the fields that come before another one.
  private func checkWidth(_ count: Int) throws(Malformation) {
    guard count < Self.maximumColumns else {
      throw Malformation(
        row: row, column: count + 1, message: "has more than \(Self.maximumColumns) columns",
        hint: "remove the empty ones")
    }
  }

  /// Ends with `position` at a delimiter, a line end or the end of the file.
  private mutating func field(column: Int) throws(Malformation) -> Field {
    guard position < bytes.count, bytes[position] == quote else {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return Field(range: start..<position)
    }
    position += 1
    var field = Field(range: position..<position)
    while position < bytes.count {
      if position - field.range.lowerBound > Self.maximumBytes {
        throw Malformation(
          row: row, column: column,
          message: "the quotes that open here are not closed within \(Self.maximumBytes) bytes",
          hint: "close or remove them")
      }
      guard bytes[position] == quote else {
        position += 1
        continue
      }
      if position + 1 < bytes.count, bytes[position + 1] == quote {
        field.hasDoubledQuotes = true
        position += 2
        continue
      }
      field.range = field.range.lowerBound..<position
      position += 1
      if position < bytes.count, !isEnd(bytes[position]) {
        throw Malformation(
          row: row, column: column, message: "something follows the closing quotes of this cell",
          hint: "double the quotes within a quoted cell (\"\")")
      }
      return field
    }
    throw Malformation(
      row: row, column: column, message: "the quotes that open here are never closed", hint: "close or remove them")
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == delimiter || byte == lineFeed || byte == carriageReturn }

  /// The bytes of a field, with doubled quotes reduced to one.
  func content(of field: Field) -> [UInt8] {
    let raw = bytes[field.range]
    guard field.hasDoubledQuotes else { return Array(raw) }
    var content: [UInt8] = []
    content.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      content.append(raw[index])
      index += raw[index] == quote ? 2 : 1
    }
    return content
  }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed: UInt8 = 0x0A
private let carriageReturn: UInt8 = 0x0D
