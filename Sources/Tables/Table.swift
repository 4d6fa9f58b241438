/// A table that is read row by row.
package protocol Table {
  /// The file, and the sheet if it has several: `licences.xlsx, sheet 行政许可`.
  var name: String { get }
  /// The name of the sheet; empty if there are no sheets.
  var sheet: String { get }
  /// Whether the workbook hides the sheet.
  var isHidden: Bool { get }
  /// Whether rows may be shorter than the head: sheets omit empty cells, but a short CSV row is damaged.
  var mayRowsBeShort: Bool { get }
  /// Nil after the last row.
  mutating func next() throws(TableError) -> TableRow?
}
