/// Writes RFC 4180: cells are quoted if necessary, lines end with CRLF.
public enum CSVWriter {
  /// At the beginning of a file, it makes spreadsheet programs read UTF-8.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  public static func append(_ cells: [String], to bytes: inout [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(delimiter) }
      // An empty line is not a record: a lone empty cell is written with quotes.
      let isQuoted =
        cells.count == 1 && cell.isEmpty
        || cell.utf8.contains { $0 == delimiter || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
      guard isQuoted else {
        bytes.append(contentsOf: cell.utf8)
        continue
      }
      bytes.append(0x22)
      for byte in cell.utf8 {
        if byte == 0x22 { bytes.append(0x22) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Spreadsheets evaluate text that begins like a formula, whatever its origin: an apostrophe before it makes it text.
  public static func harmless(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return cell }
    return "'" + cell
  }
}
